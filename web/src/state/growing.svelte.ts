import { breath } from '../lib/rest'

/** So many fill a screen: the rest may come at once. */
const A_SCREEN = 24

/**
 * How much of a page stands there: a little at first, more with each breath of the browser, in the end all. What was
 * there first is seen, and can be pressed, while the rest is made.
 */
export class Growing {
  #count = $state(0)
  readonly #step: number

  /** Made within a component, whose effect makes it grow as long as `total` is more. */
  constructor({ first, step }: { first: number; step: number }, total: () => number) {
    this.#step = step
    this.#count = first
    $effect(() => {
      if (total() > this.#count)
        void breath().then(() => {
          this.#grow()
        })
    })
  }

  get count(): number {
    return this.#count
  }

  of<T>(items: readonly T[]): readonly T[] {
    return items.length <= this.#count ? items : items.slice(0, this.#count)
  }

  #grow(): void {
    this.#count = this.#count < A_SCREEN ? this.#count + this.#step : Infinity
  }
}
