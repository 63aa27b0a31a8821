import { beforeEach, expect, test } from 'vitest'
import { id } from '../src/words/id'
import { chatLine, open, say, settle } from './support/family'
import { appliance, staged, visitor } from './support/stage'

const SAID = [
  ['beli bakso 15rb pake gopay', /Rp15\.000.*bakso/i],
  ['beli kopi 22rb pake cash', /Rp22\.000.*kopi/i],
  ['beli roti 2rb pake cash', /Rp2\.000.*roti/i],
] as const

staged('desktop')

beforeEach(async () => {
  const { page } = visitor
  await settle(page, appliance)
  await page.goto(`${appliance.url}/chat`)
  for (const [said, record] of SAID) {
    await say(page, said)
    await page.getByRole('article', { name: record }).waitFor()
  }
})

const list = () => visitor.page.getByRole('list', { name: id.today.list })
const rows = () => list().locator('[data-row]')
const entry = (what: string) => list().getByRole('button', { name: new RegExp(id.today.edit(what), 'i') })

test('what is asked for stands in the address, as words and as a filter that can be taken off', async () => {
  const { page } = visitor
  await page.goto(`${appliance.url}/transactions?q=${encodeURIComponent('dompet:Cash tipe:keluar')}`)
  await expect.poll(() => rows().count()).toBe(2)
  await page.getByText(id.search.count(2)).waitFor()
  await visitor.looksGood('transactions-filtered')

  await page.getByRole('button', { name: id.list.withoutPart(id.list.means.wallet, 'Cash') }).click()
  await expect.poll(() => rows().count()).toBe(3)
  expect(new URL(page.url()).searchParams.get('q')).toBe('tipe:keluar')

  await page.getByRole('button', { name: id.list.filter, exact: true }).click()
  await page.getByLabel(id.list.means.wallet, { exact: true }).selectOption('GoPay')
  await visitor.looksGood('transactions-filter')
  await page.getByRole('button', { name: id.list.apply }).click()
  await expect.poll(() => rows().count()).toBe(1)
  expect(new URL(page.url()).searchParams.get('q')).toBe('tipe:keluar dompet:GoPay')
})

test('a record has a link of its own, is changed there, and the change is undone', async () => {
  const { page } = visitor
  await open(page, id.pages.transactions)
  await entry('bakso').click()
  await page.getByLabel(id.parts.amount, { exact: true }).waitFor()
  const link = page.url()
  expect(new URL(link).searchParams.has('open')).toBe(true)
  await page.goBack()
  await expect.poll(() => page.getByLabel(id.parts.amount, { exact: true }).count()).toBe(0)

  await page.goto(link)
  await page.getByText(id.entry.details).click()
  await page.getByLabel(id.entry.tags).fill('#kantor')
  await page.getByLabel(id.parts.amount, { exact: true }).fill('17rb')
  await page.getByRole('button', { name: id.app.save, exact: true }).click()
  await list().getByText('−17.000').waitFor()
  const undo = page.getByRole('status').filter({ hasText: id.today.saved })
  await undo.getByRole('button', { name: id.app.undo }).click()
  await list().getByText('−15.000').waitFor()

  // Its history tells both, and who did it.
  await entry('bakso').click()
  await page.getByText(id.entry.history).click()
  await page.getByText(id.entry.undone).waitFor()
  expect(visitor.complaints).toEqual([])
})

test('many are changed at once, deleted at once, and brought back at once', async () => {
  const { page } = visitor
  await open(page, id.pages.transactions)
  await list()
    .getByRole('button', { name: new RegExp(`^${id.today.select('kopi')}`, 'i') })
    .first()
    .click()
  await list()
    .getByRole('button', { name: new RegExp(`^${id.today.select('roti')}`, 'i') })
    .first()
    .click()
  await page.getByRole('toolbar', { name: id.today.selected(2) }).waitFor()
  await visitor.looksGood('transactions-selected')

  await page.getByRole('button', { name: id.list.amend, exact: true }).click()
  await page.getByRole('dialog').getByLabel(id.parts.wallet, { exact: true }).selectOption({ label: 'BCA' })
  await visitor.looksGood('transactions-amend')
  await page.getByRole('dialog').getByRole('button', { name: id.app.save }).click()
  await expect
    .poll(() =>
      rows()
        .filter({ hasText: /(kopi|roti).*BCA/is })
        .count(),
    )
    .toBe(2)
  const changed = page.getByRole('status').filter({ hasText: id.list.amended(2) })
  await changed.getByRole('button', { name: id.app.undo }).click()
  await expect
    .poll(() =>
      rows()
        .filter({ hasText: /(kopi|roti).*Cash/is })
        .count(),
    )
    .toBe(2)

  await list()
    .getByRole('button', { name: new RegExp(`^${id.today.select('kopi')}`, 'i') })
    .first()
    .click()
  await list()
    .getByRole('button', { name: new RegExp(`^${id.today.select('roti')}`, 'i') })
    .first()
    .click()
  await page.getByRole('button', { name: id.today.removeSelected }).click()
  await expect.poll(() => rows().count()).toBe(4)
  const gone = page.getByRole('status').filter({ hasText: id.today.removedMany(2) })
  await gone.getByRole('button', { name: id.app.restore }).click()
  await expect.poll(() => rows().count()).toBe(6)
})

test('a list is walked, selected, edited and undone from the keyboard', async () => {
  const { page, complaints } = visitor
  await open(page, id.pages.transactions)
  await list().waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('kue 9rb')
  await page.keyboard.press('Enter')
  await list().getByText('−9.000').waitFor()
  await page.keyboard.press('Escape')
  await expect(chatLine(page).evaluate((line) => line === document.activeElement)).resolves.toBe(false)

  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await expect
    .poll(() =>
      rows()
        .first()
        .evaluate((row) => row === document.activeElement),
    )
    .toBe(true)
  await page.keyboard.press('e')
  await page.getByLabel(id.parts.amount, { exact: true }).waitFor()
  await page.getByRole('button', { name: id.app.cancel }).click()
  await rows().first().focus()
  await page.keyboard.press('x')
  await page.getByRole('toolbar', { name: id.today.selected(1) }).waitFor()
  await page.getByRole('button', { name: id.today.removeSelected }).click()
  await expect.poll(() => rows().count()).toBe(6)
  await page.keyboard.press('u')
  await expect.poll(() => rows().count()).toBe(7)
  expect(complaints).toEqual([])
})

test('a purchase and the money that came back of it are recorded by a form, and know each other', async () => {
  const { page } = visitor
  const sheet = page.getByRole('dialog', { name: id.entering.title })
  await open(page, id.pages.transactions)
  await page.getByRole('button', { name: id.entering.add, exact: true }).click()
  expect(await sheet.getByRole('button', { name: id.app.save }).isDisabled()).toBe(true)
  await sheet.getByLabel(id.parts.amount, { exact: true }).fill('300rb')
  // What it is for follows from the words, until somebody chooses.
  await sheet.getByLabel(id.parts.description).fill('bensin motor')
  await sheet.getByText(id.entering.guessed).waitFor()
  expect(await sheet.getByLabel(id.parts.category).inputValue()).toBe('transportasi')
  await sheet.getByLabel(id.parts.category).selectOption('belanja')
  await sheet.getByLabel(id.parts.description).fill('Sepatu sekolah')
  await sheet.getByText(id.entering.guessed).waitFor({ state: 'detached' })
  expect(await sheet.getByLabel(id.parts.category).inputValue()).toBe('belanja')
  await sheet.getByLabel(id.parts.wallet, { exact: true }).selectOption({ label: 'BCA' })
  await visitor.looksGood('add-record')
  await sheet.getByRole('button', { name: id.app.save }).click()
  await entry('Sepatu sekolah').waitFor()
  await expect.poll(() => sheet.count()).toBe(0)

  // The form has an address.
  await page.goto(`${appliance.url}/transactions?add`)
  await sheet.getByText(id.types.income, { exact: true }).click()
  await sheet.getByLabel(id.parts.amount, { exact: true }).fill('100rb')
  await sheet.getByLabel(id.parts.description).fill('Sepatu kekecilan')
  await sheet.getByText(id.entry.details).click()
  await sheet.getByLabel(id.entering.refundOf).fill('sepatu')
  await visitor.looksGood('add-refund')
  await sheet.getByRole('button', { name: /Sepatu sekolah/ }).click()
  await sheet.getByRole('button', { name: id.entering.noRefund }).waitFor()
  await sheet.getByRole('button', { name: id.app.save }).click()
  await entry('Sepatu kekecilan').click()
  await page.getByText('Sepatu sekolah').last().waitFor()
  await visitor.looksGood('refund')
  await page.getByRole('button', { name: id.app.cancel }).click()

  await entry('Sepatu sekolah').click()
  await page.getByRole('heading', { name: id.entering.refunds }).waitFor()
  await page.getByText('Rp200.000', { exact: true }).waitFor()
  await visitor.looksGood('purchase')

  // Taken apart again.
  await page.getByRole('button', { name: /Sepatu kekecilan.*Rp100\.000/ }).click()
  await page.getByRole('button', { name: id.entering.noRefund }).click()
  await page.getByRole('button', { name: id.app.save, exact: true }).click()
  await entry('Sepatu sekolah').click()
  await page.getByLabel(id.parts.amount, { exact: true }).waitFor()
  await expect.poll(() => page.getByRole('heading', { name: id.entering.refunds }).count()).toBe(0)
})
