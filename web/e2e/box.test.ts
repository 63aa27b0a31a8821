import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { id } from '../src/words/id'
import { Appliance } from './support/appliance'
import { launch, Visitor, type Size } from './support/browser'
import { chatLine, open, say, settle } from './support/family'

/** The example family before there is one, and what an owner sees of the box. */
let browser: Browser
let appliance: Appliance
let visitor: Visitor

beforeAll(async () => {
  browser = await launch()
})

afterAll(async () => {
  await browser.close()
})

beforeEach(async () => {
  appliance = await Appliance.start()
})

afterEach(async () => {
  await visitor.leave()
  await appliance.stop()
})

async function arrive(size: Size): Promise<Visitor> {
  visitor = await Visitor.arrive(browser, size)
  return visitor
}

test('an example family is tried out, and nothing is left of it', async () => {
  const { page } = await arrive('phone')
  await page.goto(appliance.setupLink)
  await page.getByRole('heading', { name: id.trial.title }).waitFor()
  await visitor.looksGood('setup-with-trial')
  // It is made up while one waits.
  await page.getByRole('button', { name: id.trial.begin }).click()
  await page.getByText(id.trial.banner).waitFor({ timeout: 120_000 })
  await open(page, id.pages.chat)
  await say(page, 'beli zulvaquanti 15rb')
  await page.getByText('Zulvaquanti').first().waitFor()
  await visitor.looksGood('trial-chat')
  await open(page, id.pages.home)
  await page.getByText(id.trial.banner).waitFor()
  await visitor.looksGood('trial-home')

  await page.getByRole('button', { name: id.trial.end }).click()
  // The link to set the box up is where it was, and still good.
  await page.getByLabel(id.setup.familyName).waitFor()
  const kept = await page.evaluate(async () => {
    const names = await indexedDB.databases()
    const opened = names.map(
      ({ name }) =>
        new Promise<string>((done, fail) => {
          const asked = indexedDB.open(name ?? '')
          asked.onerror = () => {
            fail(new Error('a database does not open'))
          }
          asked.onsuccess = () => {
            const db = asked.result
            const stores = Array.from(db.objectStoreNames)
            if (stores.length === 0) done('')
            const found: unknown[] = []
            for (const store of stores) {
              const all = db.transaction(store).objectStore(store).getAll()
              all.onsuccess = () => {
                if (found.push(all.result) === stores.length) done(JSON.stringify(found))
              }
            }
          }
        }),
    )
    return [...(await Promise.all(opened)), JSON.stringify(localStorage), document.cookie].join(' ')
  })
  expect(kept).not.toContain('zulvaquanti')
  await settle(page, appliance)
  const found = await page.request.get(`${appliance.url}/api/v1/search?q=zulvaquanti`)
  expect(((await found.json()) as { items: unknown[] }).items).toEqual([])
  await page.goto(appliance.url)
  await chatLine(page)
    .or(page.getByRole('heading', { name: 'Keluarga Santoso' }))
    .first()
    .waitFor()
  expect(await page.getByText(id.trial.banner).count()).toBe(0)
})

test('an owner sees the backups, makes one, and sees the certificate and the bot', async () => {
  const { page } = await arrive('desktop')
  await settle(page, appliance)
  await page.goto(`${appliance.url}/settings`)
  await page.getByRole('link', { name: id.inside.backups.title }).click()
  const make = page.getByRole('button', { name: id.inside.backups.make })
  await expect.poll(() => make.isEnabled(), { timeout: 60_000 }).toBe(true)
  const before = await page.getByText('.tar.zst.age').count()
  await make.click()
  await page.getByText(id.inside.backups.made).waitFor({ timeout: 60_000 })
  expect(await page.getByText('.tar.zst.age').count()).toBe(before + 1)
  await page.getByText(id.inside.backups.proven).waitFor()
  // Nobody has seen the box's own key yet.
  await page.getByText('catatduit backup key').waitFor()
  await visitor.looksGood('backups')

  await page.goto(`${appliance.url}/box/certificate`)
  await page.getByText(id.inside.certificate.modes.off).waitFor()
  await visitor.looksGood('certificate')
  await page.goto(`${appliance.url}/box/bot`)
  await page.getByText(id.inside.bot.inlets.off).waitFor()
  await page.getByLabel(id.bot.label).waitFor()
  await visitor.looksGood('bot')
})
