import type { Transaction } from '../../api/types'

/** One line of an entry while it is written. */
export interface LineForm {
  amount: number | null
  category: string
  description: string
}

/** What a record is made of, to be written anew. */
export function linesOf(transaction: Transaction): LineForm[] {
  return transaction.lines.map(({ amount, category, description }) => ({ amount, category, description }))
}

/** Whether every line has an amount. */
export function areWhole(lines: readonly LineForm[]): boolean {
  return lines.length > 0 && lines.every(({ amount }) => amount !== null && amount > 0)
}

export function areSame(lines: readonly LineForm[], others: readonly LineForm[]): boolean {
  const said = (all: readonly LineForm[]) =>
    JSON.stringify(all.map(({ amount, category, description }) => [amount, category, description.trim()]))
  return said(lines) === said(others)
}

/** Tags as people write them, with or without `#`, to what the appliance keeps. */
export function tagsIn(text: string): string[] {
  const tags = text
    .split(/[\s,]+/)
    .map((tag) => tag.replace(/^#/, '').toLowerCase())
    .filter((tag) => tag !== '')
  return [...new Set(tags)]
}
