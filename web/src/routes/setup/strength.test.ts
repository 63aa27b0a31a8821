import { expect, test } from 'vitest'
import { strengthOf, type Strength } from './strength'

const rows: [string, Strength][] = [
  ['', 'short'],
  ['kopi 22', 'short'],
  ['kopikopi', 'weak'],
  ['aaaaaaaaaaaa', 'weak'],
  ['password2026', 'weak'],
  ['keluarga santoso', 'weak'],
  ['Budi Santoso 77', 'weak'],
  ['kucing hijau', 'fair'],
  ['kucing hijau naik becak', 'strong'],
]

test.each(rows)('%j is %s', (password, strength) => {
  expect(strengthOf(password, ['Santoso', 'Budi', ''])).toBe(strength)
})
