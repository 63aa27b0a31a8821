import { expect, test } from 'vitest'
import type { AuditEntry } from '../../api/types'
import { auditEn } from '../../words/audit.en'
import { auditId } from '../../words/audit.id'
import { byDay, KINDS } from './kinds'

function entry(at: string): AuditEntry {
  return {
    at,
    kind: 'record',
    outcome: 'done',
    member: null,
    whom: null,
    channel: 'web',
    address: null,
    device: null,
    change: 1,
    transactions: [],
  }
}

test('entries stay in their order, a heading for each day', () => {
  const entries = ['2026-11-22T09:00:00Z', '2026-11-22T01:00:00Z', '2026-11-20T08:00:00Z'].map(entry)
  const days = byDay(entries, (at) => at.slice(0, 10))
  expect(days.map(({ day, entries }) => [day, entries.length])).toEqual([
    ['2026-11-22', 2],
    ['2026-11-20', 1],
  ])
  expect(byDay([], (at) => at)).toEqual([])
})

test('every kind has its words, and is in one group at most', () => {
  const grouped = [...KINDS.money, ...KINDS.doors, ...KINDS.people]
  expect(new Set(grouped).size).toBe(grouped.length)
  expect(Object.keys(auditId.kinds)).toEqual(Object.keys(auditEn.kinds))
  expect(grouped.every((kind) => kind in auditId.kinds)).toBe(true)
})
