import type { Retention } from '../../api/types'

/** How long something may be kept; null is as long as can be. */
export type Length = number | null

/** What is offered for each part, the shortest first. What holds now is offered too, whatever it is. */
const OFFERED = {
  messages_months: [1, 3, 6, 12, 24, 60, null],
  pictures_months: [1, 3, 6, 12, 24, 60, null],
  draft_hours: [24, 48, 72, 168, 720, null],
  bin_days: [7, 30, 90, 365],
  log_days: [30, 90, 180, 365, 1095],
} as const satisfies Record<keyof Retention, readonly Length[]>

export function offeredFor(part: keyof Retention, now: Length): Length[] {
  const offered: Length[] = [...OFFERED[part]]
  if (!offered.includes(now)) offered.push(now)
  return offered.sort(byLength)
}

/** Whether something would be forgotten that is kept now. A question's own time is not among what is lost. */
export function forgetsMore(before: Retention, after: Retention): boolean {
  const parts = ['messages_months', 'pictures_months', 'bin_days', 'log_days'] as const
  return parts.some((part) => byLength(after[part], before[part]) < 0)
}

function byLength(a: Length, b: Length): number {
  if (a === b) return 0
  if (a === null) return 1
  return b === null ? -1 : a - b
}
