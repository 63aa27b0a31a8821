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

/** One at a time: a newer one takes the place of an older, and none covers more than a line. */
class Toasts {
  shown = $state.raw<Toast | null>(null)
  #next = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  say(text: string, action?: { label: string; run: () => void }): void {
    this.#show({ key: this.#next++, text, tone: 'plain', ...(action === undefined ? {} : { action }) })
  }

  warn(text: string): void {
    this.#show({ key: this.#next++, text, tone: 'bad' })
  }

  close(): void {
    this.pause()
    this.shown = null
  }

  /** Does what it offers. */
  act(): void {
    const action = this.shown?.action
    this.close()
    action?.run()
  }

  /** Stays while somebody looks at it closely. */
  pause(): void {
    clearTimeout(this.#timer)
  }

  resume(): void {
    this.pause()
    const brief = this.shown?.tone === 'plain' && this.shown.action === undefined
    const close = (): void => {
      this.close()
    }
    this.#timer = setTimeout(close, brief ? READ_MS : REACHED_MS)
  }

  #show(toast: Toast): void {
    this.shown = toast
    this.resume()
  }
}

export const toasts = new Toasts()
