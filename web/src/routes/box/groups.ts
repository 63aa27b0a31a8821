import type { CheckedItem } from '../../api/types'

export type Verdict = CheckedItem['verdict']

/** How bad a finding is: the worst is read first. */
const WEIGHT: Record<Verdict, number> = { fail: 0, warn: 1, pass: 2, 'n/a': 3 }

/** The items in the three parts of the page, each with the worst first and otherwise as they came. */
export function grouped(items: readonly CheckedItem[]): {
  troubles: CheckedItem[]
  passed: CheckedItem[]
  notApplicable: CheckedItem[]
} {
  const sorted = [...items].sort((a, b) => WEIGHT[a.verdict] - WEIGHT[b.verdict])
  return {
    troubles: sorted.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn'),
    passed: sorted.filter(({ verdict }) => verdict === 'pass'),
    notApplicable: sorted.filter(({ verdict }) => verdict === 'n/a'),
  }
}
