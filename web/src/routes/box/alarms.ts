import type { Alarm } from '../../api/types'

/** Who knows of a trouble: nobody yet, those who were told, or somebody who looks after it. */
export type Known = 'nobody' | 'owners' | 'handled'

export function knownBy({ told, acknowledged }: Pick<Alarm, 'told' | 'acknowledged'>): Known {
  if (acknowledged) return 'handled'
  return told === null ? 'nobody' : 'owners'
}

/** What nobody looks after comes first, the oldest first; the rest follows the same way. */
export function inOrder(alarms: readonly Alarm[]): Alarm[] {
  return [...alarms].sort(
    (a, b) => Number(a.acknowledged) - Number(b.acknowledged) || Date.parse(a.since) - Date.parse(b.since),
  )
}
