import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Appliance } from '../support/appliance'
import { launch, type Theme } from '../support/browser'
import { signIn } from '../support/family'

/**
 * The pictures of docs/screens, anew: `npm run gallery`. The example family at three widths and in both themes,
 * as WebP, so that all of them together stay small.
 */
const FOLDER = join(import.meta.dirname, '../../../docs/screens')
const QUALITY = 78
const MOST_BYTES = 6_000_000
const WIDTHS = [
  { width: 360, height: 780 },
  { width: 768, height: 1024 },
  { width: 1280, height: 860 },
]
const THEMES: Theme[] = ['light', 'dark']

/** What is worth showing, by name; the sentence is written into the chat line first. */
const SCREENS: { name: string; path: string; say?: string }[] = [
  { name: 'home', path: '/' },
  { name: 'transactions', path: '/transactions' },
  { name: 'chat', path: '/chat', say: 'kopi 22rb, parkir 2rb' },
  { name: 'reports', path: '/reports' },
  { name: 'reports-compare', path: '/reports/compare' },
  { name: 'reports-trend', path: '/reports/trend?count=12' },
  { name: 'reports-calendar', path: '/reports/calendar' },
  { name: 'reports-worth', path: '/reports/worth?count=12' },
  { name: 'wallets', path: '/wallets' },
  { name: 'categories', path: '/categories' },
  { name: 'family', path: '/family' },
  { name: 'settings', path: '/settings' },
]

let browser: Browser
let appliance: Appliance
let owner: { name: string; password: string }

beforeAll(async () => {
  browser = await launch()
  ;({ appliance, owner } = await Appliance.demo())
  await rm(FOLDER, { recursive: true, force: true })
  await mkdir(FOLDER, { recursive: true })
})

afterAll(async () => {
  await browser.close()
  await appliance.stop()
})

describe.each(WIDTHS)('at $width pixels', (viewport) => {
  test.each(THEMES)('in %s', async (theme) => {
    const context = await browser.newContext({
      viewport,
      colorScheme: theme,
      locale: 'id-ID',
      timezoneId: 'Asia/Jakarta',
      hasTouch: viewport.width < 900,
      isMobile: viewport.width < 900,
      reducedMotion: 'reduce',
    })
    const page = await context.newPage()
    const look = (name: string): Promise<void> =>
      keep(page, `${name}-${String(viewport.width)}-${theme}.webp`)
    await page.goto(appliance.url)
    await page.getByRole('textbox').first().waitFor()
    await look('sign-in')
    await signIn(page, owner)
    await page.getByRole('navigation').first().waitFor()
    for (const { name, path, say } of SCREENS) {
      await page.goto(appliance.url + path)
      await page.locator('h1').first().waitFor({ state: 'attached' })
      await expect.poll(() => page.locator('.skeleton').count()).toBe(0)
      if (say !== undefined) await page.locator('[data-chat-line]').first().fill(say)
      await page.waitForTimeout(600)
      await look(name)
    }
    await context.close()
  })
})

test('all of them together stay small', async () => {
  const files = await readdir(FOLDER)
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(FOLDER, file))).size))
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  expect(files.length).toBe((SCREENS.length + 1) * WIDTHS.length * THEMES.length)
  expect(bytes).toBeLessThan(MOST_BYTES)
})

/** The browser writes WebP itself, which its driver does not offer. */
async function keep(page: Page, file: string): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY })
  await writeFile(join(FOLDER, file), Buffer.from(data, 'base64'))
  await session.detach()
}
