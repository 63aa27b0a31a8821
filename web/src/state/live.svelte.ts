import { isRecord } from '../api/problem'
import type { LedgerChange } from '../api/types'

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 30_000
/** A page in the background gives its connection back: a browser has only a few for each box. */
const REST_AFTER_MS = 60_000

type Listener = (change: LedgerChange | null) => void

/**
 * What happens to the family's ledger, as it happens, from whichever door. Listeners get each change, and
 * null after a gap: anything may have changed meanwhile.
 */
class Live {
  /** Whether changes arrive now. True until the first failure, so that a page does not open with an alarm. */
  connected = $state(true)
  /** When the connection was lost. */
  lostAt = $state.raw<Date | null>(null)
  /** Called when the stream breaks: perhaps the network did, perhaps the session ended. */
  onbreak: () => void = () => undefined
  readonly #listeners = new Set<Listener>()
  #source: EventSource | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #rest: ReturnType<typeof setTimeout> | undefined
  #wait = FIRST_WAIT_MS

  constructor() {
    addEventListener('online', () => {
      this.#reopenNow()
    })
    addEventListener('offline', () => {
      this.#lost()
    })
    document.addEventListener('visibilitychange', () => {
      clearTimeout(this.#rest)
      if (document.visibilityState === 'visible') this.#wake()
      else this.#rest = setTimeout(() => this.#source?.close(), REST_AFTER_MS)
    })
  }

  /** Calls back until the returned function is called. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Has everything looked at again, as after a gap. */
  refresh(): void {
    this.#tell(null)
  }

  open(): void {
    if (this.#source !== null) return
    const source = new EventSource('/api/v1/events')
    this.#source = source
    source.onopen = () => {
      const gap = !this.connected
      this.connected = true
      this.lostAt = null
      this.#wait = FIRST_WAIT_MS
      if (gap) this.#tell(null)
    }
    source.onerror = () => {
      // The browser's own retry gives up for good on some answers, so ours takes over in every case.
      this.#lost()
      this.onbreak()
      this.#timer = setTimeout(() => {
        this.#reopen()
      }, this.#wait)
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS)
    }
    source.addEventListener('change', (event: MessageEvent<unknown>) => {
      this.#tell(changeFrom(event.data))
    })
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#source?.close()
    this.#source = null
    this.connected = true
    this.lostAt = null
    this.#wait = FIRST_WAIT_MS
  }

  #lost(): void {
    clearTimeout(this.#timer)
    this.#source?.close()
    this.connected = false
    this.lostAt ??= new Date()
  }

  /** Somebody looks again: what happened meanwhile is asked for at once. */
  #wake(): void {
    if (this.#source?.readyState !== EventSource.CLOSED) return
    this.#reopenNow()
    this.#tell(null)
  }

  #reopenNow(): void {
    if (this.#source === null) return
    this.#wait = FIRST_WAIT_MS
    this.#reopen()
  }

  #reopen(): void {
    clearTimeout(this.#timer)
    this.#source?.close()
    this.#source = null
    this.open()
  }

  #tell(change: LedgerChange | null): void {
    for (const listener of this.#listeners) listener(change)
  }
}

/** An event's text as a change; null, "anything may have changed", when it is none this app knows. */
export function changeFrom(data: unknown): LedgerChange | null {
  if (typeof data !== 'string') return null
  try {
    const parsed: unknown = JSON.parse(data)
    if (!isRecord(parsed) || typeof parsed['seq'] !== 'number') return null
    return {
      seq: parsed['seq'],
      transactions: texts(parsed['transactions']),
      wallets: texts(parsed['wallets']),
    }
  } catch {
    return null
  }
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

export const live = new Live()
