/** How many hues a chart has; what comes after shares one that means "the rest". */
export const HUES = 6

/** The class of the hue of the part at this place, the greatest first: `hue-1` … `hue-6`, `hue-rest`. */
export function hue(place: number): string {
  return place < HUES ? `hue-${String(place + 1)}` : 'hue-rest'
}

/** Something that divides a whole. */
export interface Part {
  readonly key: string
  readonly name: string
  readonly amount: number
}

/**
 * The parts that a chart tells apart, and one for all the others together. A single other is itself: calling it
 * "the rest" would only hide its name.
 */
export function told<T extends Part>(parts: readonly T[]): { told: readonly T[]; rest: readonly T[] } {
  const most = parts.length === HUES + 1 ? HUES + 1 : HUES
  return { told: parts.slice(0, most), rest: parts.slice(most) }
}

export function sum(parts: readonly { amount: number }[]): number {
  return parts.reduce((total, { amount }) => total + amount, 0)
}
