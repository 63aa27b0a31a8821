import type { NewWebhook } from '../../api/types'

export type Act = NonNullable<NewWebhook['acts']>[number]

/** What is done to records, of all that a program can be called for. */
export const RECORD_ACTS: readonly Act[] = ['record', 'amend', 'void', 'undo', 'restore', 'set_balance']

export type ActsChoice = 'all' | 'records'

/** What a webhook is called for, as the page offers it; a program may have chosen otherwise. */
export function actsOf(acts: readonly string[]): ActsChoice | 'some' {
  if (acts.length === 0) return 'all'
  const same = acts.length === RECORD_ACTS.length && RECORD_ACTS.every((act) => acts.includes(act))
  return same ? 'records' : 'some'
}

export function actsFor(choice: ActsChoice): Act[] {
  return choice === 'all' ? [] : [...RECORD_ACTS]
}
