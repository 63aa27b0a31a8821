import { expect, test } from 'vitest'
import { formatSize } from './size'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1 kB'],
  [24_193, '24 kB'],
  [999_499, '999 kB'],
  [999_500, '1,0 MB'],
  [1_540_000, '1,5 MB'],
  [48_200_000, '48 MB'],
  [3_200_000_000, '3,2 GB'],
  [5_000_000_000_000_000, '5000 TB'],
])('%i bytes are %s', (bytes, said) => {
  expect(formatSize(bytes, 'id')).toBe(said)
})

test('English has a point', () => {
  expect(formatSize(1_540_000, 'en')).toBe('1.5 MB')
})
