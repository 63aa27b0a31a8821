import type { Day } from '../lib/days'
import type { TransactionType } from '../api/types'
import type { Words } from '../words/id'

/** The parts of a record that a tap can change. */
export type Part = 'amount' | 'category' | 'wallet' | 'to_wallet' | 'day' | 'description'

/** A change to one of them, as both drafts and transactions take it. */
export interface Fix {
  amount?: number
  category?: string
  wallet?: string
  to_wallet?: string
  day?: Day
  description?: string
}

/** What a record and a record to be have in common. */
export interface Editable {
  type: TransactionType
  amount: number | null
  currency: string
  category: string
  wallet: { id: string | null; name: string } | null
  to_wallet: { id: string | null; name: string } | null
  day: Day
  description: string
}

export function partName(part: Part, type: TransactionType, words: Words): string {
  if (part === 'to_wallet') return words.parts.toWallet
  if (part === 'wallet' && type === 'transfer') return words.parts.fromWallet
  return words.parts[part]
}
