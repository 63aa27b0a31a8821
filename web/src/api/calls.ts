import createClient from 'openapi-fetch'
import type { Day, Language } from '../lib/days'
import { ask } from '../offline/line'
import { Refused } from './problem'
import type { paths } from './schema.gen'
import type * as types from './types'

/**
 * Every call this app makes, each by what it does. A call gives its data or throws: `Refused` when the
 * appliance says no, `Unreachable` when it does not answer and this browser remembers no earlier answer to the
 * same question, and the browser's `AbortError` when given up.
 */
const api = createClient<paths>({
  baseUrl: location.origin,
  credentials: 'same-origin',
  fetch: ask,
})

let unauthenticated: () => void = () => undefined

/** Calls back whenever the appliance no longer knows who is asking. */
export function onUnauthenticated(callback: () => void): void {
  unauthenticated = callback
}

interface Answered<T> {
  data?: T
  error?: unknown
  response: Response
}

async function answer<T>(call: Promise<Answered<T>>): Promise<T> {
  const { data, error, response } = await call
  if (response.ok) return data as T
  const refused = Refused.from(response.status, error)
  if (refused.code === 'unauthenticated') unauthenticated()
  throw refused
}

/** The member who is signed in, or null. */
export async function whoAmI(): Promise<types.Me | null> {
  const { me } = await answer(api.GET('/api/v1/session/holder'))
  if (me === null) unauthenticated()
  return me
}

/** Refused with `code_needed` where the person has a second factor: then the same with a code of it. */
export const signIn = (name: string, password: string, code: string | null): Promise<types.Me> =>
  answer(api.POST('/api/v1/session', { body: { name, password, ...(code === null ? {} : { code }) } }))

export const signOut = (): Promise<unknown> => answer(api.DELETE('/api/v1/session'))

export const setLanguage = (language: Language): Promise<types.Me> =>
  answer(api.PATCH('/api/v1/session', { body: { language } }))

export const lookAtSetup = (code: string | null, signal: AbortSignal): Promise<types.SetUpView> =>
  answer(api.GET('/api/v1/setup', { params: { query: code === null ? {} : { code } }, signal }))

export const setUp = (household: types.NewHousehold): Promise<types.Me> =>
  answer(api.POST('/api/v1/setup', { body: household }))

export const read = (text: string, signal: AbortSignal): Promise<types.Reading> =>
  answer(api.POST('/api/v1/readings', { body: { text }, signal }))

/**
 * The same key says that it is the same message sent again, which then records nothing twice. `written` is when
 * it was, where it had to wait, so that it is of its own day.
 */
export const say = (
  message: { text: string; about: string | null; written: string | null },
  key: string,
): Promise<types.CaptureOutcome> =>
  answer(
    api.POST('/api/v1/captures', {
      params: { header: { 'Idempotency-Key': key } },
      body: {
        text: message.text,
        ...(message.about === null ? {} : { about: message.about }),
        ...(message.written === null ? {} : { written: message.written }),
      },
    }),
  )

export const drafts = async (signal: AbortSignal): Promise<types.Draft[]> =>
  (await answer(api.GET('/api/v1/drafts', { signal }))).items

export const fixDraft = (id: string, fixes: types.ItemFix[]): Promise<types.Draft> =>
  answer(api.PATCH('/api/v1/drafts/{id}', { params: { path: { id } }, body: { items: fixes } }))

export const confirmDraft = (id: string): Promise<types.CaptureOutcome> =>
  answer(api.POST('/api/v1/drafts/{id}/confirm', { params: { path: { id } } }))

export const dropDraft = (id: string): Promise<unknown> =>
  answer(api.DELETE('/api/v1/drafts/{id}', { params: { path: { id } } }))

export interface TransactionQuery {
  from?: Day
  to?: Day
  cursor?: string
  limit?: number
}

export const transactions = (query: TransactionQuery, signal: AbortSignal): Promise<types.TransactionPage> =>
  answer(api.GET('/api/v1/transactions', { params: { query }, signal }))

export interface SearchQuery {
  q: string
  sort?: 'day' | 'amount' | 'recorded' | 'best'
  cursor?: string
  limit?: number
}

export const search = (query: SearchQuery, signal: AbortSignal): Promise<types.SearchPage> =>
  answer(api.GET('/api/v1/search', { params: { query }, signal }))

/** Completions of what is typed so far. */
export const suggest = async (q: string, signal: AbortSignal): Promise<types.Suggestion[]> =>
  (await answer(api.GET('/api/v1/search/suggestions', { params: { query: { q } }, signal }))).items

export const transaction = (id: string): Promise<types.Transaction> =>
  answer(api.GET('/api/v1/transactions/{id}', { params: { path: { id } } }))

/** Of a refund, the purchase it belongs to; of a purchase, what came back of it. */
export const links = (id: string, signal: AbortSignal): Promise<types.Links> =>
  answer(api.GET('/api/v1/transactions/{id}/links', { params: { path: { id } }, signal }))

export const amend = (id: string, amendment: types.Amendment): Promise<types.Changed> =>
  answer(api.PATCH('/api/v1/transactions/{id}', { params: { path: { id } }, body: amendment }))

export const takeBack = (id: string): Promise<types.Changed> =>
  answer(api.DELETE('/api/v1/transactions/{id}', { params: { path: { id } } }))

/** The same correction of several as one act. */
export const amendAll = (amendment: types.BulkAmendment): Promise<types.AllChanged> =>
  answer(api.POST('/api/v1/transactions/amend', { body: amendment }))

/** Several as one act, which one undo brings back. */
export const takeBackAll = (ids: readonly string[]): Promise<types.AllChanged> =>
  answer(api.POST('/api/v1/transactions/void', { body: { ids: [...ids] } }))

export const history = async (id: string, signal: AbortSignal): Promise<types.PastChange[]> =>
  (await answer(api.GET('/api/v1/transactions/{id}/changes', { params: { path: { id } }, signal }))).items

export const trash = async (signal: AbortSignal): Promise<types.TrashItem[]> =>
  (await answer(api.GET('/api/v1/trash', { params: { query: { limit: 200 } }, signal }))).items

export const audit = (query: {
  member?: string
  kind?: types.AuditEntry['kind'][]
  cursor?: string
}): Promise<types.AuditPage> => answer(api.GET('/api/v1/audit', { params: { query } }))

export const restore = (ids: readonly string[]): Promise<types.AllChanged> =>
  answer(api.POST('/api/v1/trash/restore', { body: { ids: [...ids] } }))

/** The file goes as it is: what kind of picture it is, the appliance finds out itself. */
export const addPicture = (id: string, file: File): Promise<types.Changed> =>
  answer(
    api.POST('/api/v1/transactions/{id}/attachments', {
      params: { path: { id } },
      body: file as unknown as string,
      bodySerializer: () => file,
      headers: { 'Content-Type': 'image/jpeg' },
    }),
  )

export const removePicture = (id: string, attachment: string): Promise<types.Changed> =>
  answer(
    api.DELETE('/api/v1/transactions/{id}/attachments/{attachment}', {
      params: { path: { id, attachment } },
    }),
  )

export const undo = (seq: number): Promise<types.Undone> =>
  answer(api.POST('/api/v1/changes/{seq}/undo', { params: { path: { seq } } }))

export const undoNewest = (): Promise<types.Undone> => answer(api.POST('/api/v1/undo'))

/** Takes a lesson back, not the correction that taught it. */
export const undoLesson = (id: string): Promise<types.LessonChanged> =>
  answer(api.DELETE('/api/v1/lessons/{id}', { params: { path: { id } } }))

/** Takes a lesson back, and has nothing learnt about its words again. */
export const forbidLesson = (id: string): Promise<types.LessonChanged> =>
  answer(api.POST('/api/v1/lessons/{id}/forbid', { params: { path: { id } } }))

export const wallets = async (signal: AbortSignal): Promise<types.Wallet[]> =>
  (await answer(api.GET('/api/v1/wallets', { signal }))).items

/** Wallets that many families have. */
export const walletTemplates = async (signal: AbortSignal): Promise<types.WalletTemplate[]> =>
  (await answer(api.GET('/api/v1/wallet-templates', { signal }))).items

export const addWallet = (wallet: types.NewWallet): Promise<types.WalletAdded> =>
  answer(api.POST('/api/v1/wallets', { body: wallet }))

/** The wallets in use with what they hold together. */
export const walletList = (signal: AbortSignal): Promise<types.WalletList> =>
  answer(api.GET('/api/v1/wallets', { signal }))

export const archivedWallets = async (signal: AbortSignal): Promise<types.Wallet[]> =>
  (await answer(api.GET('/api/v1/wallets', { params: { query: { archived: true } }, signal }))).items

export const changeWallet = (id: string, change: types.WalletChange): Promise<types.WalletChanged> =>
  answer(api.PATCH('/api/v1/wallets/{id}', { params: { path: { id } }, body: change }))

/** Archives it when anything was ever recorded in it. */
export const removeWallet = (id: string): Promise<types.WalletChanged> =>
  answer(api.DELETE('/api/v1/wallets/{id}', { params: { path: { id } } }))

export const orderWallets = (wallets: string[]): Promise<types.Ordered> =>
  answer(api.PUT('/api/v1/wallet-order', { body: { wallets } }))

export const preferWallet = (id: string): Promise<types.WalletChanged> =>
  answer(api.PUT('/api/v1/wallets/{id}/preferred', { params: { path: { id } } }))

export const setCardDays = (id: string, days: types.CardDays): Promise<types.WalletChanged> =>
  answer(api.PUT('/api/v1/wallets/{id}/card', { params: { path: { id } }, body: days }))

export const dropCardDays = (id: string): Promise<types.WalletChanged> =>
  answer(api.DELETE('/api/v1/wallets/{id}/card', { params: { path: { id } } }))

export const statements = (id: string, signal: AbortSignal): Promise<types.Statements> =>
  answer(api.GET('/api/v1/wallets/{id}/statements', { params: { path: { id } }, signal }))

/** Records what happened without a message, as a form does. */
export const record = (transaction: types.NewTransaction): Promise<types.Entered> =>
  answer(api.POST('/api/v1/transactions', { body: transaction }))

/** The newest records of a wallet. */
export const walletRecords = async (
  wallet: string,
  limit: number,
  signal: AbortSignal,
): Promise<types.Transaction[]> =>
  (await answer(api.GET('/api/v1/transactions', { params: { query: { wallet: [wallet], limit } }, signal })))
    .items

export const rates = async (signal: AbortSignal): Promise<types.Rate[]> =>
  (await answer(api.GET('/api/v1/rates', { signal }))).items

export const setRate = (currency: string, day: Day, micros: number): Promise<types.RateSet> =>
  answer(api.PUT('/api/v1/rates/{currency}/{day}', { params: { path: { currency, day } }, body: { micros } }))

export const dropRate = (currency: string, day: Day): Promise<types.RateSet> =>
  answer(api.DELETE('/api/v1/rates/{currency}/{day}', { params: { path: { currency, day } } }))

export const setBalance = (id: string, balance: number): Promise<types.BalanceSet> =>
  answer(api.PUT('/api/v1/wallets/{id}/balance', { params: { path: { id } }, body: { balance } }))

/** Hidden and merged ones too: older records may still carry them. */
export const categories = async (signal: AbortSignal): Promise<types.Category[]> =>
  (await answer(api.GET('/api/v1/categories', { params: { query: { all: true } }, signal }))).items

export const addCategory = (category: types.NewCategory): Promise<types.CategoryChanged> =>
  answer(api.POST('/api/v1/categories', { body: category }))

export const changeCategory = (slug: string, change: types.CategoryChange): Promise<types.CategoryChanged> =>
  answer(api.PATCH('/api/v1/categories/{slug}', { params: { path: { slug } }, body: change }))

export const mergeCategory = (slug: string, into: string): Promise<types.CategoryChanged> =>
  answer(api.PUT('/api/v1/categories/{slug}/merged', { params: { path: { slug } }, body: { into } }))

export const unmergeCategory = (slug: string): Promise<types.CategoryChanged> =>
  answer(api.DELETE('/api/v1/categories/{slug}/merged', { params: { path: { slug } } }))

export const orderCategories = (categories: string[]): Promise<types.Ordered> =>
  answer(api.PUT('/api/v1/category-order', { body: { categories } }))

export const tags = async (signal: AbortSignal): Promise<types.TagUse[]> =>
  (await answer(api.GET('/api/v1/tags', { signal }))).items

/** Where the new name is a tag already, the two become one. */
export const renameTag = (from: string, to: string): Promise<types.TagRenamed> =>
  answer(api.POST('/api/v1/tags/rename', { body: { from, to } }))

export const daySummary = (day: Day, signal: AbortSignal): Promise<types.Summary> =>
  answer(api.GET('/api/v1/summaries/day', { params: { query: { day } }, signal }))

export const monthSummary = (month: string, signal: AbortSignal): Promise<types.Summary> =>
  answer(api.GET('/api/v1/summaries/month', { params: { query: { month } }, signal }))

/** A named period around a day, or days of one's own. */
export type ReportQuery = { period: 'week' | 'payday' | 'year'; day?: Day } | { from: Day; to: Day }

export const report = (query: ReportQuery, signal: AbortSignal): Promise<types.Report> =>
  answer(api.GET('/api/v1/reports/period', { params: { query }, signal }))

/** Against the period before, or other days. */
export const comparison = (
  query: ReportQuery & { with_from?: Day; with_to?: Day },
  signal: AbortSignal,
): Promise<types.Comparison> => answer(api.GET('/api/v1/reports/comparison', { params: { query }, signal }))

export const unusual = async (query: ReportQuery, signal: AbortSignal): Promise<types.UnusualEntry[]> =>
  (await answer(api.GET('/api/v1/reports/unusual', { params: { query }, signal }))).items

export const frequent = async (query: ReportQuery, signal: AbortSignal): Promise<types.FrequentEntry[]> =>
  (await answer(api.GET('/api/v1/reports/frequent', { params: { query: { ...query, limit: 5 } }, signal })))
    .items

export const trend = (count: number, signal: AbortSignal): Promise<types.Trend> =>
  answer(api.GET('/api/v1/reports/trend', { params: { query: { count } }, signal }))

export const netWorth = (signal: AbortSignal, months = 12): Promise<types.NetWorth> =>
  answer(api.GET('/api/v1/reports/net-worth', { params: { query: { months } }, signal }))

/** What each day of a calendar month cost; of this month when none is named. */
export const calendar = (month: string | null, signal: AbortSignal): Promise<types.SpendingCalendar> =>
  answer(api.GET('/api/v1/reports/calendar', { params: { query: month === null ? {} : { month } }, signal }))

/** Follows a figure's own link to its rows, one page at a time. */
export const rowsOf = (link: string, cursor: string | null, signal: AbortSignal): Promise<types.RowPage> => {
  const asked = Object.fromEntries(new URLSearchParams(link.slice(link.indexOf('?') + 1)))
  const { from = '', to = '', ...narrowed } = asked
  const query = { from, to, ...narrowed, ...(cursor === null ? {} : { cursor }) }
  return answer(api.GET('/api/v1/reports/rows', { params: { query }, signal }))
}

export const linkTelegram = (): Promise<types.TelegramLink> => answer(api.POST('/api/v1/telegram/link'))

/** The Telegram accounts that speak for the caller, or for another member, by an owner. */
export const telegramLinks = async (
  member: string | null,
  signal: AbortSignal,
): Promise<readonly types.LinkedAccount[]> =>
  (
    await answer(
      api.GET('/api/v1/telegram/links', { params: { query: member === null ? {} : { member } }, signal }),
    )
  ).items

export const endTelegramLink = (id: string): Promise<unknown> =>
  answer(api.DELETE('/api/v1/telegram/links/{id}', { params: { path: { id } } }))

/** How the family's bot is doing, for an owner. */
export const telegram = (signal: AbortSignal): Promise<types.TelegramView> =>
  answer(api.GET('/api/v1/telegram', { signal }))

/** Gives the bot the token that BotFather gave; it works with it at once. */
export const setBotToken = (token: string): Promise<types.TokenTaken> =>
  answer(api.PUT('/api/v1/telegram/token', { body: { token } }))

export const removeBotToken = (): Promise<unknown> => answer(api.DELETE('/api/v1/telegram/token'))

/** How it stands with the box's backups, for an owner. */
export const backups = (signal: AbortSignal): Promise<types.BackupsView> =>
  answer(api.GET('/api/v1/backups', { signal }))

/** Asks for a backup; it is made and tried out in the background. */
export const makeBackup = (): Promise<types.BackupsView> => answer(api.POST('/api/v1/backups'))

/** What browsers are shown to trust the box by, for an owner. */
export const certificate = (signal: AbortSignal): Promise<types.CertificateView> =>
  answer(api.GET('/api/v1/certificate', { signal }))

export const members = async (signal: AbortSignal): Promise<types.Member[]> =>
  (await answer(api.GET('/api/v1/members', { signal }))).items

export const changeMember = (id: string, change: types.MemberChange): Promise<types.Member> =>
  answer(api.PATCH('/api/v1/members/{id}', { params: { path: { id } }, body: change }))

/** Makes that member an owner, and the caller an adult. */
export const handOver = (id: string): Promise<unknown> =>
  answer(api.POST('/api/v1/members/{id}/owner', { params: { path: { id } } }))

/** Sends a member away; of oneself: leaves. */
export const removeMember = (id: string): Promise<unknown> =>
  answer(api.DELETE('/api/v1/members/{id}', { params: { path: { id } } }))

export const invitations = async (signal: AbortSignal): Promise<types.Invitation[]> =>
  (await answer(api.GET('/api/v1/invitations', { signal }))).items

export const invite = (invitation: types.NewInvitation): Promise<types.Invited> =>
  answer(api.POST('/api/v1/invitations', { body: invitation }))

export const withdrawInvitation = (id: string): Promise<unknown> =>
  answer(api.DELETE('/api/v1/invitations/{id}', { params: { path: { id } } }))

/** What an invitation's link offers. */
export const offer = (code: string, signal: AbortSignal): Promise<types.Offer> =>
  answer(api.GET('/api/v1/join', { params: { query: { code } }, signal }))

export const join = (newcomer: types.Newcomer): Promise<types.Me> =>
  answer(api.POST('/api/v1/join', { body: newcomer }))

/** The families of this box that the person belongs to. */
export const households = async (signal: AbortSignal): Promise<types.HouseholdRef[]> =>
  (await answer(api.GET('/api/v1/households', { signal }))).items

export const switchHousehold = (household: string): Promise<types.Me> =>
  answer(api.PUT('/api/v1/session/household', { body: { household } }))

/** Who sees which wallet, of every wallet that the member sees. */
export const sharings = async (signal: AbortSignal): Promise<types.SharedWallet[]> =>
  (await answer(api.GET('/api/v1/sharings', { signal }))).items

export const sharing = (wallet: string, signal: AbortSignal): Promise<types.Sharing> =>
  answer(api.GET('/api/v1/wallets/{id}/sharing', { params: { path: { id: wallet } }, signal }))

export const share = (wallet: string, sharing: types.NewSharing): Promise<types.Sharing> =>
  answer(api.PUT('/api/v1/wallets/{id}/sharing', { params: { path: { id: wallet } }, body: sharing }))

export const passkeys = async (signal: AbortSignal): Promise<readonly types.Passkey[]> =>
  (await answer(api.GET('/api/v1/passkeys', { signal }))).items

/** What a device is asked for a new passkey. The password is left out by whoever signed in just now. */
export const beginPasskey = (password: string | null): Promise<types.PasskeyOffer> =>
  answer(api.POST('/api/v1/passkeys/challenge', { body: password === null ? {} : { password } }))

export const addPasskey = (passkey: types.NewPasskey): Promise<types.Passkey> =>
  answer(api.POST('/api/v1/passkeys', { body: passkey }))

export const renamePasskey = (id: string, name: string): Promise<types.Passkey> =>
  answer(api.PATCH('/api/v1/passkeys/{id}', { params: { path: { id } }, body: { name } }))

export const removePasskey = (id: string): Promise<unknown> =>
  answer(api.DELETE('/api/v1/passkeys/{id}', { params: { path: { id } } }))

/** What devices are asked by a page on which nobody is signed in. */
export const askForPasskey = (): Promise<types.PasskeyQuestion> =>
  answer(api.POST('/api/v1/session/passkey/challenge'))

export const signInWithPasskey = (passkey: types.PasskeyShown): Promise<types.Me> =>
  answer(api.POST('/api/v1/session/passkey', { body: passkey }))

export const account = (signal: AbortSignal): Promise<types.Account> =>
  answer(api.GET('/api/v1/account', { signal }))

export const changePassword = (old: string, fresh: string): Promise<unknown> =>
  answer(api.PUT('/api/v1/account/password', { body: { old, new: fresh } }))

export const beginTotp = (password: string): Promise<types.TotpOffer> =>
  answer(api.POST('/api/v1/account/totp', { body: { password } }))

export const confirmTotp = (code: string): Promise<types.RecoveryCodes> =>
  answer(api.POST('/api/v1/account/totp/confirm', { body: { code } }))

export const endTotp = (password: string, code: string): Promise<unknown> =>
  answer(api.POST('/api/v1/account/totp/end', { body: { password, code } }))

export const renewRecoveryCodes = (password: string, code: string): Promise<types.RecoveryCodes> =>
  answer(api.POST('/api/v1/account/recovery-codes', { body: { password, code } }))

export const sessions = async (signal: AbortSignal): Promise<readonly types.Session[]> =>
  (await answer(api.GET('/api/v1/sessions', { signal }))).items

export const endSession = (id: string): Promise<unknown> =>
  answer(api.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } }))

export const endOtherSessions = (): Promise<unknown> => answer(api.DELETE('/api/v1/sessions'))

/** A link with which that member chooses a new password. */
export const makeReset = (id: string): Promise<types.ResetLink> =>
  answer(api.POST('/api/v1/members/{id}/reset', { params: { path: { id } } }))

/** Whose password a link is for. */
export const lookAtReset = (code: string, signal: AbortSignal): Promise<types.ResetOffer> =>
  answer(api.GET('/api/v1/reset', { params: { query: { code } }, signal }))

export const useReset = (code: string, password: string): Promise<types.Me> =>
  answer(api.POST('/api/v1/reset', { body: { code, password } }))

/** What the family is called and how its days and months go; what is left out stays. */
export const changeHousehold = (change: types.HouseholdChange): Promise<types.HouseholdChanged> =>
  answer(api.PATCH('/api/v1/household', { body: change }))

export const retention = (signal: AbortSignal): Promise<types.Retention> =>
  answer(api.GET('/api/v1/household/retention', { signal }))

export const setRetention = (retention: types.Retention): Promise<types.Retention> =>
  answer(api.PUT('/api/v1/household/retention', { body: retention }))

/** Asks for oneself or the whole household to be deleted; the name says that it is meant. */
export const askForDeletion = (
  what: 'account' | 'household',
  name: string,
): Promise<types.DeletionAskedFor> =>
  what === 'account'
    ? answer(api.POST('/api/v1/deletion/account', { body: { name } }))
    : answer(api.POST('/api/v1/deletion/household', { body: { name } }))

export const callOffDeletion = (what: 'account' | 'household'): Promise<unknown> =>
  what === 'account'
    ? answer(api.DELETE('/api/v1/deletion/account'))
    : answer(api.DELETE('/api/v1/deletion/household'))

/** What a deletion came to, for whoever has its code. */
export const receipt = (code: string, signal: AbortSignal): Promise<types.Receipt> =>
  answer(api.GET('/api/v1/receipts/{code}', { params: { path: { code } }, signal }))

export const webhooks = async (signal: AbortSignal): Promise<types.Webhook[]> =>
  (await answer(api.GET('/api/v1/webhooks', { signal }))).items

export const addWebhook = (webhook: types.NewWebhook): Promise<types.MadeWebhook> =>
  answer(api.POST('/api/v1/webhooks', { body: webhook }))

export const changeWebhook = (id: string, change: types.WebhookChange): Promise<types.Webhook> =>
  answer(api.PATCH('/api/v1/webhooks/{id}', { params: { path: { id } }, body: change }))

export const removeWebhook = (id: string): Promise<unknown> =>
  answer(api.DELETE('/api/v1/webhooks/{id}', { params: { path: { id } } }))

export const tryWebhook = (id: string): Promise<types.Delivery> =>
  answer(api.POST('/api/v1/webhooks/{id}/ping', { params: { path: { id } } }))

export const deliveries = async (id: string, limit: number, signal: AbortSignal): Promise<types.Delivery[]> =>
  (
    await answer(
      api.GET('/api/v1/webhooks/{id}/deliveries', { params: { path: { id }, query: { limit } }, signal }),
    )
  ).items

/** The box's key for notices. */
export const pushKey = async (): Promise<string> => (await answer(api.GET('/api/v1/push/key'))).key

export const subscriptions = async (signal: AbortSignal): Promise<types.Subscription[]> =>
  (await answer(api.GET('/api/v1/push/subscriptions', { signal }))).items

export const putSubscription = (device: types.NewSubscription): Promise<types.Subscription> =>
  answer(api.PUT('/api/v1/push/subscriptions', { body: device }))

export const removeSubscription = (id: string): Promise<unknown> =>
  answer(api.DELETE('/api/v1/push/subscriptions/{id}', { params: { path: { id } } }))

export const trySubscription = (id: string): Promise<unknown> =>
  answer(api.POST('/api/v1/push/subscriptions/{id}/trial', { params: { path: { id } } }))

export const wishes = (signal: AbortSignal): Promise<types.Wishes> =>
  answer(api.GET('/api/v1/push/wishes', { signal }))

export const changeWishes = (change: types.WishesChange): Promise<types.Wishes> =>
  answer(api.PATCH('/api/v1/push/wishes', { body: change }))

export const tokens = async (signal: AbortSignal): Promise<types.Token[]> =>
  (await answer(api.GET('/api/v1/tokens', { signal }))).items

export const makeToken = (token: types.NewToken): Promise<types.MadeToken> =>
  answer(api.POST('/api/v1/tokens', { body: token }))

export const revokeToken = (id: string): Promise<unknown> =>
  answer(api.DELETE('/api/v1/tokens/{id}', { params: { path: { id } } }))

/** Has the box look at itself; takes some seconds. */
export const checkup = (signal: AbortSignal): Promise<types.Checkup> =>
  answer(api.GET('/api/v1/doctor', { signal }))

/** The troubles that the box has now. */
export const alarms = async (signal: AbortSignal): Promise<types.Alarm[]> =>
  (await answer(api.GET('/api/v1/doctor/alarms', { signal }))).items

/** Somebody looks after it: nobody else is told of it any more. */
export const acknowledgeAlarm = (alarm: types.Alarm['code']): Promise<unknown> =>
  answer(api.POST('/api/v1/doctor/alarms/{alarm}/acknowledge', { params: { path: { alarm } } }))

/** An error of a page, for the box's list of them. */
export const reportError = (error: types.BrowserError): Promise<unknown> =>
  answer(api.POST('/api/v1/errors', { body: error }))

/** Errors that are alike as one each: those that are solved, or those that are not. */
export const errors = async (solved: boolean, signal: AbortSignal): Promise<types.ErrorGroup[]> =>
  (await answer(api.GET('/api/v1/errors', { params: { query: { solved } }, signal }))).items

export const solveError = (id: string): Promise<types.ErrorGroup> =>
  answer(api.POST('/api/v1/errors/{id}/solve', { params: { path: { id } } }))

/** Lines of the box's log that matter at least so much, newest first. */
export const log = (
  { level, cursor }: { level: types.LogLevel; cursor: string | null },
  signal?: AbortSignal,
): Promise<types.LogPage> => {
  const query = { level, ...(cursor === null ? {} : { cursor }) }
  return answer(api.GET('/api/v1/logs', { params: { query }, ...(signal === undefined ? {} : { signal }) }))
}

/** What the box was measured by in the last day. */
export const readings = (signal: AbortSignal): Promise<types.BoxReadings> =>
  answer(api.GET('/api/v1/doctor/readings', { signal }))

/** When the box was away. */
export const outages = (signal: AbortSignal): Promise<types.OutageList> =>
  answer(api.GET('/api/v1/outages', { signal }))

export const sendFeedback = (feedback: types.NewFeedback): Promise<types.Feedback> =>
  answer(api.POST('/api/v1/feedback', { body: feedback }))

/** All of the household's for an owner, else what one said oneself. */
export const feedback = async (signal: AbortSignal): Promise<types.Feedback[]> =>
  (await answer(api.GET('/api/v1/feedback', { signal }))).items

export const answerFeedback = (id: string, said: types.FeedbackAnswer): Promise<types.Feedback> =>
  answer(api.PATCH('/api/v1/feedback/{id}', { params: { path: { id } }, body: said }))
