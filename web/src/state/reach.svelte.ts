import { onLine } from '../offline/line'
import { live } from './live.svelte'

/** Whether what is shown is what the appliance says now. */
class Reach {
  /** When the oldest of what is shown was true; null while the appliance answers. */
  dataFrom = $state.raw<Date | null>(null)

  constructor() {
    onLine({
      kept: (at) => {
        if (this.dataFrom === null || at < this.dataFrom) this.dataFrom = at
      },
      answered: () => {
        if (this.dataFrom === null) return
        this.dataFrom = null
        // Whatever was shown from memory is asked for again.
        live.refresh()
      },
    })
  }

  /** The appliance cannot be reached, or was not when something was shown. */
  get away(): boolean {
    return !live.connected || this.dataFrom !== null
  }

  /** Since when nothing newer is known. */
  get since(): Date | null {
    return this.dataFrom ?? live.lostAt
  }
}

export const reach = new Reach()
