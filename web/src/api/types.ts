import type { components } from './schema.gen'

/** Shapes of the appliance's API, by the names that the app uses. */
type Schemas = components['schemas']

export type Role = Schemas['Role']
export type TransactionType = Schemas['TransactionType']
export type WalletKind = Schemas['WalletKind']
export type SetUpView = Schemas['SetUpView']
export type WalletTemplate = Schemas['TemplateView']
export type NewHousehold = Schemas['NewHousehold']
export type Me = Schemas['Me']
export type Transaction = Schemas['Transaction']
export type TransactionPage = Schemas['TransactionPage']
export type Amendment = Schemas['Amendment']
export type Changed = Schemas['Changed']
export type Undone = Schemas['Undone']
export type Reading = Schemas['Reading']
export type ReadItem = Schemas['ReadItem']
export type Draft = Schemas['Draft']
export type DraftItem = Schemas['DraftItem']
export type DraftDoubt = Schemas['DraftDoubt']
export type ItemFix = Schemas['ItemFix']
export type CaptureOutcome = Schemas['CaptureOutcome']
export type Wallet = Schemas['Wallet']
export type NewWallet = Schemas['NewWallet']
export type WalletAdded = Schemas['WalletAdded']
export type BalanceSet = Schemas['BalanceSet']
export type Category = Schemas['Category']
export type Lesson = Schemas['Lesson']
export type LessonChanged = Schemas['LessonChanged']
export type Summary = Schemas['Summary']
export type Report = Schemas['Report']
export type Trend = Schemas['Trend']
export type Comparison = Schemas['Comparison']
export type NetWorth = Schemas['NetWorth']
export type UnusualEntry = Schemas['UnusualEntry']
export type FrequentEntry = Schemas['FrequentEntry']
export type FigureRow = Schemas['FigureRow']
export type RowPage = Schemas['RowPage']
export type TelegramLink = Schemas['TelegramLink']

/** What this app reads of an event; the stream carries more. */
export interface LedgerChange {
  readonly seq: number
  readonly transactions: readonly string[]
  readonly wallets: readonly string[]
}
