import * as calls from '../../api/calls'
import { isAbort, type Failure } from '../../api/problem'
import type { LedgerChange, SearchHit, SearchPage } from '../../api/types'
import { live } from '../../state/live.svelte'
import { asFailure } from '../../state/resource.svelte'
import { session } from '../../state/session.svelte'
import { rowsOf, type Row } from './rows'

const PAGE = 100
const LARGEST_PAGE = 200
/** A longer list is not fetched anew whenever something changes: it is mended where it can be, and says the rest. */
const RELOADED_UP_TO = 600
/** A change of more records than this is not mended one call each. */
const MENDED_ONE_BY_ONE = 20
/** While older records are still being put in order, the list asks again this often. */
const ASKS_AGAIN_AFTER_MS = 2_000

export const SORTS = ['day', 'amount', 'best'] as const
export type Sort = (typeof SORTS)[number]

/** The family's records as they were asked for, page by page as far as somebody scrolled. */
class Ledger {
  /** What is shown, from the top to the bottom. */
  rows = $state.raw<readonly Row[]>([])
  /** What the first page said about all hits; null before it came. */
  head = $state.raw<Omit<SearchPage, 'items' | 'next_cursor'> | null>(null)
  failure = $state.raw<Failure | null>(null)
  loading = $state(false)
  hasMore = $state(false)
  /** Something happened further down or up than this list looks by itself. */
  outdated = $state(false)
  #text = ''
  #sort: Sort = 'day'
  #hits: readonly SearchHit[] = []
  #next: string | null = null
  #running: AbortController | null = null
  #watched = false
  #missed = false
  #later: ReturnType<typeof setTimeout> | undefined

  constructor() {
    live.listen((change) => {
      if (this.head === null) return
      if (this.#watched) void this.#changed(change)
      else this.#missed = true
    })
    session.onleave(() => {
      this.clear()
    })
  }

  /** Somebody looks at the list until the returned function is called. */
  watch(): () => void {
    this.#watched = true
    return () => {
      this.#watched = false
    }
  }

  async show(text: string, sort: Sort): Promise<void> {
    const same = text === this.#text && sort === this.#sort
    this.#text = text
    this.#sort = sort
    if (same && this.head !== null && !this.#missed) return
    await this.#load(same ? Math.max(this.#hits.length, PAGE) : PAGE)
  }

  /** Everything that was loaded, as it is now. */
  async refresh(): Promise<void> {
    if (this.#hits.length > RELOADED_UP_TO) await this.#changed(null)
    else await this.#load(Math.max(this.#hits.length, PAGE))
  }

  /** From the top again. */
  async restart(): Promise<void> {
    await this.#load(PAGE)
  }

  async more(): Promise<void> {
    if (this.#next === null || this.loading) return
    await this.#fetch(async (signal) => {
      const page = await this.#page(this.#next, PAGE, signal)
      return () => {
        this.#hits = [...this.#hits, ...page.items]
        this.#next = page.next_cursor
      }
    })
  }

  clear(): void {
    this.#running?.abort()
    clearTimeout(this.#later)
    this.#text = ''
    this.#hits = []
    this.#next = null
    this.#lay()
    this.head = null
    this.failure = null
    this.loading = false
    this.outdated = false
  }

  async #load(wanted: number): Promise<void> {
    await this.#fetch(async (signal) => {
      const first = await this.#page(null, Math.min(wanted, LARGEST_PAGE), signal)
      const hits = [...first.items]
      let next = first.next_cursor
      while (next !== null && hits.length < wanted) {
        const page = await this.#page(next, Math.min(wanted - hits.length, LARGEST_PAGE), signal)
        hits.push(...page.items)
        next = page.next_cursor
      }
      return () => {
        this.#hits = hits
        this.#next = next
        this.head = first
        this.outdated = false
        this.#missed = false
      }
    })
  }

  /** One fetch at a time: a newer one ends an older. What it got is shown all at once. */
  async #fetch(act: (signal: AbortSignal) => Promise<() => void>): Promise<void> {
    this.#running?.abort()
    const running = new AbortController()
    this.#running = running
    this.loading = true
    try {
      const put = await act(running.signal)
      if (running.signal.aborted) return
      put()
      this.failure = null
      this.#lay()
      this.#completeSoon()
    } catch (error) {
      if (isAbort(error) || running.signal.aborted) return
      this.failure = asFailure(error)
    } finally {
      if (this.#running === running) this.loading = false
    }
  }

  #completeSoon(): void {
    clearTimeout(this.#later)
    if (this.head === null || this.head.complete) return
    this.#later = setTimeout(() => {
      if (this.#watched) void this.#load(Math.max(this.#hits.length, PAGE))
      else this.#missed = true
    }, ASKS_AGAIN_AFTER_MS)
  }

  #page(cursor: string | null, limit: number, signal: AbortSignal): Promise<SearchPage> {
    const query = { q: this.#text, sort: this.#sort, limit }
    return calls.search(cursor === null ? query : { ...query, cursor }, signal)
  }

  async #changed(change: LedgerChange | null): Promise<void> {
    if (this.#hits.length <= RELOADED_UP_TO) {
      await this.#load(Math.max(this.#hits.length, PAGE))
      return
    }
    const here = new Set(this.#hits.map(({ transaction }) => transaction.id))
    const touched = change?.transactions ?? []
    const known = touched.filter((id) => here.has(id))
    this.outdated ||= change === null || known.length < touched.length || known.length > MENDED_ONE_BY_ONE
    try {
      const mended = await Promise.all(known.slice(0, MENDED_ONE_BY_ONE).map((id) => calls.transaction(id)))
      const now = new Map(mended.map((transaction) => [transaction.id, transaction]))
      this.#hits = this.#hits.map((hit) => ({
        ...hit,
        transaction: now.get(hit.transaction.id) ?? hit.transaction,
      }))
      this.#lay()
    } catch (error) {
      asFailure(error)
      this.outdated = true
    }
  }

  #lay(): void {
    this.rows = rowsOf(this.#hits, this.#sort === 'day', this.#next === null)
    this.hasMore = this.#next !== null
  }
}

export const ledger = new Ledger()
