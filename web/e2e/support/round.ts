import { expect } from 'vitest'
import type { Language } from '../../src/lib/days'
import { SIGN_IN } from '../../src/pages'
import { en } from '../../src/words/en'
import { id } from '../../src/words/id'
import { Visitor, type Size, type Theme } from './browser'
import { signIn } from './family'
import { addresses, farewell, RECEIPT, staying } from './pages'
import { browser, demo } from './stage'

/** How a round goes: in which language, and on what. */
export const WAYS: readonly (readonly [Language, Size])[] = [
  ['id', 'phone'],
  ['en', 'phone'],
  ['id', 'desktop'],
  ['en', 'desktop'],
]

/** A page that is before one, fully there. */
export interface Sight {
  /** Which page, by its path in the table of pages. */
  readonly path: string
  /** A name for a picture of it. */
  readonly name: string
  /** Another language has no other colours: the dark ones are looked at in one. */
  readonly themes: readonly Theme[]
}

/** Goes through every page there is on the example family, as its owner, and looks at each. */
export async function round(
  [language, size]: readonly [Language, Size],
  look: (visitor: Visitor, sight: Sight) => Promise<void>,
): Promise<void> {
  const { appliance, owner } = demo
  const themes: Theme[] = language === 'id' ? ['light', 'dark'] : ['light']
  const visitor = await Visitor.arrive(browser, size)
  const { page } = visitor
  const see = (path: string, name: string): Promise<void> =>
    look(visitor, { path, name: `${language}${name.replaceAll('/', '-')}`, themes })
  const visit = async (path: string, address = path, name = address): Promise<void> => {
    await page.goto(appliance.url + address)
    await page.locator('h1').first().waitFor()
    await settled(visitor)
    expect(await page.evaluate(() => document.documentElement.lang), address).toBe(language)
    await see(path, name)
  }
  try {
    await page.goto(`${appliance.url}/`)
    await page.locator('h1').first().waitFor()
    // Before anybody is known it speaks the browser's language.
    if (language === 'id') await see(SIGN_IN.path, '/sign-in')
    await signIn(page, owner)
    await page.getByRole('navigation').first().waitFor()
    await page.request.patch(`${appliance.url}/api/v1/session`, { data: { language } })
    await ordered(visitor, appliance.url)
    for (const { path, address } of await addresses(page, appliance.url)) await visit(path, address)

    // With a week left.
    await visit(RECEIPT, await farewell(page, appliance.url), '/receipt')
    await visit('/', '/', '/leaving')
    await page.getByRole('link', { name: (language === 'id' ? id : en).keeping.deletion.look }).waitFor()
    await visit('/settings/deletion', '/settings/deletion', '/settings/deletion-asked')
    await staying(page, appliance.url)
  } catch (error) {
    await visitor.keepFailure()
    throw error
  } finally {
    await visitor.leave()
  }
}

/** What the example family recorded is all found: right after the start it is still being put in order. */
async function ordered({ page }: Visitor, url: string): Promise<void> {
  const complete = async (): Promise<unknown> => {
    const answer = await page.request.get(`${url}/api/v1/search?q=&limit=1`)
    return ((await answer.json()) as { complete: unknown }).complete
  }
  await expect.poll(complete, { timeout: 120_000 }).toBe(true)
}

/** Nothing is on its way any more. */
async function settled({ page }: Visitor): Promise<void> {
  await expect.poll(() => page.locator('.skeleton').count()).toBe(0)
}
