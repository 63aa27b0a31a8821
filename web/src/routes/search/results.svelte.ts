import * as calls from '../../api/calls'
import type { SearchHit, SearchPage, Transaction } from '../../api/types'
import type { Day } from '../../lib/days'
import { book } from '../../state/book.svelte'
import { Resource } from '../../state/resource.svelte'

const PAGE = 50

export type Sort = 'day' | 'amount' | 'best'

/** A found record as it is now. */
export interface Found {
  hit: SearchHit
  transaction: Transaction
}

/** Records of one day that follow each other. */
export interface Group {
  day: Day
  found: Found[]
}

/** What a search came to, as far as it was loaded. */
export class Results {
  text = $state('')
  sort = $state<Sort>('day')
  #wanted = PAGE
  readonly page = new Resource<SearchPage>((signal) => this.#load(signal))

  get found(): Found[] {
    return (this.page.data?.items ?? [])
      .map((hit) => ({ hit, transaction: book.now(hit.transaction) }))
      .filter(({ transaction }) => transaction.voided === null)
  }

  /** By day where the newest come first; else as they come, each with its own day. */
  get groups(): Group[] {
    const groups: Group[] = []
    for (const found of this.found) {
      const { day } = found.transaction
      const last = groups.at(-1)
      if (last?.day === day) last.found.push(found)
      else groups.push({ day, found: [found] })
    }
    return groups
  }

  get hasMore(): boolean {
    return this.page.data?.next_cursor != null
  }

  async show(text: string, sort: Sort): Promise<void> {
    if (text !== this.text || sort !== this.sort) this.#wanted = PAGE
    this.text = text
    this.sort = sort
    if (text.trim() === '') this.page.clear()
    else await this.page.load()
  }

  async refresh(): Promise<void> {
    if (this.text.trim() !== '') await this.page.load()
  }

  async more(): Promise<void> {
    this.#wanted += PAGE
    await this.page.load()
  }

  /** As many hits as are wanted, page by page. */
  async #load(signal: AbortSignal): Promise<SearchPage> {
    const query = { q: this.text, sort: this.sort, limit: PAGE }
    let page = await calls.search(query, signal)
    const items = [...page.items]
    while (page.next_cursor !== null && items.length < this.#wanted) {
      page = await calls.search({ ...query, cursor: page.next_cursor }, signal)
      items.push(...page.items)
    }
    book.keep(items.map((hit) => hit.transaction))
    return { ...page, items }
  }
}
