/** Where the person is: the address bar, as state. */
class Router {
  path = $state(location.pathname)
  query = $state.raw(new URLSearchParams(location.search))

  constructor() {
    addEventListener('popstate', () => {
      this.#read()
    })
    document.addEventListener('click', (event) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null
      if (link !== null && isOurs(link, event)) {
        event.preventDefault()
        this.go(link.pathname + link.search)
      }
    })
  }

  /** Opens a page of the app; with `replace`, the back button does not lead to where the person was. */
  go(to: string, options: { replace?: boolean } = {}): void {
    if (to === location.pathname + location.search) return
    if (options.replace === true) history.replaceState(null, '', to)
    else history.pushState(null, '', to)
    const samePage = location.pathname === this.path
    this.#read()
    if (!samePage) scrollTo(0, 0)
  }

  #read(): void {
    this.path = location.pathname
    this.query = new URLSearchParams(location.search)
  }
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
