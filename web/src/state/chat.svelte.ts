import * as calls from '../api/calls'
import type { CaptureOutcome, Draft, Transaction } from '../api/types'
import { book } from './book.svelte'
import { remembered, saying, waiting, type Exchange } from './exchange'
import { live } from './live.svelte'
import { asFailure, Resource } from './resource.svelte'
import type { Failure } from '../api/problem'

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
  /** A message that was handed back to its writer unsent: its answer may have been lost on the way. */
  #handedBack: { text: string; idempotencyKey: string } | null = null

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
    // A correction shows the record it changed, and so does the message that first made it.
    const shownTransactions = new Set(
      this.said
        .filter(({ about }) => about === null)
        .flatMap(({ transactions }) => transactions.map(({ id }) => id)),
    )
    const shownDrafts = new Set(this.said.map(({ draft }) => draft?.id))
    return [
      ...remembered(this.#remembered.data ?? [], me).filter(
        ({ transactions }) => !transactions.some(({ id }) => shownTransactions.has(id)),
      ),
      ...(this.#waiting.data ?? []).filter(({ id }) => !shownDrafts.has(id)).map(waiting),
      ...this.said,
    ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  }

  /** Says something. What came of it is in the returned exchange's place in `said`. */
  async say(text: string, about: Transaction | null): Promise<CaptureOutcome | null> {
    const exchange = saying({
      key: `said-${String(this.#next++)}`,
      idempotencyKey: this.#keyFor(text),
      text,
      about,
    })
    this.said = [...this.said, exchange]
    return this.#send(exchange)
  }

  /** Says something from outside the chat: one that did not arrive leaves nothing behind here. */
  async sayOnce(text: string): Promise<{ outcome: CaptureOutcome | null; failure: Failure | null }> {
    const outcome = await this.say(text, null)
    const last = this.said.at(-1)
    if (outcome !== null || last === undefined) return { outcome, failure: null }
    this.said = this.said.filter(({ key }) => key !== last.key)
    this.#handedBack = last
    return { outcome, failure: last.failure }
  }

  /** Tries a message again that did not arrive. */
  async again(exchange: Exchange): Promise<void> {
    this.#put({ ...exchange, state: 'sending', failure: null })
    await this.#send(exchange)
  }

  /** A draft was changed, settled or dropped: shows what became of it in place. */
  settle(
    exchange: Exchange,
    became: Partial<Pick<Exchange, 'draft' | 'learned' | 'transactions' | 'message' | 'change'>>,
  ): void {
    const known = this.said.some(({ key }) => key === exchange.key)
    if (!known) this.said = [...this.said, exchange]
    this.#put({ ...exchange, ...became })
  }

  #keyFor(text: string): string {
    const again = this.#handedBack?.text === text ? this.#handedBack.idempotencyKey : null
    this.#handedBack = null
    return again ?? crypto.getRandomValues(new Uint32Array(4)).join('-')
  }

  async #send(exchange: Exchange): Promise<CaptureOutcome | null> {
    try {
      const outcome = await calls.say(exchange.text, exchange.about?.id ?? null, exchange.idempotencyKey)
      book.keep(outcome.transactions)
      if (outcome.outcome === 'voided' && outcome.change !== null)
        book.tookBack(outcome.transactions, outcome.change)
      void book.wallets.load()
      this.#put({
        ...exchange,
        state: 'done',
        // The box's clock orders the conversation, where it says what time it was.
        at:
          (exchange.about === null ? outcome.transactions[0]?.recorded : undefined) ??
          outcome.draft?.created ??
          exchange.at,
        failure: null,
        message: outcome.message,
        transactions: outcome.transactions,
        draft: outcome.draft,
        learned: outcome.learned,
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

export const chat = new Chat()
