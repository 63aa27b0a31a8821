/** The family's days, as the appliance writes them: `2026-11-22`. A day has no zone; an instant has. */
export type Day = string

export type Language = 'id' | 'en'

const LOCALES: Readonly<Record<Language, string>> = { id: 'id-ID', en: 'en-GB' }

/** The day it is now in the family's zone, whatever the phone's own zone. */
export function todayIn(zone: string, now: Date = new Date()): Day {
  const parts = partsOf(now, 'en-GB', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return `${parts.year.padStart(4, '0')}-${parts.month}-${parts.day}`
}

export function plusDays(day: Day, days: number): Day {
  const date = utc(day)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** `2026-11`, the calendar month of a day. */
export function monthOf(day: Day): string {
  return day.slice(0, 7)
}

/** The first day of the calendar month before this day's. */
export function monthBefore(day: Day): Day {
  return `${monthOf(plusDays(`${monthOf(day)}-01`, -1))}-01`
}

/** `Min, 22 Nov`; with the year when it is not this one. */
export function formatDay(day: Day, language: Language, today: Day): string {
  const parts = partsOf(utc(day), LOCALES[language], {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })
  const year = day.slice(0, 4) === today.slice(0, 4) ? '' : ` ${parts.year}`
  return `${parts.weekday}, ${parts.day} ${parts.month}${year}`
}

/** `22 Nov`; with the year when it is not this one. */
export function formatDate(day: Day, language: Language, today: Day): string {
  const parts = partsOf(utc(day), LOCALES[language], {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })
  const year = day.slice(0, 4) === today.slice(0, 4) ? '' : ` ${parts.year}`
  return `${parts.day} ${parts.month}${year}`
}

/** `November`; with the year when it is not this one. */
export function formatMonth(
  day: Day,
  language: Language,
  today: Day,
  width: 'long' | 'short' = 'long',
): string {
  const parts = partsOf(utc(day), LOCALES[language], { timeZone: 'UTC', month: width, year: 'numeric' })
  return day.slice(0, 4) === today.slice(0, 4) ? parts.month : `${parts.month} ${parts.year}`
}

/** `1–28 Okt`, `25 Okt – 5 Nov`, `28 Nov`: a run of days in few letters; with the year when it is not this one. */
export function formatRun({ from, to }: { from: Day; to: Day }, language: Language, today: Day): string {
  const [first, last] = [from, to].map((day) =>
    partsOf(utc(day), LOCALES[language], {
      timeZone: 'UTC',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
    }),
  ) as [Parts, Parts]
  const year = to.slice(0, 4) === today.slice(0, 4) ? '' : ` ${last.year}`
  const end = `${last.day} ${last.month}${year}`
  if (from === to) return end
  if (monthOf(from) === monthOf(to)) return `${first.day}\u2013${end}`
  const firstYear = from.slice(0, 4) === to.slice(0, 4) ? '' : ` ${first.year}`
  return `${first.day} ${first.month}${firstYear} \u2013 ${end}`
}

/** How many days lie from one to another, both counted. */
export function daysIn({ from, to }: { from: Day; to: Day }): number {
  return Math.round((utc(to).getTime() - utc(from).getTime()) / 86_400_000) + 1
}

/** The wall clock in the family's zone: `11.02` in Indonesian, `11:02` in English. */
export function formatTime(instant: string, language: Language, zone: string): string {
  const parts = partsOf(new Date(instant), 'en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' })
  return `${parts.hour}${language === 'id' ? '.' : ':'}${parts.minute}`
}

function utc(day: Day): Date {
  return new Date(`${day}T00:00:00Z`)
}

type Parts = Record<'weekday' | 'day' | 'month' | 'year' | 'hour' | 'minute', string>

function partsOf(date: Date, locale: string, options: Intl.DateTimeFormatOptions): Parts {
  const parts: Parts = { weekday: '', day: '', month: '', year: '', hour: '', minute: '' }
  for (const { type, value } of new Intl.DateTimeFormat(locale, options).formatToParts(date)) {
    if (type in parts) parts[type as keyof Parts] = value
  }
  return parts
}
