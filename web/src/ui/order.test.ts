import { expect, test } from 'vitest'
import { moved } from './order'

const rows: [number, number, string][] = [
  [0, 0, 'abcd'],
  [0, 3, 'bcda'],
  [3, 0, 'dabc'],
  [1, 2, 'acbd'],
]

test.each(rows)('from place %i to place %i gives %s', (from, to, order) => {
  const things = ['a', 'b', 'c', 'd']
  expect(moved(things, from, to).join('')).toBe(order)
  expect(things.join('')).toBe('abcd')
})
