import { expect, test } from 'vitest'
import { inUnits, lengthOf } from './length'

const NAMES = { days: 'h', hours: 'j', minutes: 'm', seconds: 'd' }

test.each([
  [0, '0 d'],
  [59, '59 d'],
  [60, '1 m'],
  [61, '1 m 1 d'],
  [3_600, '1 j'],
  [11_525, '3 j 12 m'],
  [86_399, '23 j 59 m'],
  [90_061, '1 h 1 j'],
])('%i seconds are %s', (seconds, said) => {
  expect(inUnits(lengthOf(seconds), NAMES)).toBe(said)
})
