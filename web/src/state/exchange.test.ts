import { expect, test } from 'vitest'
import type { Transaction } from '../api/types'
import { remembered } from './exchange'

function record(id: string, part: Partial<Transaction>): Transaction {
  return {
    id,
    type: 'expense',
    amount: 15_000,
    currency: 'IDR',
    category: 'makanan',
    wallet: { id: 'w', name: 'GoPay' },
    to_wallet: null,
    received: null,
    fee: null,
    day: '2026-11-22',
    description: 'Bakso',
    person: null,
    note: null,
    lines: [],
    member: { id: 'budi', name: 'Budi' },
    paid_by: null,
    for_whom: [],
    tags: [],
    attachments: [],
    refund_of: null,
    secret_until: null,
    channel: 'web',
    text: 'beli bakso 15rb',
    confidence: 0.97,
    recorded: '2026-11-22T04:00:00Z',
    voided: null,
    erased: null,
    version: 1,
    ...part,
  }
}

test('records of one message are one exchange, in the order of the message', () => {
  const text = 'kopi 22rb, parkir 2rb'
  const exchanges = remembered(
    [record('2', { text, amount: 2_000 }), record('1', { text, amount: 22_000 })],
    'budi',
  )
  expect(exchanges).toHaveLength(1)
  expect(exchanges[0]?.transactions.map(({ id }) => id)).toEqual(['1', '2'])
  expect(exchanges[0]).toMatchObject({ text, by: null, viaTelegram: false, state: 'done' })
})

test('the same words said twice, or by two people, are two exchanges', () => {
  const later = record('2', { recorded: '2026-11-22T05:00:00Z' })
  const other = record('3', { member: { id: 'sari', name: 'Sari' }, channel: 'telegram' })
  const exchanges = remembered([other, later, record('1', {})], 'budi')
  expect(exchanges.map(({ by, viaTelegram }) => [by, viaTelegram])).toEqual([
    ['Sari', true],
    [null, false],
    [null, false],
  ])
})

test('what was never a message is no part of the conversation', () => {
  expect(remembered([record('1', { text: null, type: 'adjustment' })], 'budi')).toEqual([])
})
