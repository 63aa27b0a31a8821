import type { Draft, Lesson, Transaction } from '../api/types'
import type { Failure } from '../api/problem'
import type { Queued } from '../offline/db'

/** One thing said, and what came of it. */
export interface Exchange {
  readonly key: string
  /** Names the message to the appliance, so that sending it again after a lost answer records it once. */
  readonly idempotencyKey: string
  readonly text: string
  /** RFC 3339. */
  readonly at: string
  /** Who said it, when it was not the person at this browser. */
  readonly by: string | null
  readonly viaTelegram: boolean
  /** `queued` is kept in this browser until the appliance can be reached. */
  readonly state: 'sending' | 'queued' | 'failed' | 'done'
  readonly failure: Failure | null
  /** The record it corrects. */
  readonly about: Pick<Transaction, 'id'> | null
  /** What the appliance answered in words; empty when the cards say it all. */
  readonly message: string
  readonly transactions: readonly Transaction[]
  readonly draft: Draft | null
  /** What the appliance learnt from it, when it was a correction. */
  readonly learned: readonly Lesson[]
  /** The change that recorded it, while this browser knows it. */
  readonly change: number | null
}

/** What an exchange is before anything is known of it. */
const NOTHING_YET = {
  idempotencyKey: '',
  by: null,
  viaTelegram: false,
  state: 'done',
  failure: null,
  about: null,
  message: '',
  transactions: [],
  draft: null,
  learned: [],
  change: null,
} as const satisfies Partial<Exchange>

/** The conversation that records remember: one exchange for each message that became some. */
export function remembered(transactions: readonly Transaction[], me: string): Exchange[] {
  const byMessage = new Map<string, [Transaction, ...Transaction[]]>()
  for (const transaction of transactions) {
    if (transaction.text === null) continue
    const message = `${transaction.recorded} ${transaction.member.id} ${transaction.text}`
    const group = byMessage.get(message)
    // Lists are newest first, a message is read from its beginning.
    if (group === undefined) byMessage.set(message, [transaction])
    else group.unshift(transaction)
  }
  return [...byMessage.values()].map((group) => {
    const [first] = group
    return {
      ...NOTHING_YET,
      key: `transaction-${first.id}`,
      text: first.text ?? '',
      at: first.recorded,
      by: first.member.id === me ? null : first.member.name,
      viaTelegram: first.channel === 'telegram',
      transactions: group,
    }
  })
}

/** A message that still waits for a yes. */
export function waiting(draft: Draft): Exchange {
  return {
    ...NOTHING_YET,
    key: `draft-${draft.id}`,
    text: draft.text,
    at: draft.created,
    viaTelegram: draft.channel === 'telegram',
    draft,
  }
}

/** Something just said at this browser, on its way. */
export function saying(
  said: Pick<Exchange, 'key' | 'idempotencyKey' | 'text' | 'about'>,
  at: Date = new Date(),
): Exchange {
  return { ...NOTHING_YET, ...said, at: at.toISOString(), state: 'sending' }
}

/** Something said earlier that the appliance has not answered yet. */
export function queued({ key, text, about, at }: Queued): Exchange {
  return {
    ...NOTHING_YET,
    key: `queued-${key}`,
    idempotencyKey: key,
    text,
    about: about === null ? null : { id: about },
    at,
    state: 'queued',
  }
}
