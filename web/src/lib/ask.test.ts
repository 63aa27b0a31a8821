import { expect, test } from 'vitest'
import type { SearchPart } from '../api/types'
import { addressOf, addressOfEntry, replaced, textOf, without, type Ask } from './ask'

test.each<[Ask, string, string]>([
  [{}, '', ''],
  [{ words: ' bakso ' }, 'bakso', 'bakso'],
  [{ type: 'expense' }, 'tipe:keluar', 'type:expense'],
  [{ wallet: 'GoPay' }, 'dompet:GoPay', 'wallet:GoPay'],
  [{ wallet: 'Kartu Kredit' }, 'dompet:"Kartu Kredit"', 'wallet:"Kartu Kredit"'],
  [
    { category: 'Makanan & Minuman', tag: 'lebaran' },
    'kategori:"Makanan & Minuman" #lebaran',
    'category:"Makanan & Minuman" #lebaran',
  ],
  [{ wallet: 'Dompet "lama"' }, 'dompet:"Dompet lama"', 'wallet:"Dompet lama"'],
  [{ from: '2026-11-01', to: '2026-11-01' }, 'tanggal:2026-11-01', 'date:2026-11-01'],
  [{ from: '2026-11-01' }, 'sejak:2026-11-01', 'since:2026-11-01'],
  [
    { from: '2026-11-01', to: '2026-11-30' },
    'sejak:2026-11-01 sampai:2026-11-30',
    'since:2026-11-01 until:2026-11-30',
  ],
  [
    { atLeast: '50000', atMost: '200000', withPhoto: true },
    '>=50000 <=200000 ada:foto',
    '>=50000 <=200000 has:photo',
  ],
])('%j is asked for as %s', (ask, indonesian, english) => {
  expect(textOf(ask, 'id')).toBe(indonesian)
  expect(textOf(ask, 'en')).toBe(english)
})

test('an address says what is asked for, and an entry opens over its day', () => {
  expect(addressOf({}, 'id')).toBe('/transactions')
  const address = new URL(addressOf({ category: 'Makanan & Minuman' }, 'id'), 'http://box')
  expect(address.searchParams.get('q')).toBe('kategori:"Makanan & Minuman"')
  const entry = new URL(addressOfEntry({ id: '01M2', day: '2026-11-22' }, 'id'), 'http://box')
  expect([...entry.searchParams]).toEqual([
    ['q', 'tanggal:2026-11-22'],
    ['open', '01M2'],
  ])
})

const part = (text: string, negated = false): SearchPart => ({ text, means: 'wallet', negated, days: null })

test.each([
  ['bakso  @gopay bulan lalu', part('@gopay'), 'bakso bulan lalu'],
  ['bakso @gopay bulan lalu', part('bulan lalu'), 'bakso @gopay'],
  ['kopi dompet:"Kartu Kredit"', part('dompet:"Kartu Kredit"'), 'kopi'],
  ['makan kecuali @gopay', part('@gopay', true), 'makan'],
  ['makan -@gopay', part('-@gopay', true), 'makan'],
  ['makan', part('@gopay'), 'makan'],
])('%s without a part', (text, gone, left) => {
  expect(without(text, gone)).toBe(left)
})

test('a filter takes the place of the one before, and leaves the words', () => {
  expect(replaced('bakso @gopay', [part('@gopay')], { wallet: 'BCA' }, 'id')).toBe('bakso dompet:BCA')
})
