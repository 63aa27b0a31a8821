import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { PAGES } from '../src/pages'
import { id } from '../src/words/id'
import type { Visitor } from './support/browser'
import { open, settle, signIn, type Family } from './support/family'
import { addresses } from './support/pages'
import { appliance, arrive, staged } from './support/stage'

/** A second family on the box: its owner has what an owner has, and nothing of the box's or of the first family's. */
staged()

/** Called as nothing else on a page is, nor in the contract's examples. */
const FIRST: Family = {
  household: 'Keluarga Renjana',
  owner: { name: 'Raksabumi', password: 'kucing hijau naik becak' },
}
const SECOND: Family = {
  household: 'Keluarga Tetangga',
  owner: { name: 'Wulan', password: 'payung biru di teras' },
}
const OF_FIRST = /renjana|raksabumi|layarnya silau/i
const OWN_WORDS = 'Tombolnya jauh'
/** What only those may ask who look after the box. */
const OF_BOX = /^\/api\/v1\/(backups|certificate|doctor|errors|logs|outages|telegram)\b/

/** The first family with something said about the box, and the second one's owner at another browser. */
async function bothSettled(): Promise<{ first: Visitor; neighbour: Visitor }> {
  const first = await arrive('desktop')
  await settle(first.page, appliance, FIRST)
  await say(first.page, 'Layarnya silau sekali')
  await appliance.renewSetupLink()
  const neighbour = await arrive('phone')
  await neighbour.page.goto(appliance.setupLink)
  await neighbour.page.getByLabel(id.setup.familyName).waitFor()
  hasNothingOfFirst(await neighbour.page.content(), 'setup')
  await settle(neighbour.page, appliance, SECOND)
  return { first, neighbour }
}

/** Says only what was found: a whole page would hide it. */
function hasNothingOfFirst(text: string, where: string): void {
  expect(OF_FIRST.exec(text)?.[0], where).toBeUndefined()
}

async function say(page: Page, words: string): Promise<void> {
  const sent = await page.request.post(`${appliance.url}/api/v1/feedback`, { data: { words } })
  expect(sent.status()).toBe(201)
}

/** All that the API answers to this page from now on. */
function listening(page: Page): () => Promise<string> {
  const answers: Promise<string>[] = []
  page.on('response', (response) => {
    const isJson = response.headers()['content-type']?.includes('json') ?? false
    if (!isJson || !response.url().includes('/api/v1/')) return
    // One that was left by going to another page was read by nobody.
    answers.push(response.text().catch(() => ''))
  })
  return async () => (await Promise.all(answers)).join('\n')
}

const wayToFeedback = (page: Page) =>
  page.getByRole('main').getByRole('link', { name: new RegExp(`^${id.watching.feedback.title}`) })

test('the owner of a second family has no Kotak, and reads what their own family says under Pengaturan', async () => {
  const { first, neighbour } = await bothSettled()
  const { page } = neighbour
  await page.goto(`${appliance.url}/more`)
  const menu = page.getByRole('main')
  await menu.getByRole('link', { name: new RegExp(`^${id.pages.settings}`) }).waitFor()
  expect(await menu.getByRole('link', { name: new RegExp(`^${id.box.title}`) }).count()).toBe(0)

  await say(page, OWN_WORDS)
  await open(page, id.pages.settings)
  await neighbour.looksGood('neighbour-settings')
  await wayToFeedback(page).click()
  await page.getByRole('heading', { level: 1, name: id.watching.feedback.title, exact: true }).waitFor()
  await page.getByRole('button', { name: new RegExp(OWN_WORDS) }).waitFor()
  hasNothingOfFirst(await page.content(), 'feedback')
  await neighbour.looksGood('neighbour-feedback')
  // The way back is the one they came by.
  await page.getByRole('main').getByRole('link', { name: id.pages.settings, exact: true }).click()
  await page.getByRole('heading', { level: 1, name: id.pages.settings }).waitFor()

  // Who looks after the box has all of that under Kotak, and nothing of what the neighbours said.
  await first.page.goto(`${appliance.url}/settings`)
  await first.page.getByRole('heading', { level: 1, name: id.pages.settings }).waitFor()
  expect(await wayToFeedback(first.page).count()).toBe(0)
  await open(first.page, id.box.title)
  await wayToFeedback(first.page).click()
  await first.page.getByRole('button', { name: /Layarnya silau sekali/ }).waitFor()
  expect(await first.page.getByText(OWN_WORDS).count()).toBe(0)
})

test('a page of the box opened by its address says whose it is, and the box is asked nothing for it', async () => {
  const { neighbour } = await bothSettled()
  const { page } = neighbour
  const keepersOwn = PAGES.filter(({ only }) => only === 'keepers')
  expect(keepersOwn.length).toBeGreaterThan(0)
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  for (const { path } of keepersOwn) {
    await page.goto(appliance.url + path)
    await page.getByRole('heading', { name: id.box.elsewhere.title }).waitFor()
    await page.getByText(id.box.elsewhere.body).waitFor()
  }
  await neighbour.looksGood('neighbour-no-box')
  await page.getByRole('main').getByRole('link', { name: id.app.home }).click()
  await page.getByRole('navigation', { name: id.app.nav }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/')
  expect(asked.filter((path) => OF_BOX.test(path))).toEqual([])
})

test('nothing on any page of a second family is the first one’s', async () => {
  await bothSettled()
  const desk = await arrive('desktop')
  const { page } = desk
  const told = listening(page)
  await page.goto(`${appliance.url}/`)
  await page.getByRole('heading', { name: id.signIn.title }).waitFor()
  hasNothingOfFirst(await page.content(), 'sign-in')
  await signIn(page, SECOND.owner)
  const rail = page.getByRole('navigation', { name: id.app.nav })
  await rail.getByRole('link', { name: id.pages.settings, exact: true }).waitFor()
  expect(await rail.getByRole('link', { name: id.box.title, exact: true }).count()).toBe(0)

  for (const { address } of await addresses(page, appliance.url)) {
    await page.goto(appliance.url + address)
    await page.locator('h1').first().waitFor()
    await expect.poll(() => page.locator('.skeleton').count()).toBe(0)
    hasNothingOfFirst(await page.content(), address)
  }
  const all = await told()
  // What was listened to is what they were told.
  expect(all.includes(SECOND.household)).toBe(true)
  hasNothingOfFirst(all, 'answers')
  expect(desk.complaints).toEqual([])
})
