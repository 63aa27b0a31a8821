import { expect, test } from 'vitest'
import { sameStretch } from './stretch'

const november = {
  now: { from: '2026-11-01', to: '2026-11-30' },
  then: { from: '2026-10-01', to: '2026-10-31' },
}
const march = {
  now: { from: '2026-03-01', to: '2026-03-31' },
  then: { from: '2026-02-01', to: '2026-02-28' },
}

test('the month so far stands against as many days of the one before', () => {
  expect(sameStretch(november, '2026-11-22')).toEqual({
    from: '2026-11-01',
    to: '2026-11-22',
    with_from: '2026-10-01',
    with_to: '2026-10-22',
  })
  expect(sameStretch(november, '2026-11-01')).toMatchObject({ to: '2026-11-01', with_to: '2026-10-01' })
})

test('a month that was shorter is taken whole, and one that is over as well', () => {
  expect(sameStretch(march, '2026-03-30')).toMatchObject({ to: '2026-03-30', with_to: '2026-02-28' })
  expect(sameStretch(november, '2026-12-02')).toMatchObject({ to: '2026-11-30', with_to: '2026-10-30' })
})
