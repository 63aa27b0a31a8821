import { expect, test } from 'vitest'
import { lineOf } from './balance-line'

/** Where a path begins and ends. */
function ends(path: string): string[] {
  const numbers = path.match(/-?\d+(\.\d+)?,-?\d+(\.\d+)?/g) ?? []
  return [numbers[0] ?? '', numbers.at(-1) ?? '']
}

test('values run from left to right, the most at the top and nothing at the bottom', () => {
  const { line, zero } = lineOf([0, 50, 100], 600, 100)
  expect(ends(line)).toEqual(['0,100', '600,0'])
  expect(zero).toBe(100)
})

test('a debt hangs below nothing', () => {
  const { line, zero } = lineOf([100, -100], 10, 100)
  expect(ends(line)).toEqual(['0,0', '10,100'])
  expect(zero).toBe(50)
})

test('one value is a level line, and nothing at all lies at the bottom', () => {
  expect(ends(lineOf([7], 10, 100).line)).toEqual(['0,0', '10,0'])
  expect(ends(lineOf([0, 0], 10, 100).line)).toEqual(['0,100', '10,100'])
})
