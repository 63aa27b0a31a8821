import { expect, test } from 'vitest'
import { tagOf } from './tag'

const rows: [string, string | null][] = [
  ['lebaran', 'lebaran'],
  ['#Lebaran', 'lebaran'],
  [' mudik-2026 ', 'mudik-2026'],
  ['', null],
  ['#', null],
  ['dua kata', 'dua-kata'],
  ['_mudik__jauh', 'mudik-jauh'],
  ['-', null],
  ['a,b', null],
  ['a'.repeat(24), 'a'.repeat(24)],
  ['a'.repeat(25), null],
]

test.each(rows)('%j is %j', (typed, tag) => {
  expect(tagOf(typed)).toBe(tag)
})
