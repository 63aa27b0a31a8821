/** What the browser remembers of a place in its history. */
interface Place {
  readonly key: number
}

const KEPT_AS = 'catatduit.places'
/** Rows that are on their way may make a page as long as it was. */
const GROWS_WITHIN_MS = 1_500

/** Where the person is: the address bar, as state, and how far down each page was read. */
class Router {
  path = $state(location.pathname)
  query = $state.raw(new URLSearchParams(location.search))
  /** How far down each place of the history was when it was left. */
  #kept: Map<number, number> | null = null
  #key = placeNow()?.key ?? 0
  /** What is to be done once the page that was asked for stands there. */
  #arriving: { depth: number; focus: boolean } | null = null

  /** Read when it is needed, which of a page that is opened afresh is not until it is left. */
  get #depths(): Map<number, number> {
    this.#kept ??= new Map(kept())
    return this.#kept
  }

  constructor() {
    history.scrollRestoration = 'manual'
    if (placeNow() === null) history.replaceState({ key: this.#key } satisfies Place, '')
    else this.#arriving = { depth: this.#depths.get(this.#key) ?? 0, focus: false }
    addEventListener('popstate', () => {
      this.#leave()
      const samePage = location.pathname === this.path
      this.#key = placeNow()?.key ?? 0
      if (!samePage) this.#arriving = { depth: this.#depths.get(this.#key) ?? 0, focus: true }
      this.#read()
    })
    addEventListener('pagehide', () => {
      this.#leave()
      sessionStorage.setItem(KEPT_AS, JSON.stringify([...this.#depths]))
    })
    document.addEventListener('click', (event) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null
      if (link !== null && isOurs(link, event)) {
        event.preventDefault()
        this.go(link.pathname + link.search)
      }
    })
  }

  /** The parts of the path: of `/wallets/01M2`, `wallets` and `01M2`. */
  get parts(): string[] {
    return this.path.split('/').filter((part) => part !== '')
  }

  /** Opens a page of the app; with `replace`, the back button does not lead to where the person was. */
  go(to: string, options: { replace?: boolean } = {}): void {
    if (to === location.pathname + location.search) {
      scrollTo(0, 0)
      return
    }
    this.#leave()
    if (options.replace === true) {
      history.replaceState({ key: this.#key } satisfies Place, '', to)
    } else {
      this.#key = Math.max(this.#key, ...this.#depths.keys()) + 1
      history.pushState({ key: this.#key } satisfies Place, '', to)
    }
    if (location.pathname !== this.path) this.#arriving = { depth: 0, focus: true }
    this.#read()
  }

  /** Goes back to the page that led here, or, when the app was opened here, to another one. */
  back(otherwise: string): void {
    if (this.#key > 0) history.back()
    else this.go(otherwise, { replace: true })
  }

  /** The page stands there: it is shown from where it was left, and spoken of to people who do not see it. */
  arrived(): void {
    const arriving = this.#arriving
    this.#arriving = null
    if (arriving === null) return
    scrollOnceLongEnough(arriving.depth, performance.now() + GROWS_WITHIN_MS)
    if (arriving.focus) focusContent()
  }

  #leave(): void {
    this.#depths.set(this.#key, Math.round(scrollY))
  }

  #read(): void {
    this.path = location.pathname
    this.query = new URLSearchParams(location.search)
  }
}

function placeNow(): Place | null {
  const state: unknown = history.state
  return typeof state === 'object' && state !== null && 'key' in state && typeof state.key === 'number'
    ? { key: state.key }
    : null
}

function kept(): [number, number][] {
  try {
    const places: unknown = JSON.parse(sessionStorage.getItem(KEPT_AS) ?? '[]')
    return Array.isArray(places) ? places.filter(isDepth) : []
  } catch {
    return []
  }
}

function isDepth(place: unknown): place is [number, number] {
  return Array.isArray(place) && place.length === 2 && place.every((part) => typeof part === 'number')
}

function scrollOnceLongEnough(depth: number, until: number): void {
  const room = document.documentElement.scrollHeight - innerHeight
  scrollTo(0, depth)
  if (room >= depth || performance.now() > until) return
  requestAnimationFrame(() => {
    // Somebody who scrolls on meanwhile is not pulled back.
    if (Math.round(scrollY) <= Math.max(room, 0) + 1) scrollOnceLongEnough(depth, until)
  })
}

/** Puts the focus on what the page is called, unless the page already put it somewhere within. */
function focusContent(): void {
  const main = document.querySelector('main')
  if (main === null || main.contains(document.activeElement) || document.querySelector('dialog[open]')) return
  const start = main.querySelector('h1') ?? main
  start.tabIndex = -1
  start.focus({ preventScroll: true })
}

/** A plain click on a link to another page of this app; the browser handles all others. */
function isOurs(link: HTMLAnchorElement, event: MouseEvent): boolean {
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
  return (
    plain &&
    !event.defaultPrevented &&
    link.origin === location.origin &&
    link.target === '' &&
    !link.hasAttribute('download') &&
    link.hash === '' &&
    !link.pathname.startsWith('/api/')
  )
}

export const router = new Router()
