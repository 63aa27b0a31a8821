import { expect, test } from 'vitest'
import { areSame, areWhole, tagsIn } from './lines'

test('tags are words, however they are written', () => {
  const rows: [string, string[]][] = [
    ['#Lebaran, kantor', ['lebaran', 'kantor']],
    ['  rumah-baru   rumah-baru ', ['rumah-baru']],
    ['', []],
    ['# ,', []],
  ]
  for (const [text, tags] of rows) expect(tagsIn(text), text).toEqual(tags)
})

test('lines are whole when each has an amount', () => {
  const line = { amount: 5_000, category: 'makanan', description: 'Bakso' }
  expect(areWhole([line])).toBe(true)
  expect(areWhole([line, { ...line, amount: null }])).toBe(false)
  expect(areWhole([{ ...line, amount: 0 }])).toBe(false)
  expect(areWhole([])).toBe(false)
  expect(areSame([line], [{ ...line, description: 'Bakso' }])).toBe(true)
  expect(areSame([{ ...line, description: ' Bakso ' }], [line])).toBe(true)
  expect(areSame([line], [line, line])).toBe(false)
})
