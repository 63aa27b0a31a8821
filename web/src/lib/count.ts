/** A number of things with its thousands set apart: `12.345` in Indonesian, `12,345` in English. */
export function grouped(count: number, mark: '.' | ','): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, mark)
}
