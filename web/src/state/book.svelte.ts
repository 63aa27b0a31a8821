import { SvelteMap } from 'svelte/reactivity'
import * as calls from '../api/calls'
import { Refused } from '../api/problem'
import type { Category, Transaction, TransactionType, Wallet } from '../api/types'
import { live } from './live.svelte'
import { Resource } from './resource.svelte'

/** A change that touches more records than this is fetched by reloading the lists instead, one call each. */
const MOST_FETCHED_ONE_BY_ONE = 20

/**
 * What several views share: the wallets, the categories, and every record seen so far by its id, so that a
 * record edited in one place is the same everywhere.
 */
class Book {
  readonly wallets = new Resource<Wallet[]>((signal) => calls.wallets(signal))
  readonly categories = new Resource<Category[]>((signal) => calls.categories(signal))
  readonly #seen = new SvelteMap<string, Transaction>()
  /** For each record taken back here, the change that did it: undoing that one restores the record. */
  readonly #takenBackBy = new SvelteMap<string, number>()

  constructor() {
    live.listen((change) => {
      void this.wallets.load()
      // A change without records may be one of what a category is called.
      if (change === null || change.transactions.length === 0) void this.categories.load()
      if (change !== null && change.transactions.length <= MOST_FETCHED_ONE_BY_ONE) {
        for (const id of change.transactions) if (this.#seen.has(id)) void this.refresh(id)
      }
    })
  }

  /** Fetches what every page needs. */
  open(): void {
    if (this.categories.data === null) void this.categories.load()
    void this.wallets.load()
  }

  /** Forgets the family: another member may sign in on this browser. */
  clear(): void {
    this.wallets.clear()
    this.categories.clear()
    this.#seen.clear()
    this.#takenBackBy.clear()
  }

  /** The newest known state of a record. */
  now(transaction: Transaction): Transaction {
    return this.#seen.get(transaction.id) ?? transaction
  }

  /** A record that was seen before. */
  find(id: string): Transaction | undefined {
    return this.#seen.get(id)
  }

  keep(transactions: readonly Transaction[]): void {
    for (const transaction of transactions) {
      const known = this.#seen.get(transaction.id)
      if (known === undefined || known.version <= transaction.version)
        this.#seen.set(transaction.id, transaction)
    }
  }

  async refresh(id: string): Promise<void> {
    try {
      this.keep([await calls.transaction(id)])
    } catch (error) {
      // Whatever went wrong, the record stays as it was last seen; the next change tries again.
      if (!(error instanceof Error)) throw error
    }
  }

  /** Remembers which change took these records back. */
  tookBack(transactions: readonly Transaction[], change: number): void {
    this.keep(transactions)
    for (const { id } of transactions) this.#takenBackBy.set(id, change)
  }

  takenBackBy(id: string): number | undefined {
    return this.#takenBackBy.get(id)
  }

  category(slug: string): Category | undefined {
    return this.categories.data?.find((category) => category.slug === slug)
  }

  /** What a record of this type may be filed under. */
  categoriesFor(type: TransactionType): Category[] {
    const known = this.categories.data ?? []
    const all = known.filter(({ hidden, merged_into }) => !hidden && merged_into === null)
    // Debts run both ways: borrowing and being paid back bring money in.
    if (type === 'income') return all.filter(({ flow, slug }) => flow === 'income' || slug === 'utang')
    return all.filter(({ flow }) => flow === type)
  }

  wallet(id: string): Wallet | undefined {
    return this.wallets.data?.find((wallet) => wallet.id === id)
  }

  get all(): Wallet[] {
    return this.wallets.data ?? []
  }
}

export const book = new Book()

/** Whether the appliance said no because somebody else changed the record first. */
export function isStale(error: unknown): boolean {
  return error instanceof Refused && error.code === 'stale'
}
