import { expect, test } from 'vitest'
import { byCurrency } from './rate-list'

const rate = (currency: string, day: string, micros: number) => ({ currency, day, micros, version: 1 })

test('a rate holds until the day before the next one of its currency', () => {
  const rates = [
    rate('USD', '2026-11-20', 2),
    rate('SAR', '2026-01-01', 9),
    rate('USD', '2026-11-01', 1),
    rate('USD', '2026-12-01', 3),
  ]
  expect(byCurrency(rates, '2026-11-28')).toEqual([
    { currency: 'SAR', rates: [{ ...rate('SAR', '2026-01-01', 9), until: null, now: true }] },
    {
      currency: 'USD',
      rates: [
        { ...rate('USD', '2026-12-01', 3), until: null, now: false },
        { ...rate('USD', '2026-11-20', 2), until: '2026-11-30', now: true },
        { ...rate('USD', '2026-11-01', 1), until: '2026-11-19', now: false },
      ],
    },
  ])
})
