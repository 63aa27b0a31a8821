import * as calls from '../api/calls'
import { isAbort, Refused, Unreachable } from '../api/problem'
import type { Reading } from '../api/types'

/** Short enough to feel live, long enough not to ask for every letter. */
const PAUSE_MS = 220

/** What the appliance would understand of a line that is still being written. */
export class Preview {
  reading = $state.raw<Reading | null>(null)
  #timer: ReturnType<typeof setTimeout> | undefined
  #running: AbortController | null = null

  of(text: string): void {
    clearTimeout(this.#timer)
    this.#running?.abort()
    if (text.trim() === '') {
      this.reading = null
      return
    }
    this.#timer = setTimeout(() => void this.#read(text), PAUSE_MS)
  }

  async #read(text: string): Promise<void> {
    const running = new AbortController()
    this.#running = running
    try {
      const reading = await calls.read(text, running.signal)
      if (!running.signal.aborted) this.reading = reading
    } catch (error) {
      if (isAbort(error)) return
      if (!(error instanceof Refused || error instanceof Unreachable)) throw error
      // A preview is a convenience: without one, the line still works.
      this.reading = null
    }
  }
}
