import { describe, expect, it, test } from 'vitest'
import { formatMoney, formatPlain, formatSigned, parseMoney, percentOf } from './money'

describe('writing', () => {
  const rows: [number, string, string][] = [
    [0, 'IDR', 'Rp0'],
    [15, 'IDR', 'Rp15'],
    [999, 'IDR', 'Rp999'],
    [1000, 'IDR', 'Rp1.000'],
    [1_250_000, 'IDR', 'Rp1.250.000'],
    [1_000_000_000_000, 'IDR', 'Rp1.000.000.000.000'],
    [9_007_199_254_740_991, 'IDR', 'Rp9.007.199.254.740.991'],
    [-86_500, 'IDR', '−Rp86.500'],
    [1250, 'USD', 'USD 12,50'],
    [5, 'USD', 'USD 0,05'],
    [-123_456_789, 'USD', '−USD 1.234.567,89'],
    [1234, 'KWD', 'KWD 1,234'],
    [500, 'JPY', 'JPY 500'],
  ]
  test.each(rows)('%i %s is %s', (amount, currency, text) => {
    expect(formatMoney({ amount, currency }).replace('\u00a0', ' ')).toBe(text)
  })

  it('shows a sign when asked, and none on nothing', () => {
    expect(formatSigned({ amount: 8_500_000, currency: 'IDR' })).toBe('+Rp8.500.000')
    expect(formatSigned({ amount: -15_000, currency: 'IDR' })).toBe('−Rp15.000')
    expect(formatSigned({ amount: 0, currency: 'IDR' })).toBe('Rp0')
    expect(formatPlain({ amount: -15_000, currency: 'IDR' })).toBe('−15.000')
  })
})

describe('reading', () => {
  const rows: [string, string, number | null][] = [
    ['15000', 'IDR', 15_000],
    ['15.000', 'IDR', 15_000],
    ['15,000', 'IDR', 15_000],
    ['Rp15.000', 'IDR', 15_000],
    ['rp. 15.000,-', 'IDR', 15_000],
    ['Rp 15.000,00', 'IDR', 15_000],
    ['15rb', 'IDR', 15_000],
    ['15 ribu', 'IDR', 15_000],
    ['15k', 'IDR', 15_000],
    ['2,5rb', 'IDR', 2_500],
    ['1,5jt', 'IDR', 1_500_000],
    ['1.5 juta', 'IDR', 1_500_000],
    ['1.250rb', 'IDR', 1_250_000],
    ['1,2345678jt', 'IDR', null],
    ['2m', 'IDR', 2_000_000_000],
    ['-20.000', 'IDR', -20_000],
    ['−20.000', 'IDR', -20_000],
    ['-Rp20.000', 'IDR', -20_000],
    ['0', 'IDR', 0],
    ['-0', 'IDR', 0],
    ['15', 'IDR', 15],
    ['12,50', 'USD', 1250],
    ['12.5', 'USD', 1250],
    ['USD 12,50', 'USD', 1250],
    ['1.234,56', 'USD', 123_456],
    ['12', 'USD', 1200],
    ['12,505', 'USD', 1_250_500],
    ['12,5051', 'USD', null],
    ['', 'IDR', null],
    ['Rp', 'IDR', null],
    ['lima belas', 'IDR', null],
    ['15,5', 'IDR', null],
    ['1.50.000', 'IDR', null],
    ['15..000', 'IDR', null],
    ['15rb lagi', 'IDR', null],
    ['99999999999999999', 'IDR', null],
  ]
  test.each(rows)('%j in %s is %j', (typed, currency, amount) => {
    expect(parseMoney(typed, currency)).toBe(amount)
  })

  it('takes back everything it writes', () => {
    for (const currency of ['IDR', 'USD', 'KWD']) {
      for (const amount of [0, 1, 999, 1000, 123_456, 10_000_000, 999_999_999_999_999, -45_000]) {
        expect(parseMoney(formatMoney({ amount, currency }), currency)).toBe(amount)
      }
    }
  })
})

test('a share is a whole percent, and nothing of nothing is no share', () => {
  expect(percentOf(62, 100)).toBe(62)
  expect(percentOf(2, 3)).toBe(66)
  expect(percentOf(9_000_000_000_000_000, 4_500_000_000_000_000)).toBe(200)
  expect(percentOf(0, 10)).toBe(0)
  expect(percentOf(5, 0)).toBeNull()
})
