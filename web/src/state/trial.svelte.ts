import { isAbort } from '../api/problem'
import * as early from '../early/reads'
import { keeper } from '../offline/keeper'
import { onAnswer } from '../offline/line'
import { outbox } from './outbox.svelte'

/** Where the appliance lets a browser in to its example family, and out again. */
const PATH = '/demo'

/** Where the visitor came from, for this tab alone: the set-up link works once, and is not to be lost. */
const CAME_FROM = 'came-from'

/** Why there is no example now: somebody else has it, it was asked for too often, there is none, or it failed. */
export type NotNow = 'taken' | 'later' | 'closed' | 'failed'

const WHY: Readonly<Record<number, NotNow>> = { 404: 'closed', 409: 'taken', 429: 'later' }

/** Whether this browser looks at an example family. Each answer of the appliance says so. */
class Trial {
  /** Until when it lasts; null in a family of one's own. */
  until = $state.raw<Date | null>(null)
  /** It was one until the appliance said otherwise. */
  over = $state(false)
  /** The visitor goes by themselves: that nobody is signed in any more is no news. */
  leaving = false

  constructor() {
    onAnswer((until) => {
      // The door to the box's own family is the box's, in an example too: what answers after it may be the example again.
      this.over = until === null && (this.over || this.until !== null)
      if (this.until?.getTime() !== until?.getTime()) this.until = until
    })
  }

  /** Goes to an example family that is made for this browser, or says why not. */
  async begin(): Promise<NotNow | null> {
    try {
      const answer = await fetch(PATH, { method: 'POST' })
      if (!answer.ok) return WHY[answer.status] ?? 'failed'
    } catch (error) {
      if (isAbort(error)) throw error
      return 'failed'
    }
    sessionStorage.setItem(CAME_FROM, location.pathname + location.search)
    location.assign('/')
    return null
  }

  /** Has all of it forgotten, here and by the appliance, and goes back to where it began. */
  async end(): Promise<void> {
    this.leaving = true
    await this.forget()
    // An appliance that is away forgets it by itself, within the hour.
    await fetch(PATH, { method: 'DELETE' }).catch(() => undefined)
    const back = sessionStorage.getItem(CAME_FROM) ?? '/'
    sessionStorage.removeItem(CAME_FROM)
    location.assign(back)
  }

  /** Nothing of the example stays in this browser. */
  async forget(): Promise<void> {
    early.forget()
    await Promise.all(outbox.entries.map(({ key }) => outbox.drop(key)))
    await keeper.leave()
  }
}

export const trial = new Trial()
