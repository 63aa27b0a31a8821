import { expect, test } from 'vitest'
import type { SearchHit, Transaction } from '../../api/types'
import { plainHit, rowsOf, sumsOf } from './rows'

/** As much of a record as rows are made of. */
type Told = Partial<Pick<Transaction, 'type' | 'amount' | 'fee' | 'currency' | 'day' | 'voided'>>

function record(id: string, told: Told = {}): Transaction {
  const usual = { type: 'expense', amount: 1000, fee: null, currency: 'IDR', day: '2026-11-22', voided: null }
  return { id, ...usual, ...told } as Transaction
}

const hit = (id: string, told: Told = {}): SearchHit => plainHit(record(id, told))

const shown = (hits: SearchHit[], byDay: boolean, whole: boolean): string[] =>
  rowsOf(hits, byDay, whole).map((row) =>
    row.kind === 'day'
      ? `${row.day} ${row.sums === null ? '?' : row.sums.map(({ amount }) => amount).join('+')}`
      : `${row.first ? '[' : ''}${row.key}${row.last ? ']' : ''}`,
  )

test('each day has a head with what it came to, and one that may go on has no sum', () => {
  const hits = [hit('a'), hit('b', { amount: 2000 }), hit('c', { day: '2026-11-21' })]
  expect(shown(hits, true, false)).toEqual(['2026-11-22 -3000', '[a', 'b]', '2026-11-21 ?', '[c]'])
  expect(shown(hits, true, true).at(-2)).toBe('2026-11-21 -1000')
})

test('in another order the records stand one after the other', () => {
  expect(shown([hit('a'), hit('b', { day: '2026-10-01' })], false, false)).toEqual(['[a', 'b]'])
})

test('what was taken back is not shown, nor counted', () => {
  expect(shown([hit('a', { voided: '2026-11-22T10:00:00Z' })], true, true)).toEqual([])
  const hits = [hit('a'), hit('b', { voided: '2026-11-22T10:00:00Z' })]
  expect(shown(hits, true, true)).toEqual(['2026-11-22 -1000', '[a]'])
})

test('a day comes to its income less its expenses and fees, each currency by itself', () => {
  const records = [
    record('a', { type: 'income', amount: 10_000 }),
    record('b', { amount: 3_000 }),
    record('c', { type: 'transfer', amount: 50_000, fee: 2_500 }),
    record('d', { type: 'transfer', amount: 50_000 }),
    record('e', { type: 'adjustment', amount: -7_000 }),
    record('f', { amount: 1_250, currency: 'USD' }),
  ]
  expect(sumsOf(records)).toEqual([
    { currency: 'IDR', amount: 4_500 },
    { currency: 'USD', amount: -1_250 },
  ])
})
