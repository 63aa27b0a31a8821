import { expect, test } from 'vitest'
import { daysIn, formatDay, formatMonth, formatRun, formatTime, monthBefore, plusDays, todayIn } from './days'

test('today is the familys, not the phones', () => {
  const lateEvening = new Date('2026-11-21T17:30:00Z')
  expect(todayIn('Asia/Jakarta', lateEvening)).toBe('2026-11-22')
  expect(todayIn('UTC', lateEvening)).toBe('2026-11-21')
  expect(todayIn('Asia/Jayapura', new Date('2026-12-31T15:00:00Z'))).toBe('2027-01-01')
})

test('days step over months, years and leap days', () => {
  expect(plusDays('2026-11-30', 1)).toBe('2026-12-01')
  expect(plusDays('2027-01-01', -1)).toBe('2026-12-31')
  expect(plusDays('2028-02-28', 1)).toBe('2028-02-29')
  expect(monthBefore('2026-01-31')).toBe('2025-12-01')
  expect(monthBefore('2026-11-22')).toBe('2026-10-01')
})

test('a day is written short, with its year only when it differs', () => {
  expect(formatDay('2026-11-22', 'id', '2026-11-30')).toBe('Min, 22 Nov')
  expect(formatDay('2026-11-22', 'en', '2026-11-30')).toBe('Sun, 22 Nov')
  expect(formatDay('2025-11-23', 'id', '2026-11-30')).toBe('Min, 23 Nov 2025')
})

test('months and clocks speak the persons language', () => {
  expect(formatMonth('2026-11-01', 'id', '2026-11-30')).toBe('November')
  expect(formatMonth('2025-08-01', 'id', '2026-11-30')).toBe('Agustus 2025')
  expect(formatTime('2026-11-22T04:02:00Z', 'id', 'Asia/Jakarta')).toBe('11.02')
  expect(formatTime('2026-11-22T04:02:00Z', 'en', 'Asia/Jakarta')).toBe('11:02')
})

test.each([
  ['2026-10-01', '2026-10-28', '1–28 Okt', '1–28 Oct'],
  ['2026-10-25', '2026-11-05', '25 Okt – 5 Nov', '25 Oct – 5 Nov'],
  ['2026-11-22', '2026-11-22', '22 Nov', '22 Nov'],
  ['2025-12-01', '2025-12-31', '1–31 Des 2025', '1–31 Dec 2025'],
  ['2025-12-25', '2026-01-24', '25 Des 2025 – 24 Jan', '25 Dec 2025 – 24 Jan'],
])('the days from %s to %s are a run in few letters', (from, to, indonesian, english) => {
  expect(formatRun({ from, to }, 'id', '2026-11-22')).toBe(indonesian)
  expect(formatRun({ from, to }, 'en', '2026-11-22')).toBe(english)
})

test('a run counts both of its ends', () => {
  expect(daysIn({ from: '2026-11-01', to: '2026-11-01' })).toBe(1)
  expect(daysIn({ from: '2026-02-01', to: '2026-03-01' })).toBe(29)
})

test.each(['id', 'en'] as const)('the names in %s are those that the browser knows', (language) => {
  const known = new Intl.DateTimeFormat(language === 'id' ? 'id-ID' : 'en-GB', {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })
  const months = new Intl.DateTimeFormat(language === 'id' ? 'id-ID' : 'en-GB', {
    timeZone: 'UTC',
    month: 'long',
  })
  for (let day = '2026-01-01'; day < '2027-01-01'; day = plusDays(day, 5)) {
    const parts = Object.fromEntries(
      known.formatToParts(new Date(day)).map(({ type, value }) => [type, value]),
    )
    const { weekday = '', day: date = '', month = '' } = parts
    expect(formatDay(day, language, '2026-06-01')).toBe(`${weekday}, ${date} ${month}`)
    expect(formatMonth(day, language, '2026-06-01', 'short')).toBe(month)
    expect(formatMonth(day, language, '2026-06-01')).toBe(months.format(new Date(day)))
  }
})

test.each([
  'Asia/Jakarta',
  'Asia/Pontianak',
  'Asia/Makassar',
  'Asia/Jayapura',
  'Europe/Berlin',
  'America/New_York',
])('the clock in %s is the one that the browser knows', (zone) => {
  const known = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  for (const month of ['01', '04', '07', '10']) {
    const instant = `2026-${month}-15T17:45:00Z`
    const said = `${todayIn(zone, new Date(instant))} ${formatTime(instant, 'en', zone)}`
    expect(said).toBe(known.format(new Date(instant)))
  }
})
