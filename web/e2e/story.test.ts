import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { en } from '../src/words/en'
import { id } from '../src/words/id'
import { Appliance } from './support/appliance'
import { launch, Visitor, type Size } from './support/browser'
import { chatLine, open, OWNER, say, setUp, signIn } from './support/family'

/** One family's first day, told at both sizes. */
const sizes: Size[] = ['phone', 'desktop']

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(async () => {
  await browser.close()
})

describe.each(sizes)('the first day on a %s', (size) => {
  test('is set up, recorded, asked, corrected, undone and looked at', async () => {
    const appliance = await Appliance.start()
    const visitor = await Visitor.arrive(browser, size)
    const { page } = visitor
    const look = (name: string): Promise<void> => visitor.looksGood(name)
    try {
      await setUp(page, appliance, look)
      await look('chat-empty')

      // What is understood shows while it is written, and nothing is recorded yet.
      await chatLine(page).fill('beli bakso 15rb pake gopay')
      await page.getByRole('status', { name: id.chat.preview }).getByText('15.000').waitFor()
      await look('chat-preview')
      await chatLine(page).press('Enter')
      const bakso = page.getByRole('article', { name: /Rp15\.000.*bakso/i })
      await bakso.getByText(id.chat.balanceLeft('GoPay', 'Rp235.000')).waitFor()
      await look('chat-recorded')

      // A chip is the editor.
      await bakso.getByRole('button', { name: id.chat.change(id.parts.wallet, 'GoPay') }).click()
      await look('chip-wallet')
      await page.getByRole('dialog').getByRole('button', { name: 'BCA' }).click()
      await bakso.getByText(id.chat.balanceLeft('BCA', 'Rp5.185.000')).waitFor()
      await bakso.getByRole('button', { name: id.chat.change(id.parts.amount, 'Rp15.000') }).click()
      await page.getByRole('dialog').getByLabel(id.parts.amount).fill('18rb')
      await look('chip-amount')
      await page.getByRole('dialog').getByRole('button', { name: id.app.save }).click()
      await page.getByText(id.chat.balanceLeft('BCA', 'Rp5.182.000')).waitFor()

      // A bare small number is asked, never assumed.
      await say(page, 'es teh 5')
      await page.getByText(id.chat.meant('Rp5.000')).waitFor()
      await look('chat-magnitude')
      await page.getByRole('button', { name: id.chat.yes('Rp5.000') }).click()
      const tea = page.getByRole('article', { name: /Rp5\.000.*es teh/i })
      await tea.waitFor()

      // A correction in words, about that record.
      await tea.getByRole('button', { name: id.chat.correct }).click()
      await page.getByText(id.chat.correcting('Rp5.000')).waitFor()
      await say(page, 'jadi 6rb')
      await page
        .getByRole('article', { name: /Rp6\.000.*es teh/i })
        .first()
        .waitFor()

      // What has no amount is asked for it.
      await say(page, 'beli sabun')
      const asked = page.getByRole('article', { name: id.chat.waiting })
      await asked.getByRole('textbox').fill('12.500')
      await look('chat-no-amount')
      await asked.getByRole('button', { name: id.chat.fill }).click()
      const soap = page.getByRole('article', { name: /Rp12\.500.*sabun/i })
      await soap.waitFor()

      // Undo, and undo that.
      await soap.getByRole('button', { name: id.app.undo }).click()
      await page
        .getByText(/Sudah dibatalkan: Rp12\.500/)
        .first()
        .waitFor()
      await look('chat-undone')
      await page.getByRole('log').getByRole('button', { name: id.app.restore }).click()
      await soap.waitFor()

      await say(page, 'kopi 22rb, parkir 2rb')
      await page.getByText(id.chat.several(2, 'Rp24.000')).waitFor()
      await look('chat-several')
      await say(page, 'bulan ini habis berapa?')
      await page
        .getByRole('log')
        .getByText(/60\.500/)
        .waitFor()
      await look('chat-answer')

      // Beranda: what the month came to, and its records.
      await open(page, id.pages.home)
      await page.getByRole('button', { name: /^Pengeluaran .*: Rp60\.500$/ }).waitFor()
      await look('home')

      // Transaksi: three opening balances, and five records.
      await open(page, id.pages.transactions)
      const list = page.getByRole('list', { name: id.today.list })
      await expect.poll(() => list.locator('[data-row]').count()).toBe(8)
      await list.getByText('−Rp60.500').waitFor()
      await look('transactions')

      // The edit sheet.
      const entry = (what: string) => list.getByRole('button', { name: new RegExp(id.today.edit(what), 'i') })
      await entry('bakso').click()
      await page.getByText(id.entry.details).click()
      await page.getByLabel(id.parts.note).fill('Bakso Pak Min')
      await page.getByLabel(id.parts.amount, { exact: true }).fill('20000')
      await look('transaction')
      await page.getByRole('button', { name: id.app.save, exact: true }).click()
      await list.getByText('−20.000').waitFor()
      await page
        .getByRole('status')
        .filter({ hasText: id.today.saved })
        .getByRole('button', { name: id.app.undo })
        .click()
      await list.getByText('−18.000').waitFor()

      // Take one back from the list.
      await entry('parkir').click()
      await page.getByRole('button', { name: id.edit.remove }).click()
      await expect.poll(() => entry('parkir').count()).toBe(0)

      // What the month came to, down to the rows, and looking for one of them.
      await open(page, id.pages.reports)
      await page.getByRole('heading', { name: id.reports.categories }).waitFor()
      await look('reports')
      await open(page, id.pages.transactions)
      await page.getByRole('combobox', { name: id.search.field }).fill('bakso')
      await page.keyboard.press('Enter')
      await page.getByText(id.search.count(1)).waitFor()
      await look('transactions-found')

      // The other language, everywhere.
      await open(page, id.pages.settings)
      await look('settings')
      await page.getByRole('radio', { name: en.more.english }).check({ force: true })
      await page.getByRole('heading', { name: en.pages.settings }).waitFor()
      await look('settings-english')
      await page.getByRole('radio', { name: en.more.indonesian }).check({ force: true })
      await page.getByRole('heading', { name: id.pages.settings }).waitFor()

      await open(page, id.pages.apiDocs)
      await page.getByText('/api/v1/captures').click()
      await page.getByRole('heading', { name: id.docs.body }).waitFor()
      await look('api-docs')

      await open(page, id.pages.settings)
      await page.getByRole('button', { name: id.more.signOut, exact: true }).click()
      await page.getByRole('heading', { name: id.signIn.title }).waitFor()
      await look('sign-in')

      // The used link: whoever is out learns how to get another, whoever is in needs none.
      await page.goto(appliance.setupLink)
      await page.getByRole('heading', { name: id.setup.invalidTitle }).waitFor()
      await look('setup-used')
      await page.getByRole('link', { name: id.signIn.submit }).click()
      await signIn(page)
      await page.getByRole('navigation', { name: id.app.nav }).waitFor()
      await page.goto(appliance.setupLink)
      await page.getByRole('heading', { name: id.setup.already }).waitFor()
      await look('setup-used-signed-in')
      expect(OWNER.name).toBe(await ownerName(page, appliance))
    } catch (error) {
      await visitor.keepFailure()
      throw error
    } finally {
      await visitor.leave()
      await appliance.stop()
    }
  })
})

/** Who the appliance thinks is at this browser. */
async function ownerName(page: Visitor['page'], appliance: Appliance): Promise<string> {
  const answer = await page.request.get(`${appliance.url}/api/v1/session`)
  const me = (await answer.json()) as { member: { name: string } }
  return me.member.name
}
