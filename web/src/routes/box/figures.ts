import type { BoxReading } from '../../api/types'

/** What the box is measured by, in the order in which it is shown. */
export const QUANTITIES = [
  'own_memory',
  'memory_free',
  'disk_free',
  'warmth',
  'requests',
  'failed',
  'waiting',
] as const satisfies readonly (keyof BoxReading)[]
export type Quantity = (typeof QUANTITIES)[number]

/** One quantity at one moment. */
export interface Measured {
  readonly at: string
  readonly amount: number
}

/** A quantity over time, without the moments at which it could not be measured. */
export function measured(items: readonly BoxReading[], quantity: Quantity): Measured[] {
  return items.flatMap((item) => {
    const amount = item[quantity]
    return amount === null ? [] : [{ at: item.at, amount }]
  })
}

/** What an hour came to. */
export interface Hour {
  /** The moment of its first reading. */
  readonly at: string
  readonly least: number
  readonly most: number
  readonly sum: number
}

/** Hour by hour, the newest first: what is measured every few minutes makes no table that anybody reads. */
export function hours(points: readonly Measured[], hourOf: (at: string) => string): Hour[] {
  const found = new Map<string, Hour>()
  for (const { at, amount } of points) {
    const hour = hourOf(at)
    const so = found.get(hour)
    found.set(hour, {
      at: so?.at ?? at,
      least: Math.min(so?.least ?? amount, amount),
      most: Math.max(so?.most ?? amount, amount),
      sum: (so?.sum ?? 0) + amount,
    })
  }
  return [...found.values()].reverse()
}

/** The least and the most of them; of nothing, nothing. */
export function range(points: readonly Measured[]): { least: number; most: number } | null {
  if (points.length === 0) return null
  const amounts = points.map(({ amount }) => amount)
  return { least: Math.min(...amounts), most: Math.max(...amounts) }
}
