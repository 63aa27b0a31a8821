import axe from 'axe-core'
import { expect, test } from 'vitest'
import type { Theme } from '../support/browser'
import { round, WAYS } from '../support/round'
import { onExample } from '../support/stage'
import { tell } from './report'

/** What axe finds on every page, counted, as a table: `npm run axe`. */
const WITHIN_MS = 2_400_000

onExample()

test('every page is looked at and told about', { timeout: WITHIN_MS }, async () => {
  const columns: string[] = []
  /** By page, and for each by column; a page that is looked at twice counts once for each. */
  const counts = new Map<string, Map<string, number>>()
  const all: string[] = []
  const note = (path: string, column: string, found: readonly string[]): void => {
    if (!columns.includes(column)) columns.push(column)
    const row = counts.get(path) ?? new Map<string, number>()
    counts.set(path, row.set(column, (row.get(column) ?? 0) + found.length))
    all.push(...found.map((one) => `${path}, ${column}: ${one}`))
  }
  for (const way of WAYS) {
    const [language, size] = way
    const column = (theme: Theme): string => [size, language, ...(theme === 'dark' ? [theme] : [])].join(' ')
    await round(way, async (visitor, { path, themes }) => {
      for (const theme of themes) note(path, column(theme), await visitor.findings(theme))
    })
  }
  const rows = [...counts].map(([path, row]) => [
    `\`${path}\``,
    ...columns.map((column) => (row.has(column) ? String(row.get(column)) : '–')),
  ])
  await tell(
    'axe',
    ['page', ...columns],
    rows,
    `axe ${axe.version}, how many places it finds fault with, by all its rules, in the dark by those of colour; ` +
      `${String(rows.length)} pages, on the example family, its home and its deletion also with a week left.`,
  )
  expect(all).toEqual([])
})
