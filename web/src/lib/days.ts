/** The family's days, as the appliance writes them: `2026-11-22`. A day has no zone; an instant has. */
export type Day = string

export type Language = 'id' | 'en'

/** As the browser itself would write them, without the tables of every language that it loads for that. */
const NAMES: Readonly<
  Record<Language, { months: readonly string[]; short: readonly string[]; days: readonly string[] }>
> = {
  id: {
    months: 'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember'.split(
      ' ',
    ),
    short: 'Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des'.split(' '),
    days: 'Min Sen Sel Rab Kam Jum Sab'.split(' '),
  },
  en: {
    months: 'January February March April May June July August September October November December'.split(
      ' ',
    ),
    short: 'Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec'.split(' '),
    days: 'Sun Mon Tue Wed Thu Fri Sat'.split(' '),
  },
}

/** Hours ahead of Greenwich in Indonesia, the same all year. Other zones are looked up in the browser's tables. */
const AHEAD: Readonly<Record<string, number>> = {
  'Asia/Jakarta': 7,
  'Asia/Pontianak': 7,
  'Asia/Makassar': 8,
  'Asia/Jayapura': 9,
}

/** The day it is now in the family's zone, whatever the phone's own zone. */
export function todayIn(zone: string, now: Date = new Date()): Day {
  return wallClock(now, zone).toISOString().slice(0, 10)
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
  return `${NAMES[language].days[utc(day).getUTCDay()] ?? ''}, ${formatDate(day, language, today)}`
}

/** `22 Nov`; with the year when it is not this one. */
export function formatDate(day: Day, language: Language, today: Day): string {
  return dateOf(day, language) + (yearOf(day) === yearOf(today) ? '' : ` ${yearOf(day)}`)
}

/** `November`; with the year when it is not this one. */
export function formatMonth(
  day: Day,
  language: Language,
  today: Day,
  width: 'long' | 'short' = 'long',
): string {
  const names = NAMES[language][width === 'long' ? 'months' : 'short']
  const name = names[utc(day).getUTCMonth()] ?? ''
  return yearOf(day) === yearOf(today) ? name : `${name} ${yearOf(day)}`
}

/** `1–28 Okt`, `25 Okt – 5 Nov`, `28 Nov`: a run of days in few letters; with the year when it is not this one. */
export function formatRun({ from, to }: { from: Day; to: Day }, language: Language, today: Day): string {
  const end = formatDate(to, language, today)
  if (from === to) return end
  if (monthOf(from) === monthOf(to)) return `${String(utc(from).getUTCDate())}\u2013${end}`
  return `${formatDate(from, language, to)} \u2013 ${end}`
}

/** How many days lie from one to another, both counted. */
export function daysIn({ from, to }: { from: Day; to: Day }): number {
  return Math.round((utc(to).getTime() - utc(from).getTime()) / 86_400_000) + 1
}

/** The wall clock in the family's zone: `11.02` in Indonesian, `11:02` in English. */
export function formatTime(instant: string, language: Language, zone: string): string {
  const [hour, minute] = wallClock(new Date(instant), zone).toISOString().slice(11, 16).split(':')
  return `${hour ?? ''}${language === 'id' ? '.' : ':'}${minute ?? ''}`
}

/** `22 Nov` */
function dateOf(day: Day, language: Language): string {
  const date = utc(day)
  return `${String(date.getUTCDate())} ${NAMES[language].short[date.getUTCMonth()] ?? ''}`
}

function yearOf(day: Day): string {
  return day.slice(0, 4)
}

function utc(day: Day): Date {
  return new Date(`${day}T00:00:00Z`)
}

/** What the clock on a wall there shows, as if that wall were in Greenwich. */
function wallClock(now: Date, zone: string): Date {
  const ahead = AHEAD[zone]
  if (ahead !== undefined) return new Date(now.getTime() + ahead * 3_600_000)
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(now)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts
  return new Date(Date.UTC(year, month - 1, day, hour, minute))
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** Made once for each zone: that takes a browser longer than a hundred uses. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known !== undefined) return known
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  clocks.set(timeZone, clock)
  return clock
}
