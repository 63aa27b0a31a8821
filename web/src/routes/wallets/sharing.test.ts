import { expect, test } from 'vitest'
import type { Sharing } from '../../api/types'
import { grantedTo, heldBy, mayShare, seenBy, seers } from './sharing'

const ayah = { id: 'ayah', role: 'owner' } as const
const ibu = { id: 'ibu', role: 'adult' } as const
const dinda = { id: 'dinda', role: 'child' } as const
const all = [ayah, ibu, dinda]

const family: Sharing = { holder: null, others: 'full', grants: [] }
const hers: Sharing = { holder: 'ibu', others: 'private', grants: [{ member: 'ayah', sees: 'monthly_sum' }] }

test("the family's wallet is seen by all but the children, who need it given", () => {
  expect(all.map((one) => seenBy(family, one))).toEqual(['full', 'full', 'private'])
  expect(seenBy(grantedTo(family, 'dinda', 'full'), dinda)).toBe('full')
})

test("somebody's own wallet shows the others what it says, and each what they were given", () => {
  expect(all.map((one) => seenBy(hers, one))).toEqual(['monthly_sum', 'full', 'private'])
  expect(seenBy(grantedTo(hers, 'ayah', null), ayah)).toBe('private')
})

test('who decides', () => {
  const decide = (sharing: Sharing): boolean[] => all.map((one) => mayShare(sharing, one, all))
  expect(decide(family)).toEqual([true, false, false])
  expect(decide(hers)).toEqual([false, true, false])
  expect(decide({ ...family, holder: 'dinda' })).toEqual([true, true, false])
  // Whose holder has left is the owner's to decide.
  expect(decide({ ...family, holder: 'gone' })).toEqual([true, false, false])
})

test('a holder needs nothing granted, and what becomes the family’s is seen in full', () => {
  expect(heldBy(hers, 'ayah')).toEqual({ holder: 'ayah', others: 'private', grants: [] })
  expect(heldBy(hers, null)).toEqual({ holder: null, others: 'full', grants: hers.grants })
})

test('a member is granted one thing', () => {
  expect(grantedTo(hers, 'ayah', 'full').grants).toEqual([{ member: 'ayah', sees: 'full' }])
})

test('those who see the same are named together, and who sees nothing is not', () => {
  const named = all.map((one) => ({ ...one, name: one.id }))
  expect(seers(family, named)).toEqual([{ level: 'full', names: ['ayah', 'ibu'] }])
  expect(seers(hers, named)).toEqual([
    { level: 'full', names: ['ibu'] },
    { level: 'monthly_sum', names: ['ayah'] },
  ])
})
