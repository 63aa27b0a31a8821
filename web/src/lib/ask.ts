import type { SearchPart, TransactionType } from '../api/types'
import type { Day, Language } from './days'

/** What records are asked for, as the search's own language writes it. What is left out may be anything. */
export interface Ask {
  readonly words?: string
  readonly type?: TransactionType
  /** By their names, as all below. */
  readonly wallet?: string
  readonly category?: string
  readonly member?: string
  readonly tag?: string
  readonly from?: Day
  readonly to?: Day
  /** Days as they are spoken of: `bulan lalu`. */
  readonly days?: string
  /** In the family's currency, in its minor unit, which is written out by the caller. */
  readonly atLeast?: string
  readonly atMost?: string
  readonly withPhoto?: boolean
}

const FIELDS = {
  id: {
    type: 'tipe',
    wallet: 'dompet',
    category: 'kategori',
    member: 'oleh',
    from: 'sejak',
    to: 'sampai',
    day: 'tanggal',
    photo: 'ada:foto',
  },
  en: {
    type: 'type',
    wallet: 'wallet',
    category: 'category',
    member: 'by',
    from: 'since',
    to: 'until',
    day: 'date',
    photo: 'has:photo',
  },
} as const

const TYPES: Readonly<Record<Language, Readonly<Record<TransactionType, string>>>> = {
  id: { expense: 'keluar', income: 'masuk', transfer: 'transfer', adjustment: 'penyesuaian' },
  en: { expense: 'expense', income: 'income', transfer: 'transfer', adjustment: 'adjustment' },
}

/** The text of a search for these: `kategori:"Makanan & Minuman" sejak:2026-11-01`. */
export function textOf(ask: Ask, language: Language): string {
  const fields = FIELDS[language]
  const parts = [
    ask.words?.trim() ?? '',
    ask.type === undefined ? '' : `${fields.type}:${TYPES[language][ask.type]}`,
    field(fields.category, ask.category),
    field(fields.wallet, ask.wallet),
    field(fields.member, ask.member),
    ask.tag === undefined ? '' : `#${ask.tag}`,
    ask.days ?? '',
    ...daysOf(ask, fields),
    ask.atLeast === undefined ? '' : `>=${ask.atLeast}`,
    ask.atMost === undefined ? '' : `<=${ask.atMost}`,
    ask.withPhoto === true ? fields.photo : '',
  ]
  return parts.filter((part) => part !== '').join(' ')
}

/** The address of the records that are asked for. */
export function addressOf(ask: Ask, language: Language): string {
  return addressOfText(textOf(ask, language))
}

export function addressOfText(text: string): string {
  return text === '' ? '/transactions' : `/transactions?${new URLSearchParams({ q: text }).toString()}`
}

/** The address of one record, opened over the list of its day. */
export function addressOfEntry(entry: { id: string; day: Day }, language: Language): string {
  const q = textOf({ from: entry.day, to: entry.day }, language)
  return `/transactions?${new URLSearchParams({ q, open: entry.id }).toString()}`
}

function daysOf({ from, to }: Ask, fields: (typeof FIELDS)[Language]): string[] {
  if (from !== undefined && from === to) return [`${fields.day}:${from}`]
  return [from === undefined ? '' : `${fields.from}:${from}`, to === undefined ? '' : `${fields.to}:${to}`]
}

/** A name of several words, or with marks in it, stands in quotes. */
function field(name: string, value: string | undefined): string {
  if (value === undefined || value === '') return ''
  return /^[\p{L}\p{N}]+$/u.test(value) ? `${name}:${value}` : `${name}:"${value.replaceAll('"', '')}"`
}

/** What turns the next part around, when it does not begin with a minus. */
const TURNS = new Set(['kecuali', 'selain', 'except', 'without'])

/** A search without one of the parts that it was understood as. */
export function without(text: string, part: SearchPart): string {
  const words = text.trim().split(/\s+/)
  const gone = part.text.split(/\s+/)
  const at = words.findIndex((_, start) => gone.every((word, offset) => words[start + offset] === word))
  if (at < 0) return text
  const turned = part.negated && at > 0 && TURNS.has((words[at - 1] ?? '').toLowerCase()) ? 1 : 0
  words.splice(at - turned, gone.length + turned)
  return words.join(' ')
}

/** A search with these parts of it taken out and others put in. */
export function replaced(text: string, gone: readonly SearchPart[], ask: Ask, language: Language): string {
  const rest = gone.reduce((left, part) => without(left, part), text)
  return textOf({ ...ask, words: rest }, language)
}
