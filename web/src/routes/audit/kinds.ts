import type { AuditEntry } from '../../api/types'

type Kind = AuditEntry['kind']

export type Group = 'all' | 'money' | 'doors' | 'people'

/** Which kinds a person means; none for all of them. */
export const KINDS: Readonly<Record<Group, readonly Kind[]>> = {
  all: [],
  money: ['record', 'amend', 'void', 'undo', 'restore', 'erase', 'set_balance', 'set_rate'],
  doors: [
    'sign_in',
    'sign_out',
    'change_password',
    'turn_on_totp',
    'turn_off_totp',
    'renew_recovery_codes',
    'use_recovery_code',
    'add_passkey',
    'remove_passkey',
    'end_session',
    'end_sessions',
    'make_reset',
    'use_reset',
    'make_key',
    'revoke_key',
    'link_chat',
    'unlink_chat',
    'hold_off',
    'make_access_token',
    'rotate_keys',
    'set_bot_token',
    'remove_bot_token',
    'add_webhook',
    'change_webhook',
    'remove_webhook',
  ],
  people: [
    'join',
    'leave',
    'change_role',
    'change_member',
    'invite',
    'withdraw_invitation',
    'switch_household',
    'view_detail',
    'take_export',
    'ask_deletion',
    'call_off_deletion',
  ],
}

/** One day's entries, in the order in which they came. */
export interface DayOfEntries {
  day: string
  entries: AuditEntry[]
}

/** Entries by day; they come newest first and stay so. */
export function byDay(entries: readonly AuditEntry[], dayOf: (at: string) => string): DayOfEntries[] {
  const days: DayOfEntries[] = []
  for (const entry of entries) {
    const day = dayOf(entry.at)
    const last = days.at(-1)
    if (last?.day === day) last.entries.push(entry)
    else days.push({ day, entries: [entry] })
  }
  return days
}
