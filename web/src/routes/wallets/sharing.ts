import type { Member, Sharing, Visibility } from '../../api/types'

/**
 * Who sees how much of a wallet, as the box decides it (docs/members.md). The box has the last word; this only
 * shows what it will say, and offers what it will likely take.
 */

type Person = Pick<Member, 'id' | 'role'>

/** How much of the wallet a member sees. */
export function seenBy(sharing: Sharing, person: Person): Visibility {
  if (sharing.holder === person.id) return 'full'
  return sharing.grants.find(({ member }) => member === person.id)?.sees ?? seenByDefault(sharing, person)
}

/** How much a member sees who is not named. */
export function seenByDefault(sharing: Sharing, person: Person): Visibility {
  return person.role === 'child' ? 'private' : sharing.others
}

/** Who sees something of the wallet: those who see the same together, everything first. */
export function seers(
  sharing: Sharing,
  members: readonly Pick<Member, 'id' | 'role' | 'name'>[],
): { level: Visibility; names: string[] }[] {
  const levels = ['full', 'monthly_sum'] as const
  const named = levels.map((level) => ({
    level,
    names: members.filter((member) => seenBy(sharing, member) === level).map(({ name }) => name),
  }))
  return named.filter(({ names }) => names.length > 0)
}

/** Whether a member decides who sees it: its holder, an owner where nobody holds it, an adult where a child does. */
export function mayShare(sharing: Sharing, me: Person, members: readonly Person[]): boolean {
  if (me.role !== 'owner' && me.role !== 'adult') return false
  const holder = members.find(({ id }) => id === sharing.holder)
  if (holder === undefined) return me.role === 'owner'
  return holder.id === me.id || holder.role === 'child'
}

/** The wallet as somebody's own, or with `null` the family's, which all see in full. */
export function heldBy(sharing: Sharing, holder: string | null): Sharing {
  return {
    holder,
    others: holder === null ? 'full' : sharing.others,
    grants: sharing.grants.filter(({ member }) => member !== holder),
  }
}

/** With a member seeing so much, or with `null` as much as those who are not named. */
export function grantedTo(sharing: Sharing, member: string, sees: Visibility | null): Sharing {
  const grants = sharing.grants.filter((grant) => grant.member !== member)
  return { ...sharing, grants: sees === null ? grants : [...grants, { member, sees }] }
}
