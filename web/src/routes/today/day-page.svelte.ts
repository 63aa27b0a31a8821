import * as calls from '../../api/calls'
import type { Summary, Transaction } from '../../api/types'
import { monthBefore, monthOf, type Day } from '../../lib/days'
import { book } from '../../state/book.svelte'
import { Resource } from '../../state/resource.svelte'
import { session } from '../../state/session.svelte'

const PAGE = 100

/** One day of the family: its records, what they come to, and the month around it. */
export class DayPage {
  #shown: Day = ''
  /** The records loaded so far, and where the next ones begin. */
  readonly list = new Resource<{ items: Transaction[]; next: string | null }>((signal) => this.#load(signal))
  readonly day = new Resource<Summary>((signal) => calls.daySummary(this.#shown, signal))
  readonly month = new Resource<Summary>((signal) => calls.monthSummary(this.#month(), signal))
  #wanted = PAGE

  /** What the list shows: each record as it is now, without those taken back. */
  get transactions(): Transaction[] {
    return (this.list.data?.items ?? [])
      .map((transaction) => book.now(transaction))
      .filter(({ voided, day }) => voided === null && day === this.#shown)
  }

  get hasMore(): boolean {
    return this.list.data?.next != null
  }

  find(id: string): Transaction | null {
    return this.transactions.find((transaction) => transaction.id === id) ?? null
  }

  async show(day: Day): Promise<void> {
    if (day !== this.#shown) {
      this.#shown = day
      this.#wanted = PAGE
      this.list.clear()
      this.day.clear()
    }
    await this.refresh()
  }

  async refresh(): Promise<void> {
    await Promise.all([this.list.load(), this.day.load(), this.month.load()])
  }

  async more(): Promise<void> {
    this.#wanted += PAGE
    await this.list.load()
  }

  /** As many records as are wanted, page by page. */
  async #load(signal: AbortSignal): Promise<{ items: Transaction[]; next: string | null }> {
    const items: Transaction[] = []
    let next: string | null = null
    do {
      const page = await calls.transactions(
        { from: this.#shown, to: this.#shown, limit: PAGE, ...(next === null ? {} : { cursor: next }) },
        signal,
      )
      items.push(...page.items)
      next = page.next_cursor
    } while (next !== null && items.length < this.#wanted)
    book.keep(items)
    return { items, next }
  }

  /** The month that the day counts in: from payday on it is the new one, for a family that counts so. */
  #month(): string {
    const payday = session.me?.household.payday ?? null
    const before = payday !== null && Number(this.#shown.slice(8)) < payday
    return monthOf(before ? monthBefore(this.#shown) : this.#shown)
  }
}
