import { expect, test } from 'vitest'
import { formatShort } from './short'

test('an amount is cut to what the edge of a chart has room for', () => {
  const rows: [number, string, string, string][] = [
    [0, 'IDR', '0', '0'],
    [950, 'IDR', '950', '950'],
    [15_000, 'IDR', '15\u00a0rb', '15k'],
    [15_900, 'IDR', '15,9\u00a0rb', '15.9k'],
    [1_299_999, 'IDR', '1,2\u00a0jt', '1.2m'],
    [850_400, 'IDR', '850\u00a0rb', '850k'],
    [-4_812_000, 'IDR', '\u22124,8\u00a0jt', '\u22124.8m'],
    [1_000_000_000_000, 'IDR', '1\u00a0T', '1tn'],
    [2_500_000_000_000_000, 'IDR', '2500\u00a0T', '2500tn'],
    [123_456, 'USD', '1,2\u00a0rb', '1.2k'],
    [99, 'USD', '0', '0'],
  ]
  for (const [amount, currency, id, en] of rows) {
    expect(formatShort({ amount, currency }, 'id')).toBe(id)
    expect(formatShort({ amount, currency }, 'en')).toBe(en)
  }
})

test('and to less where there is hardly any room', () => {
  const tight = (amount: number): string => formatShort({ amount, currency: 'IDR' }, 'id', { tight: true })
  expect([950, 1_500, 86_500, 125_000, 1_250_000, 12_500_000].map(tight)).toEqual([
    '950',
    '1,5rb',
    '86rb',
    '125rb',
    '1,2jt',
    '12jt',
  ])
})
