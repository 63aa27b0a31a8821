import type { Language } from '../../lib/days'

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** `24 kB`, `1,5 MB`: a number of bytes as a person reads it, in steps of a thousand as disks are sold. */
export function formatSize(bytes: number, language: Language): string {
  let [size, unit] = [bytes, 0]
  // What rounds to a thousand is one of the next.
  while (Math.round(size) >= 1000 && unit < UNITS.length - 1) {
    size /= 1000
    unit += 1
  }
  const digits = unit > 1 && size < 10 ? 1 : 0
  const said = size.toLocaleString(language === 'id' ? 'id-ID' : 'en-GB', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
  })
  return `${said} ${UNITS[unit] ?? ''}`
}
