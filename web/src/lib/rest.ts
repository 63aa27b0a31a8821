/** Work that can wait does so for this long at most: a page that is never at rest needs it as well. */
const AT_LATEST_MS = 4_000

/** Lets the browser paint and answer fingers before what follows. */
export function breath(): Promise<void> {
  return new Promise((done) => {
    setTimeout(done)
  })
}

/** When the browser has nothing better to do. Safari does not tell, so there it is soon. */
export function atRest(): Promise<void> {
  return new Promise((done) => {
    if ('requestIdleCallback' in window) {
      requestIdleCallback(
        () => {
          done()
        },
        { timeout: AT_LATEST_MS },
      )
    } else setTimeout(done, 1_000)
  })
}
