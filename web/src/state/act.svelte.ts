import type { Failure } from '../api/problem'
import { talk } from '../words/talk.svelte'
import { asFailure } from './resource.svelte'
import { toasts } from './toasts.svelte'
import { takeBackChange } from './undo'

/** What a form is about to do: whether it is at it, and why the last time failed. */
export class Act {
  busy = $state(false)
  failure = $state.raw<Failure | null>(null)

  /** Does it unless it is being done already, and gives whether it worked. */
  async run(does: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false
    this.busy = true
    this.failure = null
    try {
      await does()
      return true
    } catch (error) {
      this.failure = asFailure(error)
      return false
    } finally {
      this.busy = false
    }
  }
}

/** Tells what was done, with the way back where there was a change; `after` looks again once it was taken. */
export function told(said: string, change: number | null, after: () => void = () => undefined): void {
  if (change === null) {
    toasts.say(said)
    return
  }
  toasts.say(said, {
    label: talk.words.app.undo,
    run: () => void takeBackChange(change).then(after),
  })
}
