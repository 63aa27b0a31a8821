import type { Rate } from '../../api/types'
import { plusDays, type Day } from '../../lib/days'

/** A rate, until when it holds, and whether it does today. */
export interface Held extends Rate {
  /** Its last day; null while no newer one follows. */
  readonly until: Day | null
  readonly now: boolean
}

/** Each currency with its rates, the newest first. */
export function byCurrency(rates: readonly Rate[], today: Day): { currency: string; rates: Held[] }[] {
  const currencies = [...new Set(rates.map(({ currency }) => currency))].sort()
  return currencies.map((currency) => {
    const oldestFirst = rates
      .filter((rate) => rate.currency === currency)
      .sort((a, b) => (a.day < b.day ? -1 : 1))
    const held = oldestFirst.map((rate, at) => {
      const next = oldestFirst[at + 1]?.day
      const until = next === undefined ? null : plusDays(next, -1)
      return { ...rate, until, now: rate.day <= today && (until === null || today <= until) }
    })
    return { currency, rates: held.reverse() }
  })
}
