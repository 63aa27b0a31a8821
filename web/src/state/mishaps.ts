import * as calls from '../api/calls'
import { mishapOf, Sieve } from '../lib/mishap'
import { session } from './session.svelte'

/** More than a few different ones in a row are one trouble. */
const sieve = new Sieve(5)

function tell(error: unknown): void {
  if (session.status !== 'in') return
  const mishap = mishapOf(error, location.pathname)
  if (mishap === null || !sieve.lets(mishap)) return
  // An error of telling errors is told to nobody.
  void calls.reportError(mishap).catch(() => undefined)
}

/** From now on the box hears of errors that nothing on the page took care of. */
export function listenForMishaps(): void {
  window.addEventListener('error', (event) => {
    tell(event.error)
  })
  window.addEventListener('unhandledrejection', (event) => {
    tell(event.reason)
  })
}
