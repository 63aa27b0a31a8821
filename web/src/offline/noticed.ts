const OWNER = 'notices-of'

/** Whose this browser's notices are: nobody is told on a device where somebody else said yes. */
export const noticed = {
  by(member: string): void {
    localStorage.setItem(OWNER, member)
  },
  byNobody(): void {
    localStorage.removeItem(OWNER)
  },
  isBy(member: string): boolean {
    return localStorage.getItem(OWNER) === member
  },
}
