/**
 * What a page reads first, asked for while the app itself is still on its way. Each answer is handed over once, to
 * whoever asks the same first.
 */

/** Who is here; every page waits for it. */
const HOLDER = '/api/v1/session/holder'
/** What every page of the family needs. */
const OF_ALL = ['/api/v1/wallets', '/api/v1/categories?all=true']

/** By its address, as the page itself asks. One that nobody asks any more is a wasted call: a story counts them. */
const OF_PAGE: Readonly<Record<string, readonly string[]>> = {
  '/': [
    '/api/v1/reports/comparison?period=payday',
    '/api/v1/transactions?limit=15',
    '/api/v1/reports/unusual?period=payday',
  ],
  '/transactions': ['/api/v1/search?q=&sort=day&limit=100'],
  '/reports': [
    '/api/v1/reports/period?period=payday',
    '/api/v1/reports/unusual?period=payday',
    '/api/v1/reports/frequent?period=payday&limit=5',
  ],
}

/** An answer that waited longer is not what the appliance says now. */
const FRESH_FOR_MS = 10_000

/** In this browser, that somebody was in when it was last open. Who it was stays with the appliance. */
const KEPT_AS = 'catatduit.in'

const asked = new Map<string, { at: number; answer: Promise<Response> }>()

export function expectSomebody(): void {
  localStorage.setItem(KEPT_AS, 'yes')
}

export function isSomebodyExpected(): boolean {
  return localStorage.getItem(KEPT_AS) !== null
}

/** Nothing that was asked for the member who is gone reaches the next one. */
export function forget(): void {
  asked.clear()
  localStorage.removeItem(KEPT_AS)
}

/** Which calls the page at an address begins with, when somebody is in. */
export function readsOf(pathname: string, search: string): readonly string[] {
  return [HOLDER, ...OF_ALL, ...(search === '' ? (OF_PAGE[pathname] ?? []) : [])]
}

export function askFirst(isIn: boolean): void {
  for (const path of isIn ? readsOf(location.pathname, location.search) : [HOLDER]) {
    const answer = fetch(path, { cache: 'no-store' })
    // Whoever takes it is told.
    answer.catch(() => undefined)
    asked.set(path, { at: performance.now(), answer })
  }
}

/** The answer to this request, if it was asked for and nobody has it yet. */
export function taken({ method, url }: Request): Promise<Response> | null {
  const { pathname, search } = new URL(url)
  const found = method === 'GET' ? asked.get(pathname + search) : undefined
  asked.delete(pathname + search)
  return found === undefined || performance.now() - found.at > FRESH_FOR_MS ? null : found.answer
}
