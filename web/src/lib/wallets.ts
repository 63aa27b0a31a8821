import type { Transaction } from '../api/types'

type Moved = Pick<Transaction, 'type' | 'amount' | 'wallet' | 'to_wallet' | 'received' | 'fee' | 'voided'>

/** What a record did to a wallet, in that wallet's currency: what came in is positive. */
export function effectOn(record: Moved, wallet: string): number {
  if (record.voided !== null) return 0
  switch (record.type) {
    case 'income':
    case 'adjustment':
      return record.wallet.id === wallet ? record.amount : 0
    case 'expense':
      return record.wallet.id === wallet ? -record.amount : 0
    case 'transfer': {
      const left = record.wallet.id === wallet ? -record.amount - (record.fee ?? 0) : 0
      const arrived = record.to_wallet?.id === wallet ? (record.received ?? record.amount) : 0
      return left + arrived
    }
  }
}
