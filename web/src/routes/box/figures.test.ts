import { expect, test } from 'vitest'
import type { BoxReading } from '../../api/types'
import { hours, measured, range } from './figures'

const reading = (at: string, own_memory: number | null, requests = 0): BoxReading => ({
  at,
  own_memory,
  memory_free: null,
  disk_free: null,
  warmth: null,
  waiting: 0,
  requests,
  failed: 0,
})

const READINGS = [
  reading('2026-11-28T09:50:00Z', 30, 2),
  reading('2026-11-28T09:55:00Z', null, 3),
  reading('2026-11-28T10:00:00Z', 50, 5),
  reading('2026-11-28T10:05:00Z', 40, 7),
]

test('what could not be measured is left out, and is no nothing', () => {
  expect(measured(READINGS, 'own_memory').map(({ amount }) => amount)).toEqual([30, 50, 40])
  expect(measured(READINGS, 'warmth')).toEqual([])
  expect(measured(READINGS, 'waiting').map(({ amount }) => amount)).toEqual([0, 0, 0, 0])
})

test('hours come newest first, each with its least, its most and its sum', () => {
  const hourOf = (at: string): string => at.slice(0, 13)
  expect(hours(measured(READINGS, 'own_memory'), hourOf)).toEqual([
    { at: '2026-11-28T10:00:00Z', least: 40, most: 50, sum: 90 },
    { at: '2026-11-28T09:50:00Z', least: 30, most: 30, sum: 30 },
  ])
  expect(hours(measured(READINGS, 'requests'), hourOf).map(({ sum }) => sum)).toEqual([12, 5])
})

test('a range is of what there is', () => {
  expect(range(measured(READINGS, 'own_memory'))).toEqual({ least: 30, most: 50 })
  expect(range([])).toBeNull()
})
