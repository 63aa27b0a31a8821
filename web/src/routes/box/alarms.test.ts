import { expect, test } from 'vitest'
import type { Alarm } from '../../api/types'
import { inOrder, knownBy } from './alarms'

const AT = '2026-11-22T04:02:11.250Z'

function alarm(code: Alarm['code'], since: string, acknowledged = false): Alarm {
  return { code, what: '', since, told: null, acknowledged }
}

test('who knows of a trouble', () => {
  expect(knownBy({ told: null, acknowledged: false })).toBe('nobody')
  expect(knownBy({ told: AT, acknowledged: false })).toBe('owners')
  expect(knownBy({ told: AT, acknowledged: true })).toBe('handled')
  // Somebody was quicker than the box.
  expect(knownBy({ told: null, acknowledged: true })).toBe('handled')
})

test('what nobody looks after is read first', () => {
  const alarms = [
    alarm('disk', '2026-11-22T04:00:00Z', true),
    alarm('clock', '2026-11-22T04:05:00.5Z'),
    alarm('queue', '2026-11-22T04:05:00Z'),
  ]
  expect(inOrder(alarms).map(({ code }) => code)).toEqual(['queue', 'clock', 'disk'])
})
