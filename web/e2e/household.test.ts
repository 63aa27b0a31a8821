import { expect, test } from 'vitest'
import { en } from '../src/words/en'
import { id } from '../src/words/id'
import type { Size, Visitor } from './support/browser'
import { settle } from './support/family'
import { appliance, arrive, staged } from './support/stage'

/** What an owner looks after: people, wallets, rates, categories, tags and keys. */
staged()

/** An owner whose box is set up, at one of its pages. */
async function ownerAt(path: string, size: Size): Promise<Visitor> {
  const visitor = await arrive(size)
  await settle(visitor.page, appliance)
  await visitor.page.goto(appliance.url + path)
  return visitor
}

const undo = (page: Visitor['page']): Promise<void> =>
  page.getByRole('region', { name: id.app.notices }).getByRole('button', { name: id.app.undo }).click()

test('somebody is invited, joins, is made a child, and goes', async () => {
  const owner = await ownerAt('/family', 'desktop')
  const { page } = owner
  await page.getByRole('button', { name: id.family.invite }).click()
  await page.getByRole('dialog').getByText(id.family.roles.viewer).click()
  await owner.looksGood('invite')
  await page.getByRole('button', { name: id.family.make }).click()
  await page.getByRole('img', { name: id.family.qr }).waitFor()
  await owner.looksGood('invited')
  const link = await page.getByRole('dialog').locator('code .text').innerText()
  expect(link).toMatch(/\/join\?code=\S+$/)
  await page.getByRole('button', { name: id.family.done }).click()
  await page.getByRole('heading', { name: id.family.open }).waitFor()

  const newcomer = await arrive('phone')
  await newcomer.page.goto(link)
  await newcomer.page.getByText(id.join.offer('Budi', 'Keluarga Santoso')).waitFor()
  await newcomer.looksGood('join')
  await newcomer.page.getByLabel(id.join.name).fill('Rina')
  await newcomer.page.getByLabel(id.join.password).fill('payung biru di teras')
  await newcomer.page.getByRole('button', { name: id.join.submit }).click()
  await newcomer.page.getByRole('navigation', { name: id.app.nav }).waitFor()
  // The link worked once.
  await newcomer.page.goto(link)
  await newcomer.page.getByText(id.join.gone).waitFor()

  await page.reload()
  await page.getByRole('button', { name: /Rina/ }).click()
  await page.getByRole('dialog').getByText(id.family.roles.child).click()
  await page.getByRole('button', { name: id.app.save, exact: true }).click()
  await page.getByRole('button', { name: new RegExp(`Rina.*${id.more.roles.child}`) }).waitFor()
  await owner.looksGood('family')

  // Sending away cannot be undone, so it asks.
  await page.getByRole('button', { name: /Rina/ }).click()
  await page.getByRole('button', { name: id.family.remove }).click()
  await page.getByText(id.family.sureRemove('Rina')).waitFor()
  await page.getByRole('button', { name: id.app.cancel }).click()
  await page.getByRole('button', { name: id.family.remove }).click()
  await page.getByRole('dialog').getByRole('button', { name: id.family.remove }).click()
  await page.getByText(id.family.removed('Rina')).waitFor()
  await expect.poll(() => page.getByRole('button', { name: /Rina/ }).count()).toBe(0)
  await newcomer.page.goto(`${appliance.url}/`)
  await newcomer.page.getByRole('heading', { name: id.signIn.title }).waitFor()
})

test('a wallet is added, moved from, set, hidden from others and archived, and each can be taken back', async () => {
  const r = id.resources
  const owner = await ownerAt('/wallets', 'phone')
  const { page } = owner
  const card = (name: string) => page.getByRole('link', { name: new RegExp(name) })
  await card('GoPay.*Rp250.000').waitFor()
  await owner.looksGood('wallets')

  // One in dollars, and what a dollar is worth.
  await page.getByRole('button', { name: id.today.addWallet }).click()
  await page.getByRole('dialog').getByLabel(id.wallet.name).fill('Celengan dolar')
  await page.getByRole('dialog').getByLabel(r.wallets.currency).selectOption('USD')
  await page.getByRole('dialog').getByLabel(id.wallet.opening).fill('100')
  await owner.looksGood('add-wallet-dollars')
  await page.getByRole('dialog').getByRole('button', { name: id.today.addWallet }).click()
  await page.getByText(r.wallets.apart('USD\u00a0100,00')).waitFor()
  await page.getByRole('link', { name: r.wallets.setRate }).click()
  await page.getByLabel(/^1 USD/).fill('16.250,5')
  await page.getByText(r.rates.reads('USD', 'Rp16.250,5')).waitFor()
  await owner.looksGood('set-rate')
  await page.getByRole('button', { name: id.app.save, exact: true }).click()
  await page.getByText('Rp16.250,5', { exact: true }).waitFor()
  await owner.looksGood('rates')
  await page.goto(`${appliance.url}/wallets`)
  await page.getByText('Rp7.575.050').waitFor()

  // From one into another, and back.
  await card('BCA').click()
  await page.getByRole('heading', { level: 1, name: 'BCA' }).waitFor()
  await page.getByRole('button', { name: r.transfer.title }).click()
  await page.getByRole('dialog').getByLabel(r.transfer.to, { exact: true }).selectOption('GoPay')
  await page.getByRole('dialog').getByLabel(r.transfer.amount, { exact: true }).fill('100rb')
  await page.getByRole('dialog').getByLabel(new RegExp(r.transfer.fee)).fill('2.500')
  await page.getByText(r.transfer.after('BCA', 'Rp5.097.500')).waitFor()
  await owner.looksGood('transfer')
  await page.getByRole('button', { name: r.transfer.submit }).click()
  await page.getByText('Rp5.097.500').first().waitFor()
  await undo(page)
  await page.getByText('Rp5.200.000').first().waitFor()
  await owner.looksGood('wallet')

  // What is really in it.
  await page.getByRole('button', { name: id.wallet.adjustTitle }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('5.150.000')
  await page.getByRole('dialog').getByRole('button', { name: id.wallet.adjustTitle }).click()
  await page.getByText('Rp5.150.000').first().waitFor()

  // Whose it is.
  await page.getByLabel(r.sharing.holder).selectOption('Budi')
  await page.getByText(r.sharing.others).waitFor()
  await page.getByText(r.sharing.levels.private, { exact: true }).first().click()
  await page.getByText(r.sharing.levelHints.private).waitFor()
  await owner.looksGood('wallet-sharing')

  await page.getByRole('button', { name: r.wallets.archive }).click()
  await page.getByRole('button', { name: r.wallets.unarchive }).waitFor()
  await undo(page)
  await page.getByRole('button', { name: r.wallets.archive }).waitFor()

  // The order is the family's own.
  await page.goto(`${appliance.url}/wallets`)
  await page.getByRole('button', { name: r.order }).click()
  await page.getByRole('button', { name: r.up('GoPay') }).click()
  await owner.looksGood('wallet-order')
  await page.getByRole('button', { name: id.app.save, exact: true }).click()
  await expect.poll(() => page.getByRole('main').getByRole('listitem').first().innerText()).toContain('GoPay')
})

test('a category is made, renamed, hidden and merged, and each can be taken back', async () => {
  const r = id.resources.categories
  const owner = await ownerAt('/categories', 'phone')
  const { page } = owner
  const row = (name: string) => page.getByRole('button', { name: id.resources.edit(name), exact: true })
  await row('Transportasi').waitFor()
  await owner.looksGood('categories')

  await page.getByRole('button', { name: r.add }).click()
  await page.getByRole('dialog').getByLabel(r.name).fill('Kopi & Teh')
  await page.getByRole('button', { name: r.iconPick('☕') }).click()
  await owner.looksGood('add-category')
  await page.getByRole('button', { name: id.app.save, exact: true }).click()
  await row('Kopi & Teh').click()
  await page.getByRole('dialog').getByLabel(r.name).fill('Kopi')
  await owner.looksGood('edit-category')
  await page.getByRole('button', { name: id.app.save, exact: true }).click()
  await row('Kopi').waitFor()
  await undo(page)
  await row('Kopi & Teh').click()

  await page.getByRole('dialog').getByLabel(r.merge).selectOption({ label: '🍜 Makanan & Minuman' })
  await page.getByRole('button', { name: r.mergeDo, exact: true }).click()
  await page.getByText(r.merged('Makanan & Minuman')).first().waitFor()
  await undo(page)
  await expect.poll(() => page.getByText(r.merged('Makanan & Minuman')).count()).toBe(0)

  await row('Hiburan').click()
  await page.getByRole('button', { name: r.hide }).click()
  await page.getByRole('heading', { name: r.others }).waitFor()
  await undo(page)
  await expect.poll(() => page.getByRole('heading', { name: r.others }).count()).toBe(0)
})

test('two tags become one', async () => {
  const r = id.resources.tags
  const owner = await ownerAt('/chat', 'phone')
  const { page } = owner
  const { request } = page
  for (const text of ['ketupat 50rb #lebaran', 'opor 80rb #idulfitri']) {
    expect((await request.post(`${appliance.url}/api/v1/captures`, { data: { text } })).ok()).toBe(true)
  }
  await page.goto(`${appliance.url}/tags`)
  await page.getByRole('button', { name: r.renameTitle('idulfitri') }).click()
  await page.getByRole('dialog').getByLabel(r.name).fill('Lebaran')
  await page.getByText(r.joins('lebaran')).waitFor()
  await owner.looksGood('join-tags')
  await page.getByRole('button', { name: r.join, exact: true }).click()
  await page.getByText(r.count(2)).waitFor()
  await undo(page)
  await page.getByRole('link', { name: r.open('idulfitri') }).waitFor()
  await owner.looksGood('tags')
})

test('a key is made, works, is shown once, and ends after a second question', async () => {
  const r = id.settings.keys
  const owner = await ownerAt('/settings', 'phone')
  const { page } = owner
  await page.getByRole('heading', { name: id.settings.profile }).waitFor()
  await owner.looksGood('settings')
  await page.getByRole('link', { name: r.title }).click()
  await page.getByText(r.emptyTitle).waitFor()
  await owner.looksGood('keys-empty')
  await page.getByRole('button', { name: r.make }).click()
  await page.getByRole('dialog').getByLabel(r.name).fill('jam tangan')
  await page.getByLabel(r.lasts).selectOption(r.days(30))
  await owner.looksGood('make-key')
  await page.getByRole('dialog').getByRole('button', { name: r.make }).click()
  const secret = await page.getByRole('dialog').locator('code .text').innerText()
  await owner.looksGood('key-made')
  const asks = async (): Promise<number> => {
    const headers = { Authorization: `Bearer ${secret}` }
    return (await fetch(`${appliance.url}/api/v1/wallets`, { headers })).status
  }
  expect(await asks()).toBe(200)

  await page.getByRole('button', { name: r.stored }).click()
  await page.getByText('jam tangan').waitFor()
  expect(await page.getByText(secret).count()).toBe(0)
  await page.getByRole('button', { name: r.revoke('jam tangan') }).click()
  await page.getByText(r.revokeBody).waitFor()
  await owner.looksGood('revoke-key')
  expect(await asks()).toBe(200)
  await page.getByRole('button', { name: r.revokeDo }).click()
  await page.getByText(r.emptyTitle).waitFor()
  expect(await asks()).toBe(401)
})

test('what the program is can be read by anybody, in both languages', async () => {
  const reader = await arrive('desktop')
  const { page } = reader
  await page.goto(`${appliance.url}/about`)
  await reader.looksGood('about')
  await page.getByRole('link', { name: id.settings.legal.privacy }).click()
  await page.getByRole('heading', { level: 1, name: id.settings.legal.privacy }).waitFor()
  await reader.looksGood('privacy')
  await page.getByRole('button', { name: id.more.english }).click()
  await page.getByRole('heading', { level: 1, name: en.settings.legal.privacy }).waitFor()
  await reader.looksGood('privacy-english')
  await page.goto(`${appliance.url}/terms`)
  await page.getByRole('heading', { level: 1, name: en.settings.legal.terms }).waitFor()
  await reader.looksGood('terms')
  await page.goto(`${appliance.url}/licences`)
  await page.getByLabel(en.settings.legal.find).fill('redb')
  await page.getByText('redb', { exact: false }).first().click()
  await page.getByText(/Permission is hereby granted/).waitFor()
  await reader.looksGood('licences')
})
