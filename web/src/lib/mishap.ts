/** What an error of a page comes to for the box: kind, sentence, place and page. */
export interface Mishap {
  kind: string
  message: string
  stack: string
  page: string
}

/** What is expected and told where it happens: a refusal, no network, something given up. */
const EXPECTED = new Set(['Refused', 'Unreachable', 'AbortError', 'NetworkError', 'TimeoutError'])

/** As much as the box takes. */
const cut = (text: string, most: number): string => text.slice(0, most)

/** What to tell of an error; null when nobody needs to hear of it. */
export function mishapOf(error: unknown, page: string): Mishap | null {
  // Nothing was thrown: the browser notes that a layout took it two rounds, or hides what another site's script did.
  if (error === null || error === undefined) return null
  if (!(error instanceof Error) && !isDomException(error)) {
    // Anything may be thrown; what it was is all there is to say.
    return { kind: 'Thrown', message: typeof error, stack: '', page: cut(page, 500) }
  }
  if (EXPECTED.has(error.name)) return null
  return {
    kind: cut(error.name === '' ? 'Error' : error.name, 100),
    message: cut(error.message, 2000),
    stack: cut(error.stack ?? '', 8000),
    page: cut(page, 500),
  }
}

function isDomException(error: unknown): error is DOMException {
  return typeof DOMException === 'function' && error instanceof DOMException
}

/** Lets through a few errors for each load of the page, each of them once. */
export class Sieve {
  private readonly seen = new Set<string>()

  constructor(private readonly most: number) {}

  lets(mishap: Mishap): boolean {
    const which = `${mishap.kind} ${mishap.message}`
    if (this.seen.has(which) || this.seen.size >= this.most) return false
    this.seen.add(which)
    return true
  }
}
