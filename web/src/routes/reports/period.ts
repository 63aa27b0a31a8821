import { formatDay, formatMonth, plusDays, type Day, type Language } from '../../lib/days'

/** What a report is about: a named period around a day, or days of one's own. */
export type Asked = { period: 'week' | 'payday' | 'year'; day?: Day } | { from: Day; to: Day }

interface Run {
  from: Day
  to: Day
}

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

/** The address of a report. */
export function addressOf(asked: Asked): string {
  return `/reports?${new URLSearchParams({ ...asked }).toString()}`
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
