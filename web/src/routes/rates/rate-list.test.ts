import { expect, test } from 'vitest'
import { byCurrency } from './rate-list'

test('a rate holds until the day before the next one of its currency', () => {
  const rates = [
    { currency: 'USD', day: '2026-11-20', micros: 2 },
    { currency: 'SAR', day: '2026-01-01', micros: 9 },
    { currency: 'USD', day: '2026-11-01', micros: 1 },
    { currency: 'USD', day: '2026-12-01', micros: 3 },
  ]
  expect(byCurrency(rates, '2026-11-28')).toEqual([
    { currency: 'SAR', rates: [{ currency: 'SAR', day: '2026-01-01', micros: 9, until: null, now: true }] },
    {
      currency: 'USD',
      rates: [
        { currency: 'USD', day: '2026-12-01', micros: 3, until: null, now: false },
        { currency: 'USD', day: '2026-11-20', micros: 2, until: '2026-11-30', now: true },
        { currency: 'USD', day: '2026-11-01', micros: 1, until: '2026-11-19', now: false },
      ],
    },
  ])
})
