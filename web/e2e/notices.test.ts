import { expect, test } from 'vitest'
import { id } from '../src/words/id'
import { settle } from './support/family'
import { appliance, staged, visitor } from './support/stage'

staged('phone')

const w = id.notices

/** Hands the app's worker a message, as a push service would. */
async function deliver(data: string): Promise<void> {
  const { page, context } = visitor
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  const cdp = await context.newCDPSession(page)
  const registered = new Promise<string>((resolve) => {
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const found = registrations.find(({ scopeURL }) => scopeURL.startsWith(appliance.url))
      if (found !== undefined) resolve(found.registrationId)
    })
  })
  await cdp.send('ServiceWorker.enable')
  const registrationId = await registered
  await cdp.send('ServiceWorker.deliverPushMessage', { origin: appliance.url, registrationId, data })
}

const shown = (): Promise<{ title: string; body: string; tag: string }[]> =>
  visitor.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    const notices = await registration.getNotifications()
    return notices.map(({ title, body, tag }) => ({ title, body, tag }))
  })

test('what the box sends is shown, one of a kind at a time, and nothing that is odd hides it', async () => {
  const { page, context } = visitor
  await context.grantPermissions(['notifications'], { origin: appliance.url })
  await settle(page, appliance)
  await page.goto(appliance.url)
  const letter = {
    title: 'Ibu mencatat Rp15.000',
    body: 'Bakso',
    url: '/transactions',
    tag: 'records',
    badge: 1,
  }
  await deliver(JSON.stringify(letter))
  await expect.poll(shown).toEqual([{ title: letter.title, body: 'Bakso', tag: 'records' }])
  await deliver(JSON.stringify({ ...letter, title: '2 catatan baru' }))
  await expect.poll(async () => (await shown()).map(({ title }) => title)).toEqual(['2 catatan baru'])
  await deliver('no letter at all')
  await expect.poll(async () => (await shown()).length).toBe(2)
})

test('what one is told of is chosen, kept, and the page says why nothing can be sent here', async () => {
  const { page, context } = visitor
  await context.grantPermissions(['notifications'], { origin: appliance.url })
  await settle(page, appliance)
  await page.goto(`${appliance.url}/settings/notices`)
  const records = page.getByRole('checkbox', { name: w.kinds.records })
  expect(await records.isChecked()).toBe(false)
  await records.check()
  await page.getByLabel(w.from, { exact: true }).fill('21:30')
  await page.getByLabel(w.from, { exact: true }).blur()
  await expect
    .poll(async () => {
      const answer = await page.request.get(`${appliance.url}/api/v1/push/wishes`)
      return (await answer.json()) as unknown
    })
    .toMatchObject({ records: true, quiet: { from: 21 * 60 + 30, until: 6 * 60 } })
  // A browser without a push service of its own, as this one, says so.
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  await page.getByRole('button', { name: w.turnOn }).click()
  await page.getByText(w.cannot.service).waitFor()
  // Its window is a private one, of which Chromium says the same.
  expect(visitor.complaints.splice(0).filter((one) => !one.includes('Push API'))).toEqual([])
  await visitor.looksGood('notices')
  // Two times that are one are no hours.
  await page.getByLabel(w.until, { exact: true }).fill('21:30')
  await page.getByText(w.sameTimes).waitFor()
  await page.getByLabel(w.until, { exact: true }).fill('06:15')
  await expect.poll(() => page.getByText(w.sameTimes).count()).toBe(0)
  await visitor.looksGood('notices-hours')
  // What could not be told is not so.
  await page.route('**/api/v1/push/wishes', (route) => route.abort())
  await records.click()
  await page.getByText(id.failure.unreachable).waitFor()
  await expect.poll(() => records.isChecked()).toBe(true)
})

test.each([
  ['at an address without https', 'insecure'],
  ['on a phone by Apple, outside of the home screen', 'homeScreen'],
] as const)('%s the page says what to do', async (_, hindrance) => {
  const { page } = visitor
  await settle(page, appliance)
  await page.addInitScript((kind) => {
    if (kind === 'insecure') Object.defineProperty(window, 'isSecureContext', { value: false })
    else {
      Reflect.deleteProperty(window, 'PushManager')
      Object.defineProperty(navigator, 'userAgent', {
        value: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)',
      })
    }
  }, hindrance)
  await page.goto(`${appliance.url}/settings/notices`)
  await page.getByText(w.cannot[hindrance]).waitFor()
  await expect.poll(() => page.getByRole('button', { name: w.turnOn }).count()).toBe(0)
  const certificate = page.getByRole('main').getByRole('link', { name: id.inside.certificate.title })
  expect(await certificate.count()).toBe(hindrance === 'insecure' ? 1 : 0)
  await visitor.looksGood(`notices-${hindrance}`)
})
