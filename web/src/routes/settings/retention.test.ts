import { expect, test } from 'vitest'
import { forgetsMore, offeredFor } from './retention'

const now = { messages_months: null, pictures_months: 12, draft_hours: null, bin_days: 30, log_days: 180 }

test('what holds now is offered, in its place', () => {
  expect(offeredFor('bin_days', 45)).toEqual([7, 30, 45, 90, 365])
  expect(offeredFor('messages_months', null).at(-1)).toBeNull()
})

test('shorter forgets more, longer and the same do not', () => {
  expect(forgetsMore(now, now)).toBe(false)
  expect(forgetsMore(now, { ...now, messages_months: 60 })).toBe(true)
  expect(forgetsMore(now, { ...now, pictures_months: null })).toBe(false)
  expect(forgetsMore(now, { ...now, pictures_months: 6 })).toBe(true)
  expect(forgetsMore(now, { ...now, bin_days: 7 })).toBe(true)
  expect(forgetsMore(now, { ...now, draft_hours: 24 })).toBe(false)
})
