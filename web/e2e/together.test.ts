import { expect, test } from 'vitest'
import { id } from '../src/words/id'
import { open, say, settle, signIn } from './support/family'
import { appliance, arrive, staged } from './support/stage'

staged()

test('what one browser records shows in the other at once', async () => {
  const phone = await arrive('phone')
  await settle(phone.page, appliance)
  await phone.page.goto(`${appliance.url}/chat`)
  const desk = await arrive('desktop')
  await desk.page.goto(`${appliance.url}/`)
  await signIn(desk.page)
  await desk.page.getByRole('link', { name: /GoPay.*Rp250\.000/ }).waitFor()

  await say(phone.page, 'beli bakso 15rb pake gopay')
  await desk.page.getByRole('link', { name: /GoPay.*Rp235\.000/ }).waitFor()
  await open(desk.page, id.pages.transactions)
  const list = desk.page.getByRole('list', { name: id.today.list })
  await list.getByText('−15.000').waitFor()

  // And what the other corrects shows in the conversation.
  await list.getByRole('button', { name: new RegExp(id.today.edit('bakso'), 'i') }).click()
  await desk.page.getByLabel(id.parts.amount, { exact: true }).fill('17rb')
  await desk.page.getByRole('button', { name: id.app.save, exact: true }).click()
  await phone.page.getByRole('article', { name: /Rp17\.000.*bakso/i }).waitFor()
  expect([...phone.complaints, ...desk.complaints]).toEqual([])
})

test('a pulled plug is told, and everything acknowledged is there afterwards', async () => {
  const { page } = await arrive('phone')
  await settle(page, appliance)
  await page.goto(`${appliance.url}/chat`)
  await say(page, 'beli bakso 15rb pake gopay')
  await page.getByRole('article', { name: /Rp15\.000.*bakso/i }).waitFor()
  await appliance.kill()
  await page.getByText(/Tidak tersambung/).waitFor()

  // What is said meanwhile waits with its writer, is sent by itself, and is recorded once.
  await say(page, 'kopi 22rb')
  await page.getByText(id.offline.waiting).waitFor()
  await appliance.resume()
  await expect.poll(() => page.getByText(/Tidak tersambung/).count(), { timeout: 20_000 }).toBe(0)
  await page.getByRole('article', { name: /Rp22\.000.*kopi/i }).waitFor()
  await open(page, id.pages.transactions)
  const list = page.getByRole('list', { name: id.today.list })
  await expect
    .poll(() =>
      list
        .locator('[data-row]')
        .filter({ hasText: /bakso|kopi/i })
        .count(),
    )
    .toBe(2)
  await page.getByText('−Rp37.000').first().waitFor()
})

test('a session that ended leads to signing in, and back to the same page', async () => {
  const { page, context } = await arrive('desktop')
  await settle(page, appliance)
  await page.goto(`${appliance.url}/transactions`)
  await page.getByRole('list', { name: id.today.list }).waitFor()
  await context.clearCookies()
  await page.getByRole('combobox', { name: id.search.field }).fill('bakso')
  await page.getByText(id.signIn.expired).waitFor()
  await page.getByLabel(id.signIn.name, { exact: true }).fill('Budi')
  await page.getByLabel(id.signIn.password, { exact: true }).fill('bukan ini')
  await page.getByRole('button', { name: id.signIn.submit }).click()
  await page.getByRole('alert').waitFor()
  await signIn(page)
  await page.getByText(id.search.nothing).waitFor()
})
