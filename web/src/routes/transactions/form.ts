import type { Amendment, NewTransaction, Reading, Transaction, TransactionType } from '../../api/types'
import type { Day } from '../../lib/days'
import { areSame, areWhole, linesOf, tagsIn, type LineForm } from './lines'

/** A record while somebody changes it. Empty is nothing, as fields of a form have it. */
export interface EntryForm {
  type: TransactionType
  amount: number | null
  description: string
  category: string
  lines: LineForm[]
  wallet: string
  to_wallet: string
  /** What arrived in a wallet of another currency. */
  received: number | null
  fee: number | null
  day: Day
  person: string
  note: string
  /** As people write them. */
  tags: string
  paid_by: string
  for_whom: string[]
  /** The purchase whose money came back. */
  refund_of: string
  secret_until: Day
}

/** A record before anything is written. */
export function blankForm(day: Day, wallet: string): EntryForm {
  return {
    type: 'expense',
    amount: null,
    description: '',
    category: 'lainnya',
    lines: [],
    wallet,
    to_wallet: '',
    received: null,
    fee: null,
    day,
    person: '',
    note: '',
    tags: '',
    paid_by: '',
    for_whom: [],
    refund_of: '',
    secret_until: '',
  }
}

export function formOf(transaction: Transaction): EntryForm {
  return {
    type: transaction.type,
    amount: transaction.amount,
    description: transaction.description,
    category: transaction.category,
    lines: linesOf(transaction),
    wallet: transaction.wallet.id,
    to_wallet: transaction.to_wallet?.id ?? '',
    received: transaction.received,
    fee: transaction.fee,
    day: transaction.day,
    person: transaction.person ?? '',
    note: transaction.note ?? '',
    tags: transaction.tags.map((tag) => `#${tag}`).join(' '),
    paid_by: transaction.paid_by?.id ?? '',
    for_whom: transaction.for_whom.map(({ id }) => id),
    refund_of: transaction.refund_of ?? '',
    secret_until: transaction.secret_until ?? '',
  }
}

/** Whether it says enough to be kept. */
export function isReady(form: EntryForm): boolean {
  const whole = form.lines.length > 1 ? areWhole(form.lines) : form.amount !== null && form.amount > 0
  const moves = form.type !== 'transfer' || (form.to_wallet !== '' && form.to_wallet !== form.wallet)
  return whole && moves && form.day !== ''
}

/** The category under which it is filed as another type: its own where that is offered, else the usual one. */
export function filedAs(
  type: TransactionType,
  offered: readonly { slug: string }[],
  category: string,
): string {
  const fits = (slug: string): boolean => offered.some((one) => one.slug === slug)
  if (fits(category)) return category
  const usual = type === 'income' ? 'pemasukan-lain' : 'lainnya'
  return fits(usual) ? usual : (offered[0]?.slug ?? usual)
}

/** An everyday sum, for a form in which none stands yet: without one there is nothing to understand. */
const SOME_SUM = 15_000

/** What a form's words would be as a message, so that its category can be guessed; empty while they say nothing. */
export function messageOf({ type, amount, description, lines }: EntryForm): string {
  const said = description.trim()
  if (said === '' || type === 'transfer' || lines.length > 1) return ''
  return `${said} ${String(amount !== null && amount > 0 ? amount : SOME_SUM)}`
}

/** The category that the words mean, if they mean one record of this type. */
export function guessOf(reading: Reading | null, type: TransactionType): string | null {
  const [only, ...others] = reading?.transactions ?? []
  return only !== undefined && others.length === 0 && only.type === type ? only.category : null
}

/** A record to be made: only what was said. */
export function newTransactionOf(form: EntryForm): NewTransaction {
  const { type, wallet, day } = form
  const made: NewTransaction = { type, wallet, day }
  if (form.lines.length > 1) made.lines = sent(form.lines)
  else {
    if (form.amount !== null) made.amount = form.amount
    if (form.description.trim() !== '') made.description = form.description.trim()
    if (type !== 'transfer') made.category = form.category
  }
  if (type === 'transfer') {
    made.to_wallet = form.to_wallet
    if (form.received !== null) made.received = form.received
    if (form.fee !== null && form.fee > 0) made.fee = form.fee
  }
  if (type === 'income' && form.refund_of !== '') made.refund_of = form.refund_of
  const tags = tagsIn(form.tags)
  if (tags.length > 0) made.tags = tags
  if (form.for_whom.length > 0) made.for_whom = form.for_whom
  for (const part of ['person', 'note', 'paid_by', 'secret_until'] as const) {
    const said = form[part].trim()
    if (said !== '') made[part] = said
  }
  return made
}

/** What to tell the appliance: only what differs, so that nothing else can be overwritten. */
export function amendmentOf(form: EntryForm, transaction: Transaction): Amendment {
  const before = formOf(transaction)
  const clear: NonNullable<Amendment['clear']> = []
  const amendment: Amendment = { ...whatOf(form, before), ...whereOf(form, before) }
  if (form.type !== before.type) amendment.type = form.type
  if (form.day !== before.day) amendment.day = form.day
  for (const part of ['person', 'note'] as const) {
    const said = form[part].trim()
    if (said !== before[part]) amendment[part] = said
  }
  const tags = tagsIn(form.tags)
  if (tags.join(' ') !== transaction.tags.join(' ')) amendment.tags = tags
  if (!sameIds(form.for_whom, before.for_whom)) amendment.for_whom = form.for_whom
  for (const part of ['paid_by', 'refund_of', 'secret_until'] as const) {
    if (form[part] === before[part]) continue
    if (form[part] === '') clear.push(part)
    else amendment[part] = form[part]
  }
  if (clear.length > 0) amendment.clear = clear
  return amendment
}

function whatOf(form: EntryForm, before: EntryForm): Amendment {
  if (form.lines.length > 1 || before.lines.length > 1) {
    if (areSame(form.lines, before.lines)) return {}
    return { lines: sent(form.lines) }
  }
  const description = form.description.trim()
  return {
    ...(form.amount !== null && form.amount !== before.amount ? { amount: form.amount } : {}),
    ...(description !== before.description ? { description } : {}),
    ...(form.category !== before.category ? { category: form.category } : {}),
  }
}

function whereOf(form: EntryForm, before: EntryForm): Amendment {
  const where: Amendment = form.wallet === before.wallet ? {} : { wallet: form.wallet }
  if (form.type !== 'transfer') return where
  return {
    ...where,
    ...(form.to_wallet === before.to_wallet ? {} : { to_wallet: form.to_wallet }),
    ...(form.received === null || form.received === before.received ? {} : { received: form.received }),
    // No fee and a fee of nothing are the same.
    ...((form.fee ?? 0) === (before.fee ?? 0) ? {} : { fee: form.fee ?? 0 }),
  }
}

function sameIds(ids: readonly string[], others: readonly string[]): boolean {
  return ids.length === others.length && ids.every((id) => others.includes(id))
}

function sent(lines: readonly LineForm[]): { amount: number; category: string; description: string }[] {
  return lines.map(({ amount, category, description }) => ({
    amount: amount ?? 0,
    category,
    description: description.trim(),
  }))
}
