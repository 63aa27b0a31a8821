import * as calls from '../api/calls'
import type { CaptureOutcome, Draft, Transaction } from '../api/types'
import { book } from './book.svelte'
import { live } from './live.svelte'
import { asFailure, Resource } from './resource.svelte'
import type { Failure } from '../api/problem'

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
  readonly state: 'sending' | 'failed' | 'done'
  readonly failure: Failure | null
  /** The record it corrects. */
  readonly about: Transaction | null
  /** What the appliance answered in words; empty when the cards say it all. */
  readonly message: string
  readonly transactions: readonly Transaction[]
  readonly draft: Draft | null
  /** The change that recorded it, while this browser knows it. */
  readonly change: number | null
}

const PAGE = 30

/** The conversation: what the records of the ledger remember of it, and what was said here since. */
class Chat {
  /** Said at this browser since it was opened, oldest first. */
  said = $state.raw<readonly Exchange[]>([])
  readonly #remembered = new Resource<Transaction[]>(async (signal) => {
    const page = await calls.transactions({ limit: PAGE }, signal)
    book.keep(page.items)
    return page.items
  })
  readonly #waiting = new Resource<Draft[]>((signal) => calls.drafts(signal))
  #next = 0

  constructor() {
    live.listen(() => {
      if (this.#remembered.data !== null) void this.load()
    })
  }

  get loading(): boolean {
    return this.#remembered.data === null && this.#remembered.failure === null
  }

  get failure(): Failure | null {
    return this.#remembered.failure ?? this.#waiting.failure
  }

  async load(): Promise<void> {
    await Promise.all([this.#remembered.load(), this.#waiting.load()])
  }

  clear(): void {
    this.said = []
    this.#remembered.clear()
    this.#waiting.clear()
  }

  /** Everything to show, oldest first. `me` is the member at this browser. */
  exchanges(me: string): Exchange[] {
    const shownTransactions = new Set(this.said.flatMap(({ transactions }) => transactions.map(({ id }) => id)))
    const shownDrafts = new Set(this.said.map(({ draft }) => draft?.id))
    const remembered = groups(this.#remembered.data ?? [])
      .filter((group) => !group.some(({ id }) => shownTransactions.has(id)))
      .map((group) => rememberedExchange(group, me))
    const waiting = (this.#waiting.data ?? []).filter(({ id }) => !shownDrafts.has(id)).map(waitingExchange)
    return [...remembered, ...waiting, ...this.said].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  }

  /** Says something. What came of it is in the returned exchange's place in `said`. */
  async say(text: string, about: Transaction | null): Promise<CaptureOutcome | null> {
    const exchange: Exchange = {
      key: `said-${this.#next++}`,
      idempotencyKey: crypto.getRandomValues(new Uint32Array(4)).join('-'),
      text,
      at: new Date().toISOString(),
      by: null,
      viaTelegram: false,
      state: 'sending',
      failure: null,
      about,
      message: '',
      transactions: [],
      draft: null,
      change: null,
    }
    this.said = [...this.said, exchange]
    return this.#send(exchange)
  }

  /** Tries a message again that did not arrive. */
  async again(exchange: Exchange): Promise<void> {
    this.#put({ ...exchange, state: 'sending', failure: null })
    await this.#send(exchange)
  }

  /** A draft was changed, settled or dropped: shows what became of it in place. */
  settle(exchange: Exchange, became: Partial<Pick<Exchange, 'draft' | 'transactions' | 'message' | 'change'>>): void {
    const known = this.said.some(({ key }) => key === exchange.key)
    if (!known) this.said = [...this.said, exchange]
    this.#put({ ...exchange, ...became })
  }

  async #send(exchange: Exchange): Promise<CaptureOutcome | null> {
    try {
      const outcome = await calls.say(exchange.text, exchange.about?.id ?? null, exchange.idempotencyKey)
      book.keep(outcome.transactions)
      if (outcome.outcome === 'voided' && outcome.change !== null) book.tookBack(outcome.transactions, outcome.change)
      void book.wallets.load()
      this.#put({
        ...exchange,
        state: 'done',
        failure: null,
        message: outcome.message,
        transactions: outcome.transactions,
        draft: outcome.draft,
        change: outcome.change,
      })
      return outcome
    } catch (error) {
      this.#put({ ...exchange, state: 'failed', failure: asFailure(error) })
      return null
    }
  }

  #put(exchange: Exchange): void {
    this.said = this.said.map((one) => (one.key === exchange.key ? exchange : one))
  }
}

/** Records that came from one message, newest message first as the list gives them. */
function groups(transactions: readonly Transaction[]): Transaction[][] {
  const found = new Map<string, Transaction[]>()
  for (const transaction of transactions) {
    if (transaction.text === null) continue
    const key = `${transaction.recorded} ${transaction.member.id} ${transaction.text}`
    const group = found.get(key)
    if (group === undefined) found.set(key, [transaction])
    else group.unshift(transaction)
  }
  return [...found.values()]
}

function rememberedExchange(group: readonly Transaction[], me: string): Exchange {
  const [first] = group as [Transaction]
  return {
    key: `transaction-${first.id}`,
    idempotencyKey: '',
    text: first.text ?? '',
    at: first.recorded,
    by: first.member.id === me ? null : first.member.name,
    viaTelegram: first.channel === 'telegram',
    state: 'done',
    failure: null,
    about: null,
    message: '',
    transactions: group,
    draft: null,
    change: null,
  }
}

function waitingExchange(draft: Draft): Exchange {
  return {
    key: `draft-${draft.id}`,
    idempotencyKey: '',
    text: draft.text,
    at: draft.created,
    by: null,
    viaTelegram: false,
    state: 'done',
    failure: null,
    about: null,
    message: '',
    transactions: [],
    draft,
    change: null,
  }
}

export const chat = new Chat()
