import { expect, test } from 'vitest'
import { inOrder } from './order'

test('those who decide come first, then who came earlier', () => {
  const members = [
    { name: 'Naya', role: 'child', joined: '2026-11-22T04:00:00Z' },
    { name: 'Ibu', role: 'adult', joined: '2026-11-22T04:00:00.5Z' },
    { name: 'Ayah', role: 'owner', joined: '2026-11-22T05:00:00Z' },
    { name: 'Eyang', role: 'adult', joined: '2026-11-22T03:00:00Z' },
  ] as const
  expect(inOrder(members).map(({ name }) => name)).toEqual(['Ayah', 'Eyang', 'Ibu', 'Naya'])
})
