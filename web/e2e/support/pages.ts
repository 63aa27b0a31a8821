import type { Page } from 'playwright-core'
import { OPEN_PAGES, PAGES } from '../../src/pages'

/** Things that have a page of their own, by where their list is. */
const LISTS: Record<string, { api: string; id: string }> = {
  '/wallets/': { api: '/api/v1/wallets', id: 'id' },
  '/transactions/': { api: '/api/v1/transactions', id: 'id' },
  '/categories/': { api: '/api/v1/categories', id: 'slug' },
  '/family/': { api: '/api/v1/members', id: 'id' },
}

/** Its code is said once, to whoever asks for a deletion. */
export const RECEIPT = '/receipts/:code'

/** Every page of the app but a receipt, and its address with something real in place of each part that stands for anything. */
export async function addresses(page: Page, url: string): Promise<{ path: string; address: string }[]> {
  const paths = [...PAGES, ...OPEN_PAGES].map(({ path }) => path).filter((path) => path !== RECEIPT)
  return Promise.all(paths.map(async (path) => ({ path, address: await filled(path, page, url) })))
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

/** Asks that the whole household be deleted in a week, and gives the address of the receipt. */
export async function farewell(page: Page, url: string): Promise<string> {
  const session = await page.request.get(`${url}/api/v1/session`)
  const { household } = (await session.json()) as { household: { name: string } }
  const data = { name: household.name }
  const asked = await page.request.post(`${url}/api/v1/deletion/household`, { data })
  const { receipt } = (await asked.json()) as { receipt: string }
  return RECEIPT.replace(':code', receipt)
}

/** Calls it off. */
export async function staying(page: Page, url: string): Promise<void> {
  const kept = await page.request.delete(`${url}/api/v1/deletion/household`)
  if (!kept.ok()) throw new Error(`the deletion was not called off: ${await kept.text()}`)
}
