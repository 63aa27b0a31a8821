import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Appliance } from './support/appliance'
import { launch, Visitor, type Size } from './support/browser'
import { signIn } from './support/family'
import { addresses, farewell, staying } from './support/pages'
import type { Language } from '../src/lib/days'
import { en } from '../src/words/en'
import { id } from '../src/words/id'

/** Every page there is, on the example family: axe finds nothing, nothing spills over, nothing is complained of. */
const looks: [Language, Size][] = [
  ['id', 'phone'],
  ['en', 'phone'],
  ['id', 'desktop'],
  ['en', 'desktop'],
]

let browser: Browser
let appliance: Appliance
let owner: { name: string; password: string }

beforeAll(async () => {
  browser = await launch()
  ;({ appliance, owner } = await Appliance.demo())
})

afterAll(async () => {
  await browser.close()
  await appliance.stop()
})

describe.each(looks)('in %s, on a %s', (language, size) => {
  test('every page is fit to be seen', { timeout: 600_000 }, async () => {
    const visitor = await Visitor.arrive(browser, size)
    const { page } = visitor
    try {
      await page.goto(`${appliance.url}/`)
      await visitor.looksGood(`${language}-sign-in`)
      await signIn(page, owner)
      await page.getByRole('navigation').first().waitFor()
      await page.request.patch(`${appliance.url}/api/v1/session`, { data: { language } })
      await ordered(visitor)
      const look = async (address: string, name = address): Promise<void> => {
        await page.goto(appliance.url + address)
        await page.locator('h1').first().waitFor()
        await settled(visitor)
        expect(await page.evaluate(() => document.documentElement.lang), address).toBe(language)
        // Another language has no other colours.
        await visitor.looksGood(
          `${language}${name.replaceAll('/', '-')}`,
          language === 'id' ? ['light', 'dark'] : ['light'],
        )
      }
      for (const address of await addresses(page, appliance.url)) await look(address)

      // With a week left.
      const receipt = await farewell(page, appliance.url)
      await look(receipt, '/receipt')
      await look('/', '/leaving')
      await page.getByRole('link', { name: (language === 'id' ? id : en).keeping.deletion.look }).waitFor()
      await look('/settings/deletion', '/settings/deletion-asked')
      await staying(page, appliance.url)
    } catch (error) {
      await visitor.keepFailure()
      throw error
    } finally {
      await visitor.leave()
    }
  })
})

/** What the example family recorded is all found: right after the start it is still being put in order. */
async function ordered({ page }: Visitor): Promise<void> {
  const complete = async (): Promise<unknown> => {
    const answer = await page.request.get(`${appliance.url}/api/v1/search?q=&limit=1`)
    return ((await answer.json()) as { complete: unknown }).complete
  }
  await expect.poll(complete, { timeout: 120_000 }).toBe(true)
}

/** Nothing is on its way any more. */
async function settled({ page }: Visitor): Promise<void> {
  await expect.poll(() => page.locator('.skeleton').count()).toBe(0)
}
