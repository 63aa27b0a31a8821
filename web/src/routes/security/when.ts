import { formatDay, formatTime, todayIn } from '../../lib/days'
import { session } from '../../state/session.svelte'
import { talk } from '../../words/talk.svelte'

/** `Min, 22 Nov 11.02`, in the family's zone. */
export function when(instant: string): string {
  const day = todayIn(session.zone, new Date(instant))
  return `${formatDay(day, talk.language, session.today)} ${formatTime(instant, talk.language, session.zone)}`
}
