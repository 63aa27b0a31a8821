/** Minutes of a day, as a field for times has them: 1320 is `22:00`. */
export function clockOf(minutes: number): string {
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60]
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

/** The other way round; null for what is no time. */
export function minutesOf(clock: string): number | null {
  const found = /^(\d{2}):(\d{2})/.exec(clock)
  if (found === null) return null
  const [hour, minute] = [Number(found[1]), Number(found[2])]
  return hour < 24 && minute < 60 ? hour * 60 + minute : null
}
