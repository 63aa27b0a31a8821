/** The zones that most families live in, by the names that they know them by. */
export const ZONES = [
  { zone: 'Asia/Jakarta', name: 'wib' },
  { zone: 'Asia/Makassar', name: 'wita' },
  { zone: 'Asia/Jayapura', name: 'wit' },
] as const

/** Every other zone that the browser knows, and the one that holds, whatever it is. */
export function zonesBeside(now: string): string[] {
  const all = new Set([...Intl.supportedValuesOf('timeZone'), now])
  for (const { zone } of ZONES) all.delete(zone)
  return [...all].sort()
}

/** The days that a month can begin on; 0 stands for months of the calendar, which begin on the 1st. */
export const PAYDAYS: readonly number[] = [0, ...Array.from({ length: 30 }, (_, at) => at + 2)]

/** How sure a reading must be to be recorded without asking, from asking often to asking seldom. */
export const CAREFUL = [
  { careful: 'often', threshold: 0.95 },
  { careful: 'usual', threshold: 0.85 },
  { careful: 'seldom', threshold: 0.7 },
] as const

export type Careful = (typeof CAREFUL)[number]['careful']

/** What is offered that comes nearest to what holds. */
export function carefulness(threshold: number): Careful {
  const far = (of: number): number => Math.abs(of - threshold)
  return CAREFUL.reduce<(typeof CAREFUL)[number]>(
    (nearest, one) => (far(one.threshold) < far(nearest.threshold) ? one : nearest),
    CAREFUL[1],
  ).careful
}
