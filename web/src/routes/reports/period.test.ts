import { describe, expect, test } from 'vitest'
import {
  addressOf,
  askedIn,
  beside,
  changed,
  countIn,
  heatOf,
  monthRun,
  nameOf,
  percent,
  scaled,
  weekday,
  yearBefore,
} from './period'

describe('the period of a report', () => {
  test('is read from the address, whatever stands there', () => {
    const rows: [string, ReturnType<typeof askedIn>][] = [
      ['', { period: 'payday' }],
      ['period=week&day=2026-11-22', { period: 'week', day: '2026-11-22' }],
      ['period=decade', { period: 'payday' }],
      ['day=besok', { period: 'payday' }],
      ['from=2026-11-01&to=2026-11-30', { from: '2026-11-01', to: '2026-11-30' }],
      ['from=2026-11-30&to=2026-11-01&period=year', { period: 'year' }],
    ]
    for (const [query, expected] of rows) {
      expect(askedIn(new URLSearchParams(query)), query).toEqual(expected)
      expect(askedIn(new URLSearchParams(addressOf(expected).split('?')[1]))).toEqual(expected)
    }
  })

  test('has one before and one after', () => {
    const november = { from: '2026-11-01', to: '2026-11-30' }
    expect(beside({ period: 'payday' }, november, -1)).toEqual({ period: 'payday', day: '2026-10-31' })
    expect(beside({ period: 'payday' }, november, 1)).toEqual({ period: 'payday', day: '2026-12-01' })
    expect(beside(november, november, -1)).toEqual({ from: '2026-10-02', to: '2026-10-31' })
  })

  test('is called what people call it', () => {
    const today = '2026-11-22'
    expect(nameOf({ from: '2026-01-01', to: '2026-12-31' }, 'id', today)).toBe('2026')
    expect(nameOf({ from: '2026-11-01', to: '2026-11-30' }, 'id', today)).toBe('November')
    expect(nameOf({ from: '2026-10-25', to: '2026-11-24' }, 'id', today)).toBe('Min, 25 Okt – Sel, 24 Nov')
  })
})

test('thousandths are read as percent', () => {
  expect(percent(566, 'id')).toBe('56,6%')
  expect(percent(-430, 'en')).toBe('43%')
  expect(scaled(50, 200)).toBe(250)
  expect(scaled(5, 0)).toBe(0)
})

test('a month, a year earlier and the days of a week are counted in days', () => {
  expect(monthRun('2028-02')).toEqual({ from: '2028-02-01', to: '2028-02-29' })
  expect(monthRun('2026-12')).toEqual({ from: '2026-12-01', to: '2026-12-31' })
  expect(yearBefore({ from: '2028-02-01', to: '2028-02-29' })).toEqual({
    from: '2027-02-01',
    to: '2027-02-28',
  })
  expect(weekday('2026-11-23')).toBe(0)
  expect(weekday('2026-11-29')).toBe(6)
})

test('the months to look back are among those offered', () => {
  expect(countIn(new URLSearchParams('count=24'))).toBe(24)
  expect(countIn(new URLSearchParams('count=5'))).toBe(6)
  expect(countIn(new URLSearchParams(), 12)).toBe(12)
})

test('one dear day does not make the others alike', () => {
  const amounts = [0, 10, 20, 30, 40, 5_000]
  expect(amounts.map(heatOf(amounts))).toEqual([0, 1, 1, 2, 3, 4])
  expect([7, 7].map(heatOf([7, 7]))).toEqual([1, 1])
})

test('one part of an address changes and the others stay', () => {
  const query = new URLSearchParams('count=12&category=makanan')
  expect(changed('/reports/trend', query, { count: '24' })).toBe('/reports/trend?count=24&category=makanan')
  expect(changed('/reports/trend', query, { category: '' })).toBe('/reports/trend?count=12')
  expect(changed('/reports', new URLSearchParams('with=year'), { with: '' })).toBe('/reports')
})
