import type { Category, Member, SearchPart, TransactionType, Wallet } from '../../api/types'
import { replaced, type Ask } from '../../lib/ask'
import type { Day, Language } from '../../lib/days'
import { formatPlain } from '../../lib/money'
import { categoryName } from '../../ui/names'

/** What can be chosen without knowing how to write it. Empty: anything. */
export interface Filters {
  type: TransactionType | ''
  /** By their names, which is how a search knows them. */
  wallet: string
  category: string
  member: string
  /** Days as they are spoken of, or `own`, which the next two say. */
  days: string
  from: Day
  to: Day
  atLeast: number | null
  atMost: number | null
  withPhoto: boolean
}

export const NO_FILTERS: Filters = {
  type: '',
  wallet: '',
  category: '',
  member: '',
  days: '',
  from: '',
  to: '',
  atLeast: null,
  atMost: null,
  withPhoto: false,
}

/** The days that most people ask for, as a search says them. */
export const SPOKEN_DAYS: Readonly<Record<Language, readonly string[]>> = {
  id: ['hari ini', 'minggu ini', 'bulan ini', 'bulan lalu', 'tahun ini'],
  en: ['today', 'this week', 'this month', 'last month', 'this year'],
}

interface Known {
  wallets: readonly Wallet[]
  categories: readonly Category[]
  members: readonly Member[]
}

/** What a search was understood to ask for, as far as it can be chosen, too. */
export function filtersOf(parts: readonly SearchPart[], known: Known, language: Language): Filters {
  const valueOf = (means: SearchPart['means']): string | null => {
    const part = parts.find((part) => part.means === means && !part.negated)
    return part === undefined ? null : plain(part.text)
  }
  const named = <T>(value: string | null, all: readonly T[], name: (one: T) => string): string => {
    const found = value === null ? undefined : all.find((one) => plain(name(one)) === value)
    return found === undefined ? '' : name(found)
  }
  const days = parts.filter(({ means, negated }) => means === 'days' && !negated)
  const spoken = valueOf('days')
  const category = valueOf('category')
  return {
    ...NO_FILTERS,
    type: typeOf(valueOf('type')),
    wallet: named(valueOf('wallet'), known.wallets, ({ name }) => name),
    category: named(category, known.categories, (one) => categoryName(one, one.slug, language)),
    member: named(valueOf('by'), known.members, ({ name }) => name),
    days: SPOKEN_DAYS[language].find((days) => days === spoken) ?? (days.length > 0 ? 'own' : ''),
    ...bounds(days),
    withPhoto: valueOf('attachment') !== null,
  }
}

function typeOf(word: string | null): TransactionType | '' {
  const words: Record<TransactionType, readonly string[]> = {
    expense: ['keluar', 'pengeluaran', 'expense'],
    income: ['masuk', 'pemasukan', 'income'],
    transfer: ['transfer'],
    adjustment: ['penyesuaian', 'adjustment'],
  }
  const types = Object.keys(words) as TransactionType[]
  return types.find((type) => word !== null && words[type].includes(word)) ?? ''
}

/** The first and last of the days that all parts leave. */
function bounds(parts: readonly SearchPart[]): { from: Day; to: Day } {
  const froms = parts.map(({ days }) => days?.from ?? '').filter((day) => day > '1970-01-01')
  const tos = parts.map(({ days }) => days?.to ?? '').filter((day) => day !== '' && day < '9000-01-01')
  return { from: froms.sort().at(-1) ?? '', to: tos.sort()[0] ?? '' }
}

/** Without its field's name, sign and quotes, in lower case. */
function plain(text: string): string {
  return text
    .replace(/^[^:=]+[:=]/, '')
    .replace(/^[@#]/, '')
    .replaceAll('"', '')
    .toLowerCase()
}

/** Which meaning of a search's parts each choice stands for. */
const MEANINGS: Readonly<Record<keyof Filters, SearchPart['means']>> = {
  type: 'type',
  wallet: 'wallet',
  category: 'category',
  member: 'by',
  days: 'days',
  from: 'days',
  to: 'days',
  atLeast: 'amount',
  atMost: 'amount',
  withPhoto: 'attachment',
}

/** A search with what was chosen otherwise than before put in place of what it said about that. */
export function searchWith(
  text: string,
  parts: readonly SearchPart[],
  before: Filters,
  chosen: Filters,
  about: { language: Language; currency: string },
): string {
  const names = Object.keys(MEANINGS) as (keyof Filters)[]
  const differing = names.filter((name) => chosen[name] !== before[name]).map((name) => MEANINGS[name])
  const isChanged = (means: SearchPart['means']): boolean => differing.includes(means)
  const gone = parts.filter(({ means, negated }) => !negated && isChanged(means))
  const money = (amount: number | null): { text?: string } =>
    amount === null ? {} : { text: formatPlain({ amount, currency: about.currency }) }
  const [atLeast, atMost] = [money(chosen.atLeast).text, money(chosen.atMost).text]
  const isOwn = chosen.days === 'own'
  const ask: Ask = {
    ...(isChanged('type') && chosen.type !== '' ? { type: chosen.type } : {}),
    ...(isChanged('wallet') ? { wallet: chosen.wallet } : {}),
    ...(isChanged('category') ? { category: chosen.category } : {}),
    ...(isChanged('by') ? { member: chosen.member } : {}),
    ...(isChanged('days') && !isOwn ? { days: chosen.days } : {}),
    ...(isChanged('days') && isOwn && chosen.from !== '' ? { from: chosen.from } : {}),
    ...(isChanged('days') && isOwn && chosen.to !== '' ? { to: chosen.to } : {}),
    ...(isChanged('amount') && atLeast !== undefined ? { atLeast } : {}),
    ...(isChanged('amount') && atMost !== undefined ? { atMost } : {}),
    ...(isChanged('attachment') && chosen.withPhoto ? { withPhoto: true } : {}),
  }
  return replaced(text, gone, ask, about.language)
}
