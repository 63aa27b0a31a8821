import { formatDay, formatTime, todayIn } from '../lib/days'
import { session } from '../state/session.svelte'
import { talk } from '../words/talk.svelte'

/** `Min, 22 Nov`: the day of an instant in the family's zone. */
export function dayOf(instant: string): string {
  return formatDay(todayIn(session.zone, new Date(instant)), talk.language, session.today)
}

/** `Min, 22 Nov 11.02`, in the family's zone. */
export function when(instant: string): string {
  return `${dayOf(instant)} ${formatTime(instant, talk.language, session.zone)}`
}
