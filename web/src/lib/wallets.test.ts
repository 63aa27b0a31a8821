import { expect, test } from 'vitest'
import { effectOn } from './wallets'

const wallet = (id: string): { id: string; name: string } => ({ id, name: id })
const record = {
  amount: 100,
  wallet: wallet('bca'),
  to_wallet: null,
  received: null,
  fee: null,
  voided: null,
}

test('an expense leaves its wallet, an income comes into it, and neither touches another', () => {
  expect(effectOn({ ...record, type: 'expense' }, 'bca')).toBe(-100)
  expect(effectOn({ ...record, type: 'income' }, 'bca')).toBe(100)
  expect(effectOn({ ...record, type: 'expense' }, 'gopay')).toBe(0)
})

test('an adjustment counts with its sign', () => {
  expect(effectOn({ ...record, type: 'adjustment', amount: -40 }, 'bca')).toBe(-40)
})

test('a transfer leaves with its fee, and arrives as what was received', () => {
  const transfer = { ...record, type: 'transfer' as const, to_wallet: wallet('usd'), fee: 7, received: 3 }
  expect(effectOn(transfer, 'bca')).toBe(-107)
  expect(effectOn(transfer, 'usd')).toBe(3)
  expect(effectOn({ ...transfer, received: null }, 'usd')).toBe(100)
})

test('what was taken back did nothing', () => {
  expect(effectOn({ ...record, type: 'expense', voided: '2026-11-22T04:00:00Z' }, 'bca')).toBe(0)
})
