import * as calls from '../../api/calls'
import type { Comparison } from '../../api/types'
import { live } from '../../state/live.svelte'
import { Resource } from '../../state/resource.svelte'
import { session } from '../../state/session.svelte'
import { plainHit, rowsOf } from '../transactions/rows'
import { sameStretch } from './stretch'

/** Some days' worth of records: enough to see whether the last one is there. */
const LATEST = 15

/** What the first page tells, kept so that coming back to it takes no time. */
class Home {
  /** The family's month and the one before, both whole. */
  readonly month = new Resource<Comparison>((signal) => calls.comparison({ period: 'payday' }, signal))
  /** The month so far, and as many days of the one before. */
  readonly stretch = new Resource<Comparison | null>(async (signal) => {
    const month = this.month.data
    return month === null ? null : calls.comparison(sameStretch(month, session.today), signal)
  })
  readonly unusual = new Resource((signal) => calls.unusual({ period: 'payday' }, signal))
  readonly latest = new Resource((signal) => calls.transactions({ limit: LATEST }, signal))
  readonly rows = $derived(
    rowsOf((this.latest.data?.items ?? []).map(plainHit), true, this.latest.data?.next_cursor === null),
  )
  #watched = false

  constructor() {
    live.listen(() => {
      if (this.#watched) void this.load()
    })
    session.onleave(() => {
      for (const part of [this.month, this.stretch, this.unusual, this.latest]) part.clear()
    })
  }

  /** Somebody looks at it until the returned function is called. */
  watch(): () => void {
    this.#watched = true
    void this.load()
    return () => {
      this.#watched = false
    }
  }

  async load(): Promise<void> {
    await Promise.all([
      this.month.load().then(() => this.stretch.load()),
      this.unusual.load(),
      this.latest.load(),
    ])
  }
}

export const home = new Home()
