import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { id } from '../src/words/id'
import { Appliance } from './support/appliance'
import { launch, Visitor } from './support/browser'
import { chatLine, open, say, setUp, signIn } from './support/family'

let browser: Browser
let appliance: Appliance
let visitors: Visitor[]

beforeAll(async () => {
  browser = await launch()
})

afterAll(async () => {
  await browser.close()
})

beforeEach(async () => {
  appliance = await Appliance.start()
  visitors = []
})

afterEach(async () => {
  for (const visitor of visitors) await visitor.leave()
  await appliance.stop()
})

async function arrive(size: 'phone' | 'desktop'): Promise<Visitor> {
  const visitor = await Visitor.arrive(browser, size, 'light')
  visitors.push(visitor)
  return visitor
}

const nothingToSee = (): Promise<void> => Promise.resolve()

test('what one browser records shows in the other at once', async () => {
  const phone = await arrive('phone')
  await setUp(phone.page, appliance, nothingToSee)
  const desk = await arrive('desktop')
  await desk.page.goto(`${appliance.url}/`)
  await signIn(desk.page)
  await desk.page.getByRole('button', { name: /GoPay.*Rp250\.000/ }).waitFor()

  await say(phone.page, 'beli bakso 15rb pake gopay')
  const list = desk.page.getByRole('list', { name: id.today.list })
  await list.getByText('−15.000').waitFor()
  await desk.page.getByRole('button', { name: /GoPay.*Rp235\.000/ }).waitFor()

  // And what the other corrects shows in the conversation.
  await list.getByRole('button', { name: /bakso/i }).click()
  await desk.page.getByLabel(id.parts.amount, { exact: true }).fill('17rb')
  await desk.page.getByRole('button', { name: id.app.save, exact: true }).click()
  await phone.page.getByRole('article', { name: /Rp17\.000.*bakso/i }).waitFor()
  expect([...phone.complaints, ...desk.complaints]).toEqual([])
})

test('a pulled plug is told, and everything acknowledged is there afterwards', async () => {
  const { page } = await arrive('phone')
  await setUp(page, appliance, nothingToSee)
  await say(page, 'beli bakso 15rb pake gopay')
  await page.getByRole('article', { name: /Rp15\.000.*bakso/i }).waitFor()
  await appliance.kill()
  await page.getByText(/Tidak tersambung/).waitFor()

  // What is said meanwhile waits with its writer, and is recorded once.
  await say(page, 'kopi 22rb')
  await page.getByText(id.chat.notSent).waitFor()
  await appliance.resume()
  await expect.poll(() => page.getByText(/Tidak tersambung/).count(), { timeout: 20_000 }).toBe(0)
  await page.getByRole('button', { name: id.chat.sendAgain }).click()
  await page.getByRole('article', { name: /Rp22\.000.*kopi/i }).waitFor()
  await open(page, id.pages.home)
  const list = page.getByRole('list', { name: id.today.list })
  await expect.poll(() => list.getByRole('button', { name: /bakso|kopi/i }).count()).toBe(2)
  await page.getByText('−Rp37.000').first().waitFor()
})

test('a session that ended leads to signing in, and back to the same page', async () => {
  const { page, context } = await arrive('desktop')
  await setUp(page, appliance, nothingToSee)
  await open(page, id.pages.home)
  await page.getByRole('list', { name: id.today.list }).waitFor()
  await context.clearCookies()
  await page.getByRole('button', { name: id.today.previousDay }).click()
  await page.getByText(id.signIn.expired).waitFor()
  await page.getByLabel(id.signIn.name, { exact: true }).fill('Budi')
  await page.getByLabel(id.signIn.password, { exact: true }).fill('bukan ini')
  await page.getByRole('button', { name: id.signIn.submit }).click()
  await page.getByRole('alert').waitFor()
  await signIn(page)
  await page.getByText(id.today.emptyOther).waitFor()
})

test('a list is walked, selected, edited and undone from the keyboard', async () => {
  const { page, complaints } = await arrive('desktop')
  await setUp(page, appliance, nothingToSee)
  await open(page, id.pages.home)
  await page.getByRole('list', { name: id.today.list }).waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('kopi 22rb')
  await page.keyboard.press('Enter')
  const list = page.getByRole('list', { name: id.today.list })
  await list.getByText('−22.000').waitFor()
  await chatLine(page).fill('parkir 2rb')
  await page.keyboard.press('Enter')
  await list.getByText('−2.000').waitFor()
  await page.keyboard.press('Escape')

  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await page.keyboard.press('e')
  await page.getByLabel(id.parts.amount, { exact: true }).waitFor()
  await page.getByRole('button', { name: id.app.cancel }).click()
  await list.getByRole('button').first().focus()
  await page.keyboard.press('x')
  await page.getByRole('toolbar', { name: id.today.selected(1) }).waitFor()
  await page.getByRole('button', { name: id.today.removeSelected }).click()
  await expect.poll(() => list.getByRole('listitem').count()).toBe(4)
  await page.keyboard.press('u')
  await expect.poll(() => list.getByRole('listitem').count()).toBe(5)
  expect(complaints).toEqual([])
})
