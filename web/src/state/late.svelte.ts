import { atRest } from '../lib/rest'
import { talk } from '../words/talk.svelte'
import { toasts } from './toasts.svelte'

/**
 * A part of a page that nobody sees at first, such as a sheet: fetched once the browser is at rest, or as soon as it
 * is wanted.
 */
export class Late<Part> {
  #part = $state.raw<Part | null>(null)
  #coming: Promise<void> | null = null
  readonly #load: () => Promise<{ default: Part }>

  constructor(load: () => Promise<{ default: Part }>) {
    this.#load = load
    void atRest()
      .then(() => this.#fetch())
      // Whoever wants it then is told.
      .catch(() => undefined)
  }

  /** Null until it is here. Whoever reads it wants it, and is told where it cannot be had. */
  get Part(): Part | null {
    if (this.#part === null) {
      this.#fetch().catch(() => {
        toasts.warn(talk.words.failure.unreachable)
      })
    }
    return this.#part
  }

  #fetch(): Promise<void> {
    this.#coming ??= this.#load().then(
      (loaded) => {
        this.#part = loaded.default
      },
      (error: unknown) => {
        this.#coming = null
        throw error
      },
    )
    return this.#coming
  }
}
