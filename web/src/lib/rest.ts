/** Work that can wait does so for this long at most: a page that is never at rest needs it as well. */
const AT_LATEST_MS = 6_000
const LOOKS_EVERY_MS = 100

/** How much is on its way that somebody waits for; the page itself, to begin with. */
let awaited = 1

/** Lets the browser paint and answer fingers before what follows. */
export function breath(): Promise<void> {
  return pause(0)
}

/** The first page stands there. */
export function begun(): void {
  awaited -= 1
}

/** Somebody waits for this: the app is not at rest before it has come, or failed. */
export function waitedFor<T>(work: Promise<T>): Promise<T> {
  awaited += 1
  return work.finally(() => {
    awaited -= 1
  })
}

/** When nobody waits for anything and the browser has nothing better to do. */
export async function atRest(): Promise<void> {
  const latest = performance.now() + AT_LATEST_MS
  while (awaited > 0 && performance.now() < latest) await pause(LOOKS_EVERY_MS)
  await idle()
}

/** Safari does not tell, so there it is soon. */
function idle(): Promise<void> {
  if (!('requestIdleCallback' in window)) return pause(LOOKS_EVERY_MS)
  return new Promise((done) => {
    requestIdleCallback(
      () => {
        done()
      },
      { timeout: AT_LATEST_MS },
    )
  })
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, ms)
  })
}
