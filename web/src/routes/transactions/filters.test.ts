import { expect, test } from 'vitest'
import type { Category, SearchPart, Wallet } from '../../api/types'
import { filtersOf, NO_FILTERS, searchWith } from './filters'

const known = {
  wallets: [{ name: 'GoPay' }, { name: 'Kartu Kredit' }] as Wallet[],
  categories: [
    { slug: 'makanan', name_id: 'Makanan & Minuman', name_en: 'Food & Drink' },
    { slug: 'belanja', name_id: 'Belanja', name_en: 'Shopping' },
  ] as Category[],
  members: [],
}

const part = (text: string, means: SearchPart['means'], days: SearchPart['days'] = null): SearchPart => ({
  text,
  means,
  negated: false,
  days,
})

test('what a search says is what is chosen when the filters open', () => {
  const parts = [
    part('@gopay', 'wallet'),
    part('kategori:"Makanan & Minuman"', 'category'),
    part('tipe:keluar', 'type'),
    part('bulan lalu', 'days', { from: '2026-10-01', to: '2026-10-31' }),
  ]
  expect(filtersOf(parts, known, 'id')).toMatchObject({
    type: 'expense',
    wallet: 'GoPay',
    category: 'Makanan & Minuman',
    days: 'bulan lalu',
  })
})

test('days of one’s own are shown from both of their ends', () => {
  const parts = [
    part('sejak:2026-11-05', 'days', { from: '2026-11-05', to: '9999-12-31' }),
    part('sampai:2026-11-20', 'days', { from: '1970-01-01', to: '2026-11-20' }),
  ]
  expect(filtersOf(parts, known, 'id')).toMatchObject({ days: 'own', from: '2026-11-05', to: '2026-11-20' })
})

test('what turns a part around is nothing that was chosen', () => {
  const parts = [{ ...part('-@gopay', 'wallet'), negated: true }]
  expect(filtersOf(parts, known, 'id')).toEqual(NO_FILTERS)
})

const about = { language: 'id', currency: 'IDR' } as const

test('only what was chosen otherwise is written anew', () => {
  const parts = [part('@gopay', 'wallet'), part('bulan lalu', 'days')]
  const before = filtersOf(parts, known, 'id')
  expect(searchWith('bakso @gopay bulan lalu', parts, before, before, about)).toBe('bakso @gopay bulan lalu')
  const chosen = { ...before, wallet: 'Kartu Kredit' }
  expect(searchWith('bakso @gopay bulan lalu', parts, before, chosen, about)).toBe(
    'bakso bulan lalu dompet:"Kartu Kredit"',
  )
  expect(searchWith('bakso @gopay', parts, before, { ...before, wallet: '' }, about)).toBe('bakso')
})

test('amounts and days of one’s own are written as people write them', () => {
  const chosen = { ...NO_FILTERS, days: 'own', from: '2026-11-01', atLeast: 50_000, atMost: 1_000_000 }
  expect(searchWith('', [], NO_FILTERS, chosen, about)).toBe('sejak:2026-11-01 >=50.000 <=1.000.000')
})
