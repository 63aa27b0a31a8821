import * as calls from '../api/calls'
import type { CaptureOutcome, Draft, Transaction } from '../api/types'
import { book } from './book.svelte'
import { queued, remembered, saying, waiting, type Exchange } from './exchange'
import { live } from './live.svelte'
import { outbox, type Settled } from './outbox.svelte'
import { asFailure, Resource } from './resource.svelte'
import { toasts } from './toasts.svelte'
import { sentence } from '../ui/sentence'
import type { Failure } from '../api/problem'
import type { Queued } from '../offline/db'
import { talk } from '../words/talk.svelte'

const PAGE = 30

/** What came of something said: an outcome, a failure, or neither while it waits for the appliance. */
interface Said {
  readonly outcome: CaptureOutcome | null
  readonly failure: Failure | null
}

function saidOf(settled: Settled | null): Said {
  return {
    outcome: settled?.kind === 'done' ? settled.outcome : null,
    failure: settled?.kind === 'refused' ? settled.failure : null,
  }
}

/** The conversation: what the records of the ledger remember of it, and what was said here since. */
class Chat {
  /** Said at this browser since it was opened, oldest first. */
  said = $state.raw<readonly Exchange[]>([])
  /** A picture that goes with the next record that comes of what is said here. */
  photo = $state.raw<File | null>(null)
  readonly #remembered = new Resource<Transaction[]>(async (signal) => {
    const page = await calls.transactions({ limit: PAGE }, signal)
    book.keep(page.items)
    return page.items
  })
  readonly #waiting = new Resource<Draft[]>((signal) => calls.drafts(signal))
  #next = 0
  /** A message that was handed back to its writer unsent: its answer may have been lost on the way. */
  #handedBack: { text: string; idempotencyKey: string } | null = null
  /** Who waits for what becomes of a message, by its key. */
  readonly #awaited = new Map<string, (settled: Settled) => void>()

  constructor() {
    live.listen(() => {
      if (this.#remembered.data !== null) void this.load()
    })
    outbox.onsettled = (message, settled) => {
      this.#settled(message, settled)
    }
  }

  get loading(): boolean {
    return this.#remembered.data === null && this.#remembered.failure === null
  }

  get failure(): Failure | null {
    return this.#remembered.failure ?? this.#waiting.failure
  }

  /** How many messages wait for a yes, as far as is known here. */
  get unanswered(): number {
    return this.#waiting.data?.length ?? 0
  }

  async load(): Promise<void> {
    await Promise.all([this.#remembered.load(), this.#waiting.load()])
  }

  clear(): void {
    this.said = []
    this.photo = null
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
    const shownMessages = new Set(this.said.map(({ idempotencyKey }) => idempotencyKey))
    return [
      ...remembered(this.#remembered.data ?? [], me).filter(
        ({ transactions }) => !transactions.some(({ id }) => shownTransactions.has(id)),
      ),
      ...(this.#waiting.data ?? []).filter(({ id }) => !shownDrafts.has(id)).map(waiting),
      ...outbox.entries.filter(({ key }) => !shownMessages.has(key)).map(queued),
      ...this.said,
    ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  }

  /** Says something. What came of it is in the returned exchange's place in `said`. */
  async say(text: string, about: Transaction | null): Promise<CaptureOutcome | null> {
    return (await this.#send(this.#begin(text, about))).outcome
  }

  /**
   * Says something from outside the chat. One that waits for the appliance is shown in the chat; one that was
   * refused leaves nothing behind here.
   */
  async sayOnce(text: string): Promise<Said> {
    const exchange = this.#begin(text, null)
    const said = await this.#send(exchange)
    if (said.failure !== null) {
      this.said = this.said.filter(({ key }) => key !== exchange.key)
      this.#handedBack = exchange
    }
    return said
  }

  /** Tries a message again that was refused. */
  async again(exchange: Exchange): Promise<void> {
    this.#put({ ...exchange, state: 'sending', failure: null })
    await this.#send(exchange)
  }

  /** The writer of a message that still waits does not want it sent. */
  async drop(exchange: Exchange): Promise<void> {
    await outbox.drop(exchange.idempotencyKey)
    this.said = this.said.filter(({ idempotencyKey }) => idempotencyKey !== exchange.idempotencyKey)
  }

  /** A draft was changed, settled or dropped: shows what became of it in place. */
  settle(
    exchange: Exchange,
    became: Partial<Pick<Exchange, 'draft' | 'learned' | 'transactions' | 'message' | 'change'>>,
  ): void {
    const known = this.said.some(({ key }) => key === exchange.key)
    if (!known) this.said = [...this.said, exchange]
    this.#put({ ...exchange, ...became })
    void this.#attachTo(became.transactions?.[0])
  }

  #keyFor(text: string): string {
    const again = this.#handedBack?.text === text ? this.#handedBack.idempotencyKey : null
    this.#handedBack = null
    return again ?? crypto.getRandomValues(new Uint32Array(4)).join('-')
  }

  #begin(text: string, about: Transaction | null): Exchange {
    const exchange = saying({
      key: `said-${String(this.#next++)}`,
      idempotencyKey: this.#keyFor(text),
      text,
      about,
    })
    this.said = [...this.said, exchange]
    return exchange
  }

  async #send({ key, idempotencyKey, text, about, at }: Exchange): Promise<Said> {
    let settled: Settled | null = null
    this.#awaited.set(idempotencyKey, (became) => (settled = became))
    await outbox.say({ key: idempotencyKey, text, about: about?.id ?? null, at })
    this.#awaited.delete(idempotencyKey)
    const now = this.said.find((one) => one.key === key)
    if (now?.state === 'sending') this.#put({ ...now, state: 'queued' })
    return saidOf(settled)
  }

  #settled(message: Queued, settled: Settled): void {
    this.#awaited.get(message.key)?.(settled)
    const known = this.said.find(({ idempotencyKey }) => idempotencyKey === message.key)
    if (settled.kind === 'elsewhere') {
      this.said = this.said.filter((one) => one !== known)
      return
    }
    const exchange = known ?? queued(message)
    if (known === undefined) this.said = [...this.said, exchange]
    if (settled.kind === 'done') this.#became(exchange, settled.outcome)
    else if (settled.kind === 'refused') this.#put({ ...exchange, state: 'failed', failure: settled.failure })
    else this.#put({ ...exchange, state: 'done', message: talk.words.offline.repeated })
  }

  #became(exchange: Exchange, outcome: CaptureOutcome): void {
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
    if (outcome.outcome === 'recorded') void this.#attachTo(outcome.transactions[0])
  }

  /** The picture that waited for a record stays waiting when it could not be put there. */
  async #attachTo(record: Transaction | undefined): Promise<void> {
    const photo = this.photo
    if (record === undefined || photo === null) return
    this.photo = null
    try {
      book.keep([(await calls.addPicture(record.id, photo)).transaction])
    } catch (error) {
      this.photo = photo
      toasts.warn(sentence(asFailure(error), talk.words))
    }
  }

  #put(exchange: Exchange): void {
    this.said = this.said.map((one) => (one.key === exchange.key ? exchange : one))
  }
}

export const chat = new Chat()
