/** A short sentence at the edge of the screen, with at most one thing to do about it. */
export interface Toast {
  readonly key: number
  readonly text: string
  readonly tone: 'plain' | 'bad'
  readonly action?: { readonly label: string; readonly run: () => void }
}

/** Long enough to read the sentence, and to reach its button where it has one. */
const READ_MS = 4_000
const REACHED_MS = 8_000

class Toasts {
  list = $state.raw<readonly Toast[]>([])
  #next = 0
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>()

  say(text: string, action?: { label: string; run: () => void }): void {
    this.#add({ key: this.#next++, text, tone: 'plain', ...(action === undefined ? {} : { action }) })
  }

  warn(text: string): void {
    this.#add({ key: this.#next++, text, tone: 'bad' })
  }

  close(key: number): void {
    this.list = this.list.filter((toast) => toast.key !== key)
    clearTimeout(this.#timers.get(key))
    this.#timers.delete(key)
  }

  /** Stays while somebody looks at it closely. */
  pause(key: number): void {
    clearTimeout(this.#timers.get(key))
  }

  resume(key: number): void {
    clearTimeout(this.#timers.get(key))
    const toast = this.list.find((one) => one.key === key)
    if (toast === undefined) return
    const close = (): void => {
      this.close(key)
    }
    this.#timers.set(
      key,
      setTimeout(close, toast.action === undefined && toast.tone === 'plain' ? READ_MS : REACHED_MS),
    )
  }

  #add(toast: Toast): void {
    // Two at once are enough to read; the oldest leaves.
    this.list = [...this.list.slice(-1), toast]
    this.resume(toast.key)
  }
}

export const toasts = new Toasts()
