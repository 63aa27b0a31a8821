import { router } from './router.svelte'

/**
 * Which record is open over the page: it stands in the address, so that it has a link of its own and the back
 * button closes it.
 */
class Opened {
  /** This app put it there, so that there is a place to go back to. */
  #pushed = false

  get id(): string | null {
    return router.query.get('open')
  }

  open(id: string): void {
    if (this.id === id) return
    // From one record to the next is no step of its own.
    const replace = this.id !== null
    if (!replace) this.#pushed = true
    router.go(addressWith(id), { replace })
  }

  close(): void {
    if (this.id === null) return
    const pushed = this.#pushed
    this.#pushed = false
    if (pushed) history.back()
    else router.go(addressWith(null), { replace: true })
  }
}

function addressWith(id: string | null): string {
  const others = [...new URLSearchParams(location.search)].filter(([name]) => name !== 'open')
  const query = new URLSearchParams(id === null ? others : [...others, ['open', id]]).toString()
  return query === '' ? location.pathname : `${location.pathname}?${query}`
}

export const opened = new Opened()
