import type { Page } from 'playwright-core'
import type { NewHousehold } from '../../src/api/types'
import { id } from '../../src/words/id'
import type { Appliance } from './appliance'

export const OWNER = { name: 'Budi', password: 'kucing hijau naik becak' }

/** What a family is called, and who owns it. */
export interface Family {
  readonly household: string
  readonly owner: { readonly name: string; readonly password: string }
}

const SANTOSO: Family = { household: 'Keluarga Santoso', owner: OWNER }

/** Walks through the setup pages as an owner would: cash, GoPay and BCA with something in each. */
export async function setUp(
  page: Page,
  appliance: Appliance,
  look: (name: string) => Promise<void>,
): Promise<void> {
  await page.goto(appliance.setupLink)
  await page.getByLabel(id.setup.familyName).fill(SANTOSO.household)
  await look('setup-family')
  await page.getByRole('button', { name: id.setup.next }).click()
  await page.getByLabel(id.setup.yourName).fill(OWNER.name)
  await page.getByLabel(id.setup.password, { exact: true }).fill(OWNER.password)
  await page.getByLabel(id.setup.passwordAgain).fill('kucing hijau')
  await page.getByText(id.setup.passwordsDiffer).waitFor()
  await page.getByLabel(id.setup.passwordAgain).fill(OWNER.password)
  await page.getByText(id.setup.strength.strong).waitFor()
  await look('setup-owner')
  await page.getByRole('button', { name: id.setup.next }).click()
  await page.getByRole('button', { name: 'GoPay' }).click()
  await page.getByRole('button', { name: 'BCA', exact: true }).click()
  await page.getByLabel(id.setup.balance('Cash')).fill('500rb')
  await page.getByLabel(id.setup.balance('GoPay')).pressSequentially('250000')
  await page.getByLabel(id.setup.balance('BCA')).fill('5.200.000')
  await page.getByText('Rp5.950.000').waitFor()
  await look('setup-wallets')
  await page.getByRole('button', { name: id.setup.make }).click()
  await page.getByText(id.setup.telegramOff).waitFor()
  await look('setup-telegram')
  await page.getByRole('button', { name: id.setup.skip }).click()
  await page.getByRole('heading', { name: id.setup.done }).waitFor()
  await look('setup-done')
  await page.getByRole('link', { name: id.setup.finish }).click()
  await chatLine(page).waitFor()
}

/** The same family or another, made without the pages for it, and its owner signed in at this browser. */
export async function settle(page: Page, appliance: Appliance, family = SANTOSO): Promise<void> {
  const household: NewHousehold = {
    code: new URL(appliance.setupLink).searchParams.get('code') ?? '',
    household: family.household,
    zone: 'Asia/Jakarta',
    owner: family.owner.name,
    password: family.owner.password,
    language: 'id',
    wallets: [
      { template: 'Cash', balance: 500_000 },
      { template: 'GoPay', balance: 250_000 },
      { template: 'BCA', balance: 5_200_000 },
    ],
  }
  const made = await page.request.post(`${appliance.url}/api/v1/setup`, { data: household })
  if (!made.ok()) throw new Error(`the family was not made: ${await made.text()}`)
}

export async function signIn(page: Page, who: Family['owner'] = OWNER): Promise<void> {
  await page.getByLabel(id.signIn.name, { exact: true }).fill(who.name)
  await page.getByLabel(id.signIn.password, { exact: true }).fill(who.password)
  await page.getByRole('button', { name: id.signIn.submit, exact: true }).click()
}

export const chatLine = (page: Page) => page.getByRole('textbox', { name: id.chat.label })

/** Writes a message and sends it. */
export async function say(page: Page, text: string): Promise<void> {
  await chatLine(page).fill(text)
  await chatLine(page).press('Enter')
}

/** Opens a page by the menu; on a phone most of it is under its last place. */
export async function open(page: Page, name: string): Promise<void> {
  const menu = page.getByRole('navigation', { name: id.app.nav })
  const link = menu.getByRole('link', { name, exact: true })
  if ((await link.count()) > 0) {
    await link.click()
    return
  }
  await menu.getByRole('link', { name: id.pages.more, exact: true }).click()
  await page
    .getByRole('main')
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .click()
}
