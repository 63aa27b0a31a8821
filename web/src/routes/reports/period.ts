import { formatDay, formatMonth, plusDays, type Day, type Language } from '../../lib/days'

/** What a report is about: a named period around a day, or days of one's own. */
export type Asked = { period: 'week' | 'payday' | 'year'; day?: Day } | { from: Day; to: Day }

export interface Run {
  readonly from: Day
  readonly to: Day
}

/** The reports, each at an address of its own. */
export const VIEWS = [
  { view: 'summary', path: '/reports' },
  { view: 'compare', path: '/reports/compare' },
  { view: 'trend', path: '/reports/trend' },
  { view: 'calendar', path: '/reports/calendar' },
  { view: 'worth', path: '/reports/worth' },
] as const

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** The period in the address; the household's month around today when it names none. */
export function askedIn(query: URLSearchParams): Asked {
  const day = dayIn(query, 'day')
  const [from, to] = [dayIn(query, 'from'), dayIn(query, 'to')]
  if (from !== null && to !== null && from <= to) return { from, to }
  const period = query.get('period')
  const named = period === 'week' || period === 'year' ? period : 'payday'
  return day === null ? { period: named } : { period: named, day }
}

function dayIn(query: URLSearchParams, name: string): Day | null {
  const text = query.get(name)
  return text !== null && DAY.test(text) && !Number.isNaN(Date.parse(text)) ? text : null
}

/** The address of a report about these days. */
export function addressOf(asked: Asked, path = '/reports'): string {
  return `${path}?${new URLSearchParams({ ...asked }).toString()}`
}

/** The same address with something else in its query; an empty value takes its name away. */
export function changed(path: string, query: URLSearchParams, change: Record<string, string>): string {
  const next = new URLSearchParams({ ...Object.fromEntries(query), ...change })
  for (const [name, value] of Object.entries(change)) if (value === '') next.delete(name)
  const text = next.toString()
  return text === '' ? path : `${path}?${text}`
}

/** A calendar month as days. */
export function monthRun(month: string): Run {
  const next = plusDays(`${month}-28`, 4).slice(0, 7)
  return { from: `${month}-01`, to: plusDays(`${next}-01`, -1) }
}

/** The same length before (-1) or after (+1) the days that are shown. */
export function beside(asked: Asked, shown: Run, step: -1 | 1): Asked {
  if ('period' in asked) {
    return { period: asked.period, day: step < 0 ? plusDays(shown.from, -1) : plusDays(shown.to, 1) }
  }
  const length = (Date.parse(shown.to) - Date.parse(shown.from)) / 86_400_000 + 1
  return { from: plusDays(shown.from, step * length), to: plusDays(shown.to, step * length) }
}

/** `November`, `2026`, or its first and last day. */
export function nameOf({ from, to }: Run, language: Language, today: Day): string {
  if (from.endsWith('-01-01') && to === `${from.slice(0, 4)}-12-31`) return from.slice(0, 4)
  const isMonth =
    from.endsWith('-01') && plusDays(to, 1).endsWith('-01') && from.slice(0, 7) === to.slice(0, 7)
  if (isMonth) return formatMonth(from, language, today)
  if (from === to) return formatDay(from, language, today)
  return `${formatDay(from, language, today)} – ${formatDay(to, language, today)}`
}

/** `12,5%`: thousandths as a person reads them. */
export function percent(permille: number, language: Language): string {
  const [whole, rest] = [Math.trunc(Math.abs(permille) / 10), Math.abs(permille) % 10]
  const mark = language === 'id' ? ',' : '.'
  return `${String(whole)}${rest === 0 ? '' : mark + String(rest)}%`
}

/** Where a value lies between nothing and the greatest, in thousandths, for drawing only. */
export function scaled(value: number, greatest: number): number {
  return greatest <= 0 ? 0 : Math.max(0, Math.round((value / greatest) * 1000))
}

/** The same days a year earlier. */
export function yearBefore({ from, to }: Run): Run {
  return { from: lastYear(from), to: lastYear(to) }
}

/** The 29th of February has no day a year earlier: the 28th stands for it. */
function lastYear(day: Day): Day {
  const year = String(Number(day.slice(0, 4)) - 1).padStart(4, '0')
  return `${year}-${day.slice(5) === '02-29' ? '02-28' : day.slice(5)}`
}

/** How many months a report over time may look back. */
export const COUNTS = [3, 6, 12, 24] as const
export type Count = (typeof COUNTS)[number]

export function countIn(query: URLSearchParams, otherwise: Count = 6): Count {
  const asked = Number(query.get('count'))
  return COUNTS.find((count) => count === asked) ?? otherwise
}

/** How many days after Monday. */
export function weekday(day: Day): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
}

/**
 * How deep a day's ground is, from 0 for nothing to 4, by its place among the days that cost something: one
 * very dear day leaves the others apart.
 */
export function heatOf(amounts: readonly number[]): (amount: number) => number {
  const spent = amounts.filter((amount) => amount > 0).sort((a, b) => a - b)
  return (amount) => {
    if (amount <= 0) return 0
    const below = spent.filter((other) => other < amount).length
    return 1 + Math.trunc((below * 4) / spent.length)
  }
}
