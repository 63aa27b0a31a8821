import type { SearchHit, Transaction } from '../../api/types'
import type { Day } from '../../lib/days'
import type { Money } from '../../lib/money'

/** The head of a day, with what its records come to. */
export interface DayRow {
  readonly kind: 'day'
  readonly key: string
  readonly day: Day
  /** One for each currency that moved; null while the day may go on below what was loaded. */
  readonly sums: readonly Money[] | null
}

export interface EntryRow {
  readonly kind: 'entry'
  readonly key: string
  readonly hit: SearchHit
  /** Its place in its card. */
  readonly first: boolean
  readonly last: boolean
}

export type Row = DayRow | EntryRow

/**
 * What a list of hits shows from the top to the bottom. By day, each day has a head; else the records stand one
 * after the other. `whole` says that nothing follows.
 */
export function rowsOf(hits: readonly SearchHit[], byDay: boolean, whole: boolean): Row[] {
  const shown = hits.filter(({ transaction }) => transaction.voided === null)
  const rows: Row[] = []
  let start = 0
  while (start < shown.length) {
    const end = byDay ? endOfDay(shown, start) : shown.length
    const group = shown.slice(start, end)
    const day = group[0]?.transaction.day
    if (byDay && day !== undefined) {
      const isOver = whole || end < shown.length
      const sums = isOver ? sumsOf(group.map(({ transaction }) => transaction)) : null
      rows.push({ kind: 'day', key: `day-${day}`, day, sums })
    }
    for (const [at, hit] of group.entries()) {
      const key = hit.transaction.id
      rows.push({ kind: 'entry', key, hit, first: at === 0, last: at === group.length - 1 })
    }
    start = end
  }
  return rows
}

/** A record as a list shows it when nothing was looked for. */
export function plainHit(transaction: Transaction): SearchHit {
  return { transaction, in_description: [], in_note: [], in_person: [], in_text: [] }
}

function endOfDay(hits: readonly SearchHit[], start: number): number {
  const day = hits[start]?.transaction.day
  let end = start + 1
  while (hits[end]?.transaction.day === day && end < hits.length) end += 1
  return end
}

/** What came in less what went out, by currency: as everywhere, of a transfer only its fee counts. */
export function sumsOf(transactions: readonly Transaction[]): Money[] {
  const sums = new Map<string, number>()
  for (const { type, amount, fee, currency } of transactions) {
    const moved =
      type === 'income' ? amount : type === 'expense' ? -amount : type === 'transfer' ? -(fee ?? 0) : 0
    if (moved !== 0) sums.set(currency, (sums.get(currency) ?? 0) + moved)
  }
  return [...sums].map(([currency, amount]) => ({ currency, amount }))
}
