/** A length of time in the two largest units that it has. */
export interface Length {
  readonly days: number
  readonly hours: number
  readonly minutes: number
  readonly seconds: number
}

/** `3 j 12 m`, not `3 j 12 m 5 d`: what is smaller than the second unit is let go. */
export function lengthOf(total: number): Length {
  const [days, hours] = [Math.trunc(total / 86_400), Math.trunc(total / 3_600) % 24]
  const minutes = Math.trunc(total / 60) % 60
  if (days > 0) return { days, hours, minutes: 0, seconds: 0 }
  if (hours > 0) return { days: 0, hours, minutes, seconds: 0 }
  return { days: 0, hours: 0, minutes, seconds: total % 60 }
}

/** The units that there are, each with its name; nothing at all is no seconds. */
export function inUnits(
  { days, hours, minutes, seconds }: Length,
  names: Readonly<Record<keyof Length, string>>,
): string {
  const parts = Object.entries({ days, hours, minutes, seconds }).filter(([, count]) => count > 0)
  if (parts.length === 0) return `0 ${names.seconds}`
  return parts.map(([unit, count]) => `${String(count)} ${names[unit as keyof Length]}`).join(' ')
}
