import { expect, test } from 'vitest'
import { actsFor, actsOf, RECORD_ACTS } from './webhook'

test('no acts are all acts, and what else a program chose is told as some', () => {
  expect(actsOf([])).toBe('all')
  expect(actsOf([...RECORD_ACTS].reverse())).toBe('records')
  expect(actsOf(['record'])).toBe('some')
  expect(actsOf([...RECORD_ACTS, 'join'])).toBe('some')
})

test('what is chosen is told back', () => {
  expect(actsOf(actsFor('all'))).toBe('all')
  expect(actsOf(actsFor('records'))).toBe('records')
})
