import { expect, test } from 'vitest'
import { CAREFUL, carefulness, PAYDAYS, ZONES, zonesBeside } from './household'

test('what holds is among what is offered, each zone once', () => {
  const beside = zonesBeside('Antarctica/Troll')
  expect(beside).toContain('Antarctica/Troll')
  expect(beside).toContain('Europe/Amsterdam')
  expect(new Set(beside).size).toBe(beside.length)
  for (const { zone } of ZONES) expect(zonesBeside(zone)).not.toContain(zone)
})

test('months begin on any day, the calendar ones first', () => {
  expect(PAYDAYS[0]).toBe(0)
  expect(PAYDAYS).not.toContain(1)
  expect(PAYDAYS.at(-1)).toBe(31)
  expect(PAYDAYS.length).toBe(31)
})

test('a threshold is shown as the one that is nearest', () => {
  for (const { careful, threshold } of CAREFUL) expect(carefulness(threshold)).toBe(careful)
  expect(carefulness(1)).toBe('often')
  expect(carefulness(0)).toBe('seldom')
  expect(carefulness(0.86)).toBe('usual')
})
