import { expect, test } from 'vitest'
import type { CheckedItem } from '../../api/types'
import { grouped, type Verdict } from './groups'

const item = (id: string, verdict: Verdict): CheckedItem => ({
  id,
  verdict,
  title: id,
  evidence: 'seen',
  advice: null,
  proof: null,
  manual: 'docs/doctor.md',
})

test('the worst is read first, and every item stands in one part', () => {
  const items = [
    item('S1', 'warn'),
    item('S2', 'pass'),
    item('S7', 'n/a'),
    item('I2', 'fail'),
    item('T4', 'warn'),
  ]
  const { troubles, passed, notApplicable } = grouped(items)
  expect(troubles.map(({ id }) => id)).toEqual(['I2', 'S1', 'T4'])
  expect(passed.map(({ id }) => id)).toEqual(['S2'])
  expect(notApplicable.map(({ id }) => id)).toEqual(['S7'])
})
