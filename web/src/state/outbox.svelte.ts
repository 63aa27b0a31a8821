import * as calls from '../api/calls'
import { Refused, Unreachable, type Failure } from '../api/problem'
import type { CaptureOutcome } from '../api/types'
import { database, type Database, type Owner, type Queued } from '../offline/db'
import { answers } from '../offline/line'
import { live } from './live.svelte'
import { asFailure } from './resource.svelte'

/** The appliance knows a message's key for a day; after that a second sending would be a second record. */
const SAFE_TO_REPEAT_MS = 23 * 3_600_000
const NEXT_TRY_MS = 20_000
const SENT_AT_ONCE_MS = 600_000

/** What became of a message. */
export type Settled =
  | { readonly kind: 'done'; readonly outcome: CaptureOutcome }
  /** It was done before, and its answer was lost: the records tell. */
  | { readonly kind: 'repeated' }
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** Another window of this browser took care of it. */
  | { readonly kind: 'elsewhere' }

/**
 * Messages on their way. Each is kept in this browser before it is sent, and until the appliance has answered:
 * neither a dead line nor a closed window loses one, and none is recorded twice.
 */
class Outbox {
  /** Those without an answer, oldest first. */
  entries = $state.raw<readonly Queued[]>([])
  /** Called with each answer. */
  onsettled: (message: Queued, settled: Settled) => void = () => undefined
  #owner: Owner | null = null
  #draining: Promise<void> | null = null
  /** The last attempt ended because nothing more could be sent. */
  #stopped = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    live.listen((change) => {
      if (change === null) void this.drain()
    })
    addEventListener('online', () => void this.drain())
  }

  /** Takes up what this member left unsent, and sends it. */
  async open(owner: Owner): Promise<void> {
    if (this.#owner === owner) return
    this.#owner = owner
    await this.#reread()
    await this.drain()
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#owner = null
    this.entries = []
  }

  /** Whether nobody can tell if it arrived: sending it again might record it twice. */
  isUnsure({ tried }: Queued, now: Date = new Date()): boolean {
    return tried !== null && now.getTime() - Date.parse(tried) > SAFE_TO_REPEAT_MS
  }

  /** Keeps a message and sends it, after those before it. */
  async say(message: Pick<Queued, 'key' | 'text' | 'about' | 'at'>): Promise<void> {
    if (this.#owner === null) return
    const queued: Queued = { ...message, owner: this.#owner, tried: null }
    this.entries = [...this.entries, queued]
    await this.#store((db) => db.put('outbox', queued))
    const isWaiting = (): boolean => this.entries.some(({ key }) => key === queued.key)
    do await this.drain()
    while (isWaiting() && !this.#stopped)
  }

  /** Its writer does not want it sent. */
  async drop(key: string): Promise<void> {
    this.entries = this.entries.filter((one) => one.key !== key)
    await this.#store((db) => db.delete('outbox', key))
  }

  /** Its writer looked: it did not arrive, so it may be sent again. */
  async sendAnyway(key: string): Promise<void> {
    await this.#change(key, { tried: null })
    await this.drain()
  }

  /** Sends what waits, one after another. Of several windows one does. */
  drain(): Promise<void> {
    this.#draining ??= this.#alone(() => this.#sendAll()).finally(() => {
      this.#draining = null
      this.#tryLater()
    })
    return this.#draining
  }

  async #alone(act: () => Promise<void>): Promise<void> {
    // Only secure pages have locks; elsewhere the messages' keys alone keep them from being recorded twice.
    if ('locks' in navigator) await navigator.locks.request('catatduit.outbox', act)
    else await act()
  }

  async #sendAll(): Promise<void> {
    this.#stopped = false
    await this.#reread()
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      if (!(await this.#send(next))) {
        this.#stopped = true
        return
      }
    }
    this.#stopped = this.entries.length > 0
  }

  /** An unsure one holds those after it up no longer than its writer takes to look. */
  #next(): Queued | undefined {
    return this.#owner === null ? undefined : this.entries.find((one) => !this.isUnsure(one))
  }

  /** Whether the next may follow. */
  async #send(one: Queued): Promise<boolean> {
    if (!live.connected && !(await answers())) return false
    const tried = one.tried ?? new Date().toISOString()
    await this.#change(one.key, { tried })
    try {
      const outcome = await calls.say({ ...one, written: waited(one.at, tried) ? one.at : null }, one.key)
      await this.#settle(one, { kind: 'done', outcome })
      return true
    } catch (error) {
      const failure = asFailure(error)
      if (failure instanceof Unreachable || comesBack(failure)) return false
      await this.#settle(one, wasDone(failure) ? { kind: 'repeated' } : { kind: 'refused', failure })
      return true
    }
  }

  async #settle(one: Queued, settled: Settled): Promise<void> {
    await this.drop(one.key)
    this.onsettled(one, settled)
  }

  #tryLater(): void {
    clearTimeout(this.#timer)
    if (this.#next() !== undefined) this.#timer = setTimeout(() => void this.drain(), NEXT_TRY_MS)
  }

  /** What other windows added or sent. */
  async #reread(): Promise<void> {
    const owner = this.#owner
    const all = await this.#store((db) => db.getAllFromIndex('outbox', 'at'))
    if (all === undefined || owner !== this.#owner) return
    const before = this.entries
    this.entries = all.filter((one) => one.owner === owner)
    for (const gone of before) {
      if (!this.entries.some(({ key }) => key === gone.key)) this.onsettled(gone, { kind: 'elsewhere' })
    }
  }

  async #change(key: string, change: Partial<Queued>): Promise<void> {
    this.entries = this.entries.map((one) => (one.key === key ? { ...one, ...change } : one))
    const changed = this.entries.find((one) => one.key === key)
    if (changed !== undefined) await this.#store((db) => db.put('outbox', changed))
  }

  /** Where the browser keeps nothing, the messages live as long as the window. */
  async #store<T>(act: (db: Database) => Promise<T>): Promise<T | undefined> {
    try {
      const db = await database()
      return db === null ? undefined : await act(db)
    } catch {
      return undefined
    }
  }
}

/** A refusal that is about the moment and not about the message. */
function comesBack({ status, code }: Refused): boolean {
  return status === 401 || status === 429 || status >= 500 || code === 'under_way'
}

/** The appliance remembers the keys of what it did, and of nothing else. */
function wasDone({ code }: Refused): boolean {
  return code === 'repeated' || code === 'key_reused'
}

/** One that is sent as it is written is of the family's day, whatever the phone's clock says. */
function waited(written: string, tried: string): boolean {
  return Date.parse(tried) - Date.parse(written) > SENT_AT_ONCE_MS
}

export const outbox = new Outbox()
