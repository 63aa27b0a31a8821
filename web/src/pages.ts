import BookOpen from '@lucide/svelte/icons/book-open'
import ChartColumn from '@lucide/svelte/icons/chart-column'
import Coins from '@lucide/svelte/icons/coins'
import Hash from '@lucide/svelte/icons/hash'
import HeartPulse from '@lucide/svelte/icons/heart-pulse'
import House from '@lucide/svelte/icons/house'
import Info from '@lucide/svelte/icons/info'
import ListChecks from '@lucide/svelte/icons/list-checks'
import MessageCircle from '@lucide/svelte/icons/message-circle'
import ReceiptText from '@lucide/svelte/icons/receipt-text'
import Settings from '@lucide/svelte/icons/settings'
import Tags from '@lucide/svelte/icons/tags'
import Trash from '@lucide/svelte/icons/trash-2'
import Users from '@lucide/svelte/icons/users'
import WalletCards from '@lucide/svelte/icons/wallet-cards'
import type { Component } from 'svelte'
import type { Role } from './api/types'
import type { Words } from './words/id'

/** The groups of the menu, in this order. A phone's bar has room for the first, the others are under Lainnya. */
export const GROUPS = ['daily', 'books', 'house', 'help'] as const
export type Group = (typeof GROUPS)[number]

/** One page: where it is, what it is called, and the file that is fetched when it is first opened. */
export interface Page {
  /** A part that begins with a colon stands for anything: `/wallets/:id`. */
  readonly path: string
  readonly title: (words: Words) => string
  readonly load: () => Promise<{ default: Component }>
  /** Where the menu has it; a page without is reached from another one. */
  readonly menu?: {
    readonly group: Group
    readonly Icon: Component<{ size?: number }>
    /** What is done there, under its name. */
    readonly intro?: (words: Words) => string
    /** A phone's bar has room for few: this one is under Lainnya there. */
    readonly notInBar?: true
  }
  /** Whose page it is; everybody's when left out. Keepers are owners of the household that looks after the box. */
  readonly only?: 'owners' | 'keepers'
}

/** Pages for the family. One more page is one more entry here: address, title, menu and access follow from it. */
export const PAGES: readonly Page[] = [
  {
    path: '/',
    title: (w) => w.pages.home,
    load: () => import('./routes/overview/Home.svelte'),
    menu: { group: 'daily', Icon: House },
  },
  {
    path: '/transactions',
    title: (w) => w.pages.transactions,
    load: () => import('./routes/transactions/Transactions.svelte'),
    menu: { group: 'daily', Icon: ReceiptText },
  },
  {
    path: '/chat',
    title: (w) => w.pages.chat,
    load: () => import('./routes/chat/Chat.svelte'),
    menu: { group: 'daily', Icon: MessageCircle, intro: (w) => w.pages.chatIntro, notInBar: true },
  },
  {
    path: '/reports',
    title: (w) => w.pages.reports,
    load: () => import('./routes/reports/Reports.svelte'),
    menu: { group: 'daily', Icon: ChartColumn },
  },
  {
    path: '/reports/compare',
    title: (w) => w.reports.views.compare,
    load: () => import('./routes/reports/Comparing.svelte'),
  },
  {
    path: '/reports/trend',
    title: (w) => w.reports.views.trend,
    load: () => import('./routes/reports/Trends.svelte'),
  },
  {
    path: '/reports/calendar',
    title: (w) => w.reports.views.calendar,
    load: () => import('./routes/reports/SpendingDays.svelte'),
  },
  {
    path: '/reports/worth',
    title: (w) => w.reports.views.worth,
    load: () => import('./routes/reports/Worth.svelte'),
  },
  {
    path: '/wallets',
    title: (w) => w.resources.wallets.title,
    load: () => import('./routes/wallets/Wallets.svelte'),
    menu: { group: 'books', Icon: WalletCards, intro: (w) => w.resources.wallets.intro },
  },
  {
    path: '/wallets/:id',
    title: (w) => w.resources.wallets.title,
    load: () => import('./routes/wallets/WalletPage.svelte'),
  },
  {
    path: '/categories',
    title: (w) => w.resources.categories.title,
    load: () => import('./routes/categories/Categories.svelte'),
    menu: { group: 'books', Icon: Tags, intro: (w) => w.resources.categories.intro },
  },
  {
    path: '/tags',
    title: (w) => w.resources.tags.title,
    load: () => import('./routes/tags/Tags.svelte'),
    menu: { group: 'books', Icon: Hash, intro: (w) => w.resources.tags.intro },
  },
  {
    path: '/rates',
    title: (w) => w.resources.rates.title,
    load: () => import('./routes/rates/Rates.svelte'),
    menu: { group: 'books', Icon: Coins, intro: (w) => w.resources.rates.intro },
  },
  {
    path: '/trash',
    title: (w) => w.entry.trash,
    load: () => import('./routes/trash/Trash.svelte'),
    menu: { group: 'books', Icon: Trash, intro: (w) => w.pages.trashIntro },
  },
  {
    path: '/family',
    title: (w) => w.family.title,
    load: () => import('./routes/family/Family.svelte'),
    menu: { group: 'house', Icon: Users, intro: (w) => w.pages.familyIntro },
  },
  {
    path: '/audit',
    title: (w) => w.audit.title,
    load: () => import('./routes/audit/Audit.svelte'),
    menu: { group: 'house', Icon: ListChecks, intro: (w) => w.audit.intro },
  },
  {
    path: '/settings',
    title: (w) => w.pages.settings,
    load: () => import('./routes/settings/Settings.svelte'),
    menu: { group: 'house', Icon: Settings, intro: (w) => w.pages.settingsIntro },
  },
  {
    path: '/settings/notices',
    title: (w) => w.notices.title,
    load: () => import('./routes/settings/Notices.svelte'),
  },
  {
    path: '/settings/keys',
    title: (w) => w.settings.keys.title,
    load: () => import('./routes/settings/Keys.svelte'),
  },
  {
    path: '/settings/security',
    title: (w) => w.security.title,
    load: () => import('./routes/security/Security.svelte'),
  },
  {
    path: '/settings/retention',
    title: (w) => w.keeping.retention.title,
    load: () => import('./routes/settings/Retention.svelte'),
  },
  {
    path: '/settings/deletion',
    title: (w) => w.keeping.deletion.title,
    load: () => import('./routes/settings/Deletion.svelte'),
  },
  {
    path: '/settings/webhooks',
    title: (w) => w.keeping.webhooks.title,
    load: () => import('./routes/settings/Webhooks.svelte'),
    only: 'owners',
  },
  {
    path: '/box',
    title: (w) => w.box.title,
    load: () => import('./routes/box/BoxHealth.svelte'),
    menu: { group: 'house', Icon: HeartPulse, intro: (w) => w.box.intro },
    only: 'keepers',
  },
  {
    path: '/box/backups',
    title: (w) => w.inside.backups.title,
    load: () => import('./routes/box/Backups.svelte'),
    only: 'keepers',
  },
  {
    path: '/box/certificate',
    title: (w) => w.inside.certificate.title,
    load: () => import('./routes/box/CertificatePage.svelte'),
    only: 'keepers',
  },
  {
    path: '/box/bot',
    title: (w) => w.inside.bot.title,
    load: () => import('./routes/box/BotPage.svelte'),
    only: 'keepers',
  },
  {
    path: '/box/figures',
    title: (w) => w.figures.title,
    load: () => import('./routes/box/FiguresPage.svelte'),
    only: 'keepers',
  },
  {
    path: '/box/errors',
    title: (w) => w.watching.errors.title,
    load: () => import('./routes/box/Mishaps.svelte'),
    only: 'keepers',
  },
  {
    path: '/box/log',
    title: (w) => w.watching.log.title,
    load: () => import('./routes/box/Log.svelte'),
    only: 'keepers',
  },
  {
    path: '/box/outages',
    title: (w) => w.watching.outages.title,
    load: () => import('./routes/box/Outages.svelte'),
    only: 'keepers',
  },
  {
    path: '/box/feedback',
    title: (w) => w.watching.feedback.title,
    load: () => import('./routes/box/FeedbackPage.svelte'),
    only: 'owners',
  },
  { path: '/more', title: (w) => w.pages.more, load: () => import('./routes/more/More.svelte') },
]

/** Pages for anybody who can reach the appliance. */
export const OPEN_PAGES: readonly Page[] = [
  { path: '/setup', title: (w) => w.pages.setup, load: () => import('./routes/setup/Setup.svelte') },
  {
    path: '/demo',
    title: (w) => w.trial.title,
    load: () => import('./routes/trial/TrialPage.svelte'),
  },
  { path: '/join', title: (w) => w.pages.join, load: () => import('./routes/join/Join.svelte') },
  {
    path: '/reset',
    title: (w) => w.security.reset.title,
    load: () => import('./routes/reset/Reset.svelte'),
  },
  {
    path: '/api-docs',
    title: (w) => w.pages.apiDocs,
    load: () => import('./routes/api-docs/ApiDocs.svelte'),
    menu: { group: 'help', Icon: BookOpen, intro: (w) => w.pages.apiDocsIntro },
  },
  {
    path: '/about',
    title: (w) => w.settings.legal.title,
    load: () => import('./routes/legal/About.svelte'),
    menu: { group: 'help', Icon: Info, intro: (w) => w.settings.legal.intro },
  },
  {
    path: '/privacy',
    title: (w) => w.settings.legal.privacy,
    load: () => import('./routes/legal/Privacy.svelte'),
  },
  {
    path: '/receipts/:code',
    title: (w) => w.keeping.receipt.title,
    load: () => import('./routes/receipt/Receipt.svelte'),
  },
  { path: '/terms', title: (w) => w.settings.legal.terms, load: () => import('./routes/legal/Terms.svelte') },
  {
    path: '/licences',
    title: (w) => w.settings.legal.licences,
    load: () => import('./routes/legal/Licences.svelte'),
  },
]

export const SIGN_IN: Page = {
  path: '/sign-in',
  title: (w) => w.pages.signIn,
  load: () => import('./routes/sign-in/SignIn.svelte'),
}

/** The page at an address. */
export function pageAt(path: string, pages: readonly Page[] = PAGES): Page | undefined {
  return pages.find((page) => matches(page.path, path))
}

function matches(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  return (
    wanted.length === given.length &&
    wanted.every((part, at) => (part.startsWith(':') ? given[at] !== '' : part === given[at]))
  )
}

/** As much of who is signed in as says which pages are theirs. */
export interface Reader {
  readonly member: { readonly role: Role }
  readonly household: { readonly keeps_box: boolean }
}

export function mayOpen({ only }: Page, { member, household }: Reader): boolean {
  const owns = member.role === 'owner'
  return only === undefined || (owns && (only === 'owners' || household.keeps_box))
}

/** Where the ways to the pages about the box are, each for whom the one before is not. */
const LEADING_TO_BOX = ['/box', '/settings']

/**
 * The page that leads this member to one about the box, and that they go back to from it; none for what they may not
 * open. Where another household looks after the box, Kotak is not theirs, but what their own family says about it is.
 */
export function leadingTo(path: string, reader: Reader): Page | undefined {
  const page = pageAt(path)
  if (page === undefined || !mayOpen(page, reader)) return undefined
  return LEADING_TO_BOX.map((from) => pageAt(from)).find(
    (from) => from !== undefined && mayOpen(from, reader),
  )
}

/** A page that the menu leads to. */
export type MenuPage = Page & Required<Pick<Page, 'menu'>>

/** What the menu leads this member to, group by group. */
export function menuFor(reader: Reader | null): { group: Group; pages: MenuPage[] }[] {
  const all = [...PAGES, ...OPEN_PAGES].filter(
    (page): page is MenuPage =>
      page.menu !== undefined && (page.only === undefined || (reader !== null && mayOpen(page, reader))),
  )
  return GROUPS.map((group) => ({ group, pages: all.filter(({ menu }) => menu.group === group) })).filter(
    ({ pages }) => pages.length > 0,
  )
}

/** The page of the menu that this member finds an address under; none where the menu leads nowhere near it. */
export function menuPlaceOf(path: string, reader: Reader | null): string | undefined {
  const places = menuFor(reader).flatMap(({ pages }) => pages)
  return placeOf(path, places) ?? (reader === null ? undefined : leadingTo(path, reader)?.path)
}

/** The page of the menu that an address belongs to: a page within another is found under that one. */
export function placeOf(path: string, places: readonly { path: string }[]): string | undefined {
  const within = places.filter((place) => path === place.path || path.startsWith(`${place.path}/`))
  return within.sort((a, b) => b.path.length - a.path.length)[0]?.path
}
