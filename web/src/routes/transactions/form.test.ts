import { expect, test } from 'vitest'
import type { Amendment, NewTransaction, ReadItem, Reading, Transaction } from '../../api/types'
import {
  amendmentOf,
  blankForm,
  filedAs,
  formOf,
  guessOf,
  isReady,
  messageOf,
  newTransactionOf,
  type EntryForm,
} from './form'

const BAKSO = {
  id: '01M2',
  type: 'expense',
  amount: 15_000,
  currency: 'IDR',
  category: 'makanan',
  description: 'Bakso',
  lines: [{ amount: 15_000, category: 'makanan', description: 'Bakso' }],
  wallet: { id: 'gopay', name: 'GoPay' },
  to_wallet: null,
  received: null,
  fee: null,
  day: '2026-11-22',
  person: null,
  note: null,
  tags: ['lebaran'],
  paid_by: { id: 'ibu', name: 'Ibu' },
  for_whom: [{ id: 'adik', name: 'Adik' }],
  secret_until: '2026-12-24',
} as unknown as Transaction

const TOP_UP = {
  ...BAKSO,
  type: 'transfer',
  lines: [],
  to_wallet: { id: 'bca', name: 'BCA' },
  fee: 2_500,
} as unknown as Transaction

test.each<[string, Partial<EntryForm>, Amendment]>([
  ['nothing', {}, {}],
  ['only spaces', { description: ' Bakso ', tags: ' #Lebaran ' }, {}],
  ['the amount', { amount: 18_000 }, { amount: 18_000 }],
  ['the day and the wallet', { day: '2026-11-21', wallet: 'bca' }, { day: '2026-11-21', wallet: 'bca' }],
  ['what kind it is', { type: 'income', category: 'refund' }, { type: 'income', category: 'refund' }],
  ['tags', { tags: 'lebaran, #mudik' }, { tags: ['lebaran', 'mudik'] }],
  ['for all again', { for_whom: [] }, { for_whom: [] }],
  ['who paid', { paid_by: 'ayah' }, { paid_by: 'ayah' }],
  [
    'paid by whoever wrote it, and no secret',
    { paid_by: '', secret_until: '' },
    { clear: ['paid_by', 'secret_until'] },
  ],
  ['a note', { note: ' Pak Min ' }, { note: 'Pak Min' }],
  ['whose money came back', { refund_of: 'sepatu' }, { refund_of: 'sepatu' }],
])('of a change of %s only that is sent', (_, change, sent) => {
  expect(amendmentOf({ ...formOf(BAKSO), ...change }, BAKSO)).toEqual(sent)
})

test('one thing that became several is sent line by line', () => {
  const lines = [
    { amount: 10_000, category: 'makanan', description: 'Bakso ' },
    { amount: 5_000, category: 'makanan', description: 'Es teh' },
  ]
  expect(amendmentOf({ ...formOf(BAKSO), lines }, BAKSO)).toEqual({
    lines: [
      { amount: 10_000, category: 'makanan', description: 'Bakso' },
      { amount: 5_000, category: 'makanan', description: 'Es teh' },
    ],
  })
})

test.each<[string, Partial<EntryForm>, Amendment]>([
  ['another wallet to go to', { to_wallet: 'ovo' }, { to_wallet: 'ovo' }],
  ['no fee', { fee: null }, { fee: 0 }],
  ['another fee', { fee: 6_500 }, { fee: 6_500 }],
  ['what arrived', { received: 100 }, { received: 100 }],
])('of a transfer with %s only that is sent', (_, change, sent) => {
  expect(amendmentOf({ ...formOf(TOP_UP), ...change }, TOP_UP)).toEqual(sent)
})

test('it is ready when it has an amount, a day, and two wallets to move between', () => {
  expect(isReady(formOf(BAKSO))).toBe(true)
  expect(isReady({ ...formOf(BAKSO), amount: null })).toBe(false)
  expect(isReady({ ...formOf(BAKSO), amount: 0 })).toBe(false)
  expect(isReady({ ...formOf(BAKSO), day: '' })).toBe(false)
  expect(isReady(formOf(TOP_UP))).toBe(true)
  expect(isReady({ ...formOf(TOP_UP), to_wallet: 'gopay' })).toBe(false)
})

test('a refund that is none says so', () => {
  const refund = { ...BAKSO, type: 'income', refund_of: 'sepatu' } as unknown as Transaction
  expect(amendmentOf({ ...formOf(refund), refund_of: '' }, refund)).toEqual({ clear: ['refund_of'] })
})

const BLANK = blankForm('2026-11-22', 'cash')
const MADE = { wallet: 'cash', day: '2026-11-22' }

test.each<[string, Partial<EntryForm>, NewTransaction]>([
  [
    'an amount',
    { amount: 15_000, description: ' Bakso ', category: 'makanan' },
    { ...MADE, type: 'expense', amount: 15_000, description: 'Bakso', category: 'makanan' },
  ],
  [
    'several things',
    {
      lines: [
        { amount: 10_000, category: 'makanan', description: 'Bakso ' },
        { amount: 2_000, category: 'transport', description: 'Parkir' },
      ],
    },
    {
      ...MADE,
      type: 'expense',
      lines: [
        { amount: 10_000, category: 'makanan', description: 'Bakso' },
        { amount: 2_000, category: 'transport', description: 'Parkir' },
      ],
    },
  ],
  [
    'money that came back',
    { type: 'income', amount: 50_000, category: 'refund', refund_of: 'sepatu' },
    { ...MADE, type: 'income', amount: 50_000, category: 'refund', refund_of: 'sepatu' },
  ],
  [
    'no refund after all',
    { type: 'expense', amount: 50_000, refund_of: 'sepatu' },
    { ...MADE, type: 'expense', amount: 50_000, category: 'lainnya' },
  ],
  [
    'a transfer with what it cost',
    { type: 'transfer', amount: 100_000, to_wallet: 'bca', fee: 2_500 },
    { ...MADE, type: 'transfer', amount: 100_000, to_wallet: 'bca', fee: 2_500 },
  ],
  [
    'everything else',
    { amount: 1, tags: '#Lebaran', for_whom: ['adik'], paid_by: 'ibu', person: ' Budi ', note: ' x ' },
    {
      ...MADE,
      type: 'expense',
      amount: 1,
      category: 'lainnya',
      tags: ['lebaran'],
      for_whom: ['adik'],
      paid_by: 'ibu',
      person: 'Budi',
      note: 'x',
    },
  ],
])('a new record of %s says that and no more', (_, said, sent) => {
  expect(newTransactionOf({ ...BLANK, ...said })).toEqual(sent)
})

test.each([
  ['expense', 'makanan', 'makanan'],
  ['expense', 'gaji', 'lainnya'],
  ['income', 'makanan', 'pemasukan-lain'],
  ['transfer', 'makanan', 'makanan'],
] as const)('as %s, %s is filed under %s', (type, category, kept) => {
  const offered = [{ slug: 'makanan' }, { slug: 'lainnya' }, { slug: 'pemasukan-lain' }]
  expect(filedAs(type, type === 'income' ? offered.slice(2) : offered, category)).toBe(kept)
})

test.each<[string, Partial<EntryForm>, string]>([
  ['nothing is said', {}, ''],
  ['only spaces', { description: '  ' }, ''],
  ['words alone take an everyday sum', { description: ' bensin ' }, 'bensin 15000'],
  ['words and their sum', { description: 'listrik', amount: 500_000 }, 'listrik 500000'],
  ['a transfer has no category', { type: 'transfer', description: 'isi saldo' }, ''],
])('the message of a form: %s', (_, said, message) => {
  expect(messageOf({ ...blankForm('2026-11-22', 'cash'), ...said })).toBe(message)
})

test('a guess is of one record of the same type', () => {
  const reading = (...items: Partial<ReadItem>[]): Reading => ({ transactions: items }) as unknown as Reading
  const fuel = { type: 'expense', category: 'transportasi' } as const
  expect(guessOf(reading(fuel), 'expense')).toBe('transportasi')
  expect(guessOf(reading(fuel), 'income')).toBeNull()
  expect(guessOf(reading(fuel, fuel), 'expense')).toBeNull()
  expect(guessOf(reading(), 'expense')).toBeNull()
  expect(guessOf(null, 'expense')).toBeNull()
})
