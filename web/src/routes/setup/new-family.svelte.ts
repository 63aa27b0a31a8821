import type { NewHousehold } from '../../api/types'
import type { Language } from '../../lib/days'
import { strengthOf } from './strength'

export const STEPS = 5
export type Step = 1 | 2 | 3 | 4 | 5

/** Only these three have a name that everybody here knows. */
export const ZONES = [
  { zone: 'Asia/Jakarta', name: 'wib' },
  { zone: 'Asia/Makassar', name: 'wita' },
  { zone: 'Asia/Jayapura', name: 'wit' },
] as const

/** The family's zone is the phone's, when that is one of the three; else Jakarta's. */
const OF_PHONE: Readonly<Record<string, string>> = {
  'Asia/Makassar': 'Asia/Makassar',
  'Asia/Ujung_Pandang': 'Asia/Makassar',
  'Asia/Jayapura': 'Asia/Jayapura',
}

export function zoneOf(phone: string): string {
  return OF_PHONE[phone] ?? 'Asia/Jakarta'
}

/** What was filled in so far; going back loses nothing. */
export class NewFamily {
  household = $state('')
  zone = $state(zoneOf(Intl.DateTimeFormat().resolvedOptions().timeZone))
  owner = $state('')
  password = $state('')
  again = $state('')
  /** Template names with their balances; null while nothing is written, which is nothing. */
  picked = $state<Record<string, number | null>>({ Cash: null })

  readonly strength = $derived(strengthOf(this.password, [this.household, this.owner]))
  readonly wallets = $derived(
    Object.entries(this.picked).map(([template, balance]) => ({ template, balance: balance ?? 0 })),
  )

  /** Whether a step is filled in. */
  ready(step: Step): boolean {
    switch (step) {
      case 1:
        return this.household.trim() !== ''
      case 2:
        return this.owner.trim() !== '' && this.strength !== 'short' && this.password === this.again
      case 3:
        return this.wallets.length > 0
      default:
        return true
    }
  }
}

export function newHousehold(family: NewFamily, code: string, language: Language): NewHousehold {
  return {
    code,
    household: family.household.trim(),
    zone: family.zone,
    owner: family.owner.trim(),
    password: family.password,
    language,
    wallets: family.wallets,
  }
}

/** The step that asks for what was refused. */
export function stepOf(fields: readonly string[]): 1 | 2 | 3 {
  if (fields.some((field) => field === 'household' || field === 'zone')) return 1
  return fields.some((field) => field === 'owner' || field === 'password') ? 2 : 3
}
