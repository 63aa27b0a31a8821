import { expect, test } from 'vitest'
import { newHousehold, NewFamily, stepOf, zoneOf } from './new-family.svelte'

test('the family has the phone’s zone where that is one of the three', () => {
  expect(zoneOf('Asia/Jayapura')).toBe('Asia/Jayapura')
  expect(zoneOf('Asia/Ujung_Pandang')).toBe('Asia/Makassar')
  expect(zoneOf('Europe/Amsterdam')).toBe('Asia/Jakarta')
})

test('each step waits for what it asks', () => {
  const family = new NewFamily()
  expect(family.ready(1)).toBe(false)
  family.household = ' Keluarga Santoso '
  expect(family.ready(1)).toBe(true)

  family.owner = 'Budi'
  family.password = 'kucing hijau naik becak'
  family.again = 'kucing hijau'
  expect(family.ready(2)).toBe(false)
  family.again = family.password
  expect(family.ready(2)).toBe(true)

  family.picked = {}
  expect(family.ready(3)).toBe(false)
  family.picked = { Cash: null, BCA: 5_200_000 }
  expect(family.ready(3)).toBe(true)
  expect(newHousehold(family, 'code', 'id')).toMatchObject({
    household: 'Keluarga Santoso',
    owner: 'Budi',
    wallets: [
      { template: 'Cash', balance: 0 },
      { template: 'BCA', balance: 5_200_000 },
    ],
  })
})

test('what was refused leads back to its step', () => {
  expect(stepOf(['zone'])).toBe(1)
  expect(stepOf(['owner'])).toBe(2)
  expect(stepOf(['password'])).toBe(2)
  expect(stepOf(['wallets'])).toBe(3)
  expect(stepOf([])).toBe(3)
})
