const LOOK_EVERY_MS = 3_600_000

/** Goes to the page of a notice that was tapped while the app was open. */
export function followNotices(go: (address: string) => void): void {
  if (!('serviceWorker' in navigator)) return
  navigator.serviceWorker.addEventListener('message', (event) => {
    const data: unknown = event.data
    if (typeof data !== 'object' || data === null || !('open' in data) || typeof data.open !== 'string')
      return
    const page = new URL(data.open, location.origin)
    if (page.origin === location.origin) go(page.pathname + page.search)
  })
}

/**
 * Keeps the app's files in this browser, once the page has nothing better to do. `onready` is called when a
 * newer version waits; what it is given takes the newer one and reloads.
 */
export function install(onready: (takeOver: () => void) => void): void {
  // Only secure pages may; elsewhere the app works as long as the appliance does.
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return
  if (document.readyState === 'complete') void register(onready)
  else addEventListener('load', () => void register(onready), { once: true })
}

async function register(onready: (takeOver: () => void) => void): Promise<void> {
  const registration = await navigator.serviceWorker.register('/sw.js').catch(() => null)
  if (registration === null) return
  const tell = (): void => {
    const { waiting } = registration
    if (waiting === null) return
    onready(() => {
      navigator.serviceWorker.addEventListener('controllerchange', () => {
        location.reload()
      })
      waiting.postMessage('take-over')
    })
  }
  // The first version of all takes over by itself: nothing older is open.
  if (navigator.serviceWorker.controller !== null) tell()
  registration.addEventListener('updatefound', () => {
    const coming = registration.installing
    coming?.addEventListener('statechange', () => {
      if (coming.state === 'installed' && navigator.serviceWorker.controller !== null) tell()
    })
  })
  let looked = Date.now()
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - looked < LOOK_EVERY_MS) return
    looked = Date.now()
    registration.update().catch(() => undefined)
  })
}
