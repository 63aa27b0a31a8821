import type { Comparison } from '../../api/types'
import { daysIn, plusDays, type Day } from '../../lib/days'

/** The days of a month so far, and as many from the beginning of the one before, which may be shorter. */
export function sameStretch(
  { now, then }: Pick<Comparison, 'now' | 'then'>,
  today: Day,
): { from: Day; to: Day; with_from: Day; with_to: Day } {
  const to = today < now.to ? today : now.to
  const asLong = plusDays(then.from, daysIn({ from: now.from, to }) - 1)
  return { from: now.from, to, with_from: then.from, with_to: asLong < then.to ? asLong : then.to }
}
