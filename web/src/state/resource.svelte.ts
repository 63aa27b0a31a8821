import { isAbort, Refused, Unreachable, type Failure } from '../api/problem'

/**
 * Something fetched for a view: its data, or why there is none. Old data stays while newer is on its way, and
 * a newer call ends an older one.
 */
export class Resource<T> {
  data = $state.raw<T | null>(null)
  failure = $state.raw<Failure | null>(null)
  loading = $state(false)
  readonly #fetch: (signal: AbortSignal) => Promise<T>
  #running: AbortController | null = null

  constructor(fetch: (signal: AbortSignal) => Promise<T>) {
    this.#fetch = fetch
  }

  async load(): Promise<void> {
    this.#running?.abort()
    const running = new AbortController()
    this.#running = running
    this.loading = true
    try {
      const data = await this.#fetch(running.signal)
      if (running.signal.aborted) return
      this.data = data
      this.failure = null
    } catch (error) {
      if (isAbort(error) || running.signal.aborted) return
      this.failure = asFailure(error)
    } finally {
      if (this.#running === running) this.loading = false
    }
  }

  /** Forgets what it holds, for when the next data is about something else. */
  clear(): void {
    this.#running?.abort()
    this.data = null
    this.failure = null
  }
}

/** A failed call as a person can be told it; anything else is a mistake in this app and goes on. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Refused || error instanceof Unreachable) return error
  throw error
}
