import * as calls from '../api/calls'
import { Refused } from '../api/problem'
import type { Transaction, Undone } from '../api/types'
import { formatMoney } from '../lib/money'
import { sentence } from '../ui/sentence'
import { talk } from '../words/talk.svelte'
import { book } from './book.svelte'
import { asFailure } from './resource.svelte'
import { toasts } from './toasts.svelte'

/**
 * Taking back and bringing back, always with the way back in the same sentence. Each tells the person what
 * happened, and gives whether it did. `quietly`, the view shows what happened in place, so only failures are
 * told.
 */
interface Telling {
  quietly?: boolean
}

/** Takes one record back. */
export async function takeBack(
  transaction: Transaction,
  { quietly = false }: Telling = {},
): Promise<boolean> {
  const w = talk.words
  return trying(async () => {
    const { transaction: now, change } = await calls.takeBack(transaction.id)
    book.tookBack([now], change)
    void book.wallets.load()
    if (quietly) return
    toasts.say(w.today.removed(formatMoney(now), now.description), {
      label: w.app.restore,
      run: () => void restore(change),
    })
  })
}

/** Takes back several as one act, and offers to bring all of them back. */
export async function takeBackAll(transactions: readonly Transaction[]): Promise<boolean> {
  const w = talk.words
  return trying(async () => {
    const { transactions: gone, change } = await calls.takeBackAll(transactions.map(({ id }) => id))
    book.tookBack(gone, change)
    void book.wallets.load()
    toasts.say(w.today.removedMany(gone.length), {
      label: w.app.restore,
      run: () => void restore(change),
    })
  })
}

/** Undoes an act by its change, whatever it did. */
export async function takeBackChange(change: number, { quietly = false }: Telling = {}): Promise<boolean> {
  return trying(async () => {
    undone(await calls.undo(change), quietly)
  })
}

/** Undoes the member's newest act. */
export async function takeBackNewest(): Promise<boolean> {
  const w = talk.words
  return trying(
    async () => {
      undone(await calls.undoNewest(), false)
    },
    (refused) => (refused.code === 'missing' || refused.code === 'gone' ? w.today.nothingToUndo : null),
  )
}

/** Undoes an undoing or a taking back. */
export async function restore(change: number, { quietly = false }: Telling = {}): Promise<boolean> {
  const w = talk.words
  return trying(async () => {
    book.keep((await calls.undo(change)).transactions)
    void book.wallets.load()
    if (!quietly) toasts.say(w.today.restored)
  })
}

function undone({ change, transactions }: Undone, quietly: boolean): void {
  const w = talk.words
  book.tookBack(transactions, change)
  void book.wallets.load()
  if (quietly) return
  const [first] = transactions
  const gone = first !== undefined && transactions.length === 1 && first.voided !== null
  toasts.say(gone ? w.chat.gone(formatMoney(first), first.description) : w.today.undone, {
    label: w.app.restore,
    run: () => void restore(change),
  })
}

async function trying(
  act: () => Promise<void>,
  saying: (refused: Refused) => string | null = () => null,
): Promise<boolean> {
  try {
    await act()
    return true
  } catch (error) {
    const failure = asFailure(error)
    const said = failure instanceof Refused ? saying(failure) : null
    toasts.warn(said ?? sentence(failure, talk.words))
    return false
  }
}
