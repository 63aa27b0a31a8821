import type { Page } from 'playwright-core'
import { OPEN_PAGES, PAGES } from '../../src/pages'

/** Things that have a page of their own, by where their list is. */
const LISTS: Record<string, { api: string; id: string }> = {
  '/wallets/': { api: '/api/v1/wallets', id: 'id' },
  '/transactions/': { api: '/api/v1/transactions', id: 'id' },
  '/categories/': { api: '/api/v1/categories', id: 'slug' },
  '/family/': { api: '/api/v1/members', id: 'id' },
}

/** Every address of the app, with something real in place of each part that stands for anything. */
export async function addresses(page: Page, url: string): Promise<string[]> {
  const paths = [...PAGES, ...OPEN_PAGES].map(({ path }) => path)
  return Promise.all(paths.map((path) => filled(path, page, url)))
}

async function filled(path: string, page: Page, url: string): Promise<string> {
  if (!path.includes(':')) return path
  const before = path.slice(0, path.indexOf(':'))
  const list = LISTS[before]
  if (list === undefined) throw new Error(`nobody said what ${path} is about: LISTS in e2e/support/pages.ts`)
  const answer = await page.request.get(url + list.api)
  const { items } = (await answer.json()) as { items: Record<string, string>[] }
  return before + (items[0]?.[list.id] ?? 'nothing')
}
