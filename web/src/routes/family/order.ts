import type { Member, Role } from '../../api/types'

const PLACE: Record<Role, number> = { owner: 0, adult: 1, child: 2, viewer: 3 }

/** Those who decide come first, and who came earlier before who came later. */
export function inOrder<T extends Pick<Member, 'role' | 'joined'>>(members: readonly T[]): T[] {
  return [...members].sort(
    (a, b) => PLACE[a.role] - PLACE[b.role] || Date.parse(a.joined) - Date.parse(b.joined),
  )
}
