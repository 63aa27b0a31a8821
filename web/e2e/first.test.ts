import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { browser, demo, onExample } from './support/stage'
import { Visitor, type Size } from './support/browser'

/** What is seen and asked before the app itself is there. */
onExample()

const PAGES = ['/', '/transactions', '/reports'] as const

let visitor: Visitor

beforeEach(async () => {
  visitor = await Visitor.arrive(browser, 'phone')
})

/** The same person with another screen. */
async function on(size: Size): Promise<void> {
  await visitor.leave()
  visitor = await Visitor.arrive(browser, size)
}

afterEach(async () => {
  await visitor.leave()
})

async function signIn(): Promise<void> {
  const { appliance, owner } = demo
  const answer = await visitor.context.request.post(`${appliance.url}/api/v1/session`, { data: owner })
  expect(answer.ok()).toBe(true)
  // While older records are still put in order, their page asks again by itself.
  const all = `${appliance.url}/api/v1/search?q=`
  const isComplete = async (): Promise<boolean> =>
    ((await (await visitor.context.request.get(all)).json()) as { complete: boolean }).complete
  await expect.poll(isComplete, { timeout: 60_000 }).toBe(true)
}

describe('a page that is opened', () => {
  const ways = (['phone', 'desktop'] as const).flatMap((size) => PAGES.map((path) => [path, size] as const))
  test.each(ways)('asks for nothing twice, and moves nothing: %s on a %s', async (path, size) => {
    await on(size)
    await signIn()
    const { page } = visitor
    const asked: string[] = []
    page.on('request', (request) => {
      const { pathname, search } = new URL(request.url())
      if (pathname.startsWith('/api/')) asked.push(pathname + search)
    })
    await page.addInitScript(() => {
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          const { value } = entry as PerformanceEntry & { value: number }
          document.documentElement.dataset['moved'] = String(
            Number(document.documentElement.dataset['moved'] ?? 0) + value,
          )
        }
      }).observe({ type: 'layout-shift', buffered: true })
    })
    await page.goto(demo.appliance.url + path)
    await expect.poll(() => page.locator('main h1').count()).toBe(1)
    await expect.poll(() => page.locator('main [aria-busy="true"], main .skeleton').count()).toBe(0)
    await page.waitForLoadState('networkidle').catch(() => undefined)
    expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted())
    expect(await page.locator('#shell').count()).toBe(0)
    const moved = await page.evaluate(() => Number(document.documentElement.dataset['moved'] ?? 0))
    expect(moved).toBeLessThan(0.01)
    expect(visitor.complaints).toEqual([])
  })

  test('shows the menu while the app is on its way, and says when it does not come', async () => {
    await signIn()
    const { page } = visitor
    let come: () => void = () => undefined
    const waits = new Promise<void>((done) => (come = done))
    await page.route(/\/assets\/app-/, async (route) => {
      await waits
      await route.abort()
    })
    await page.goto(`${demo.appliance.url}/reports`, { waitUntil: 'commit' })
    const here = page.locator('#shell nav a[aria-current="page"]')
    await here.waitFor()
    expect((await here.innerText()).trim()).toBe('Laporan')
    come()
    await page.getByText('CatatDuit tidak menjawab').waitFor()
  })

  test('shows no menu to somebody who is not in, and speaks as it did last', async () => {
    const { page } = visitor
    await page.addInitScript(() => {
      localStorage.setItem('catatduit.language', 'en')
    })
    await page.route(/\/assets\/app-/, (route) => route.abort())
    await page.goto(demo.appliance.url)
    await page.getByText('CatatDuit does not answer').waitFor()
    expect(await page.locator('#shell nav').isVisible()).toBe(false)
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
  })
})
