import { expect, test } from 'vitest'
import { clockOf, minutesOf } from './minutes'

test.each([
  [0, '00:00'],
  [360, '06:00'],
  [1320, '22:00'],
  [1439, '23:59'],
])('%d minutes are %s, and back', (minutes, clock) => {
  expect(clockOf(minutes)).toBe(clock)
  expect(minutesOf(clock)).toBe(minutes)
})

test.each(['', '7:00', '24:00', '12:60', 'x'])('%s is no time', (text) => {
  expect(minutesOf(text)).toBeNull()
})
