import { expect, test } from 'vitest'
import { grouped } from './count'

test('thousands are set apart', () => {
  expect([0, 999, 1000, 1_234_567].map((count) => grouped(count, '.'))).toEqual([
    '0',
    '999',
    '1.000',
    '1.234.567',
  ])
  expect(grouped(1_000_000, ',')).toBe('1,000,000')
})
