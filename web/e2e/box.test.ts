import { expect, test } from 'vitest'
import { PAGES } from '../src/pages'
import { id } from '../src/words/id'
import { chatLine, open, say, settle } from './support/family'
import { appliance, arrive, staged, visitor } from './support/stage'

/** The example family before there is one, and what an owner sees of the box. */
staged()

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

test('who signs out of the example family leaves all of it, and a box that has its family shows none', async () => {
  const { page } = await arrive('phone')
  await page.goto(appliance.setupLink)
  await page.getByRole('button', { name: id.trial.begin }).click()
  await page.getByText(id.trial.banner).waitFor({ timeout: 120_000 })
  // It tells nobody's device of anything.
  await page.goto(`${appliance.url}/settings/notices`)
  await page.getByText(id.notices.inTrial).waitFor()
  await open(page, id.pages.more)
  await page.getByRole('button', { name: id.more.signOut }).click()
  await page.getByLabel(id.setup.familyName).waitFor()
  expect(await page.context().cookies()).toEqual([])

  await settle(page, appliance)
  await page.goto(`${appliance.url}/demo`)
  await page.getByText(id.trial.closed).waitFor()
  await visitor.looksGood('trial-closed')
})

test('every page about the box is reached from its first one, and leads back', async () => {
  const { page } = await arrive('phone')
  await settle(page, appliance)
  await page.goto(`${appliance.url}/box`)
  for (const { path, title } of PAGES.filter((one) => one.path.startsWith('/box/'))) {
    const name = title(id)
    const way = page
      .getByRole('navigation', { name: id.inside.box })
      .getByRole('link', { name: new RegExp(`^${name}`) })
    await way.click()
    await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
    expect(new URL(page.url()).pathname).toBe(path)
    await expect.poll(() => page.locator('.skeleton').count()).toBe(0)
    await visitor.looksGood(path.slice(1).replaceAll('/', '-'))
    await page.getByRole('main').getByRole('link', { name: id.box.title, exact: true }).click()
  }
})

test('what the box met is there to see: its log, when it was away, and its figures', async () => {
  const { log, outages } = id.watching
  const { page } = await arrive('desktop')
  await settle(page, appliance)
  await page.goto(`${appliance.url}/box/log`)
  await page.getByText('catatduit::').first().waitFor()
  const lines = page.getByRole('main').getByRole('listitem')
  expect(await lines.count()).toBeGreaterThan(0)
  await page.getByRole('group', { name: log.level }).getByText(log.levels.error, { exact: true }).click()
  await page.getByText(log.empty.error).waitFor()
  // What was not asked for is not shown under another choice, and one can try again.
  await page.route('**/api/v1/logs?*', (route) => route.abort())
  await page.getByRole('group', { name: log.level }).getByText(log.levels.info, { exact: true }).click()
  await page.getByText(id.failure.unreachable).waitFor()
  await page.unroute('**/api/v1/logs?*')
  await page.getByRole('button', { name: id.app.retry }).click()
  await page.getByText('catatduit::').first().waitFor()

  await page.goto(`${appliance.url}/box/outages`)
  await page.getByText(outages.none).waitFor()
  await page.getByText(/^Menyala sejak/).waitFor()

  await page.goto(`${appliance.url}/box/figures`)
  await page
    .getByText(id.figures.fewTitle)
    .or(page.getByRole('img', { name: new RegExp(`^${id.figures.names.own_memory}`) }))
    .waitFor()
})

test('a trouble of the box is shown, and acknowledged by its owner', async () => {
  const r = id.box.alarms
  const { page } = await arrive('phone')
  await settle(page, appliance)
  await page.goto(`${appliance.url}/box`)
  await page.getByText(r.none).waitFor()
  // No disk fills up and no clock goes wrong here: the list is told in the box's place, the answer goes to the box.
  const trouble = {
    code: 'clock',
    what: 'Jam kotak salah, jadi tanggal catatan baru bisa salah. Periksa jamnya.',
    since: '2026-11-22T04:02:11.250Z',
    told: '2026-11-22T04:03:11.250Z',
    acknowledged: false,
  }
  await page.route('**/api/v1/doctor/alarms', (route) => route.fulfill({ json: { items: [trouble] } }))
  await page.getByRole('button', { name: id.box.again }).click()
  const shown = page.getByRole('region', { name: r.title }).getByRole('listitem')
  await shown.getByText(trouble.what).waitFor()
  await shown.getByText(r.meaning).waitFor()
  await visitor.looksGood('alarm')
  const told = page.waitForResponse('**/api/v1/doctor/alarms/clock/acknowledge')
  trouble.acknowledged = true
  await shown.getByRole('button', { name: r.seenOf(trouble.what) }).click()
  expect((await told).status()).toBe(204)
  await page.getByText(r.seenSaid).waitFor()
  await shown.getByText(r.known.handled).waitFor()
  expect(await shown.getByRole('button').count()).toBe(0)
  await visitor.looksGood('alarm-seen')
})

test('an error of a page is told to the box, and called solved by its owner', async () => {
  const r = id.watching.errors
  const { page } = await arrive('phone')
  await settle(page, appliance)
  await page.goto(appliance.url)
  await page.getByRole('navigation', { name: id.app.nav }).waitFor()
  const told = page.waitForResponse(
    (answer) => answer.request().method() === 'POST' && answer.url().endsWith('/api/v1/errors'),
  )
  await page.evaluate(() => {
    setTimeout(() => {
      throw new TypeError('zulvaquanti is undefined')
    })
  })
  expect((await told).status()).toBe(204)
  // It was meant.
  expect(visitor.complaints.splice(0).join()).toContain('zulvaquanti')

  await page.goto(`${appliance.url}/box/errors`)
  const error = page.getByRole('listitem').filter({ hasText: 'TypeError' })
  await error.getByText(new RegExp(r.sources.browser)).waitFor()
  await visitor.looksGood('errors')
  await error.getByRole('button', { name: new RegExp(`^${r.solve}: `) }).click()
  await page.getByText(r.solvedSaid).waitFor()
  await expect.poll(() => error.count()).toBe(0)
  await page.getByRole('group', { name: r.which }).getByText(r.solved, { exact: true }).click()
  await error.waitFor()
  await visitor.looksGood('errors-solved')
})

test('what somebody says about the box is read and answered, and they read the answer', async () => {
  const [form, r] = [id.settings.feedback, id.watching.feedback]
  const { page } = await arrive('phone')
  await settle(page, appliance)
  await page.goto(`${appliance.url}/settings`)
  await page.getByLabel(form.label).fill('Hurufnya kecil sekali')
  await page.getByRole('group', { name: form.mood }).getByText(form.moods.middling, { exact: true }).click()
  await visitor.looksGood('feedback-form')
  await page.getByRole('button', { name: form.send, exact: true }).click()
  await page.getByText(form.sent).waitFor()
  await page.getByText(form.mine).click()
  await page.getByText(form.waiting).waitFor()

  await page.goto(`${appliance.url}/box/feedback`)
  await page.getByRole('button', { name: /Hurufnya kecil sekali/ }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel(r.answer).fill('Sudah diperbesar.')
  await visitor.looksGood('feedback-answer')
  await sheet.getByRole('button', { name: r.doneDo, exact: true }).click()
  await page.getByText(r.putAway).waitFor()
  await page
    .getByRole('region', { name: r.done })
    .getByText(/Sudah diperbesar/)
    .waitFor()
  await visitor.looksGood('feedback')

  await page.goto(`${appliance.url}/settings`)
  await page.getByText(form.mine).click()
  await page.getByText('Sudah diperbesar.').waitFor()
  await visitor.looksGood('feedback-answered')
})

test('an owner sees the backups, makes one, and sees the certificate and the bot', async () => {
  const { page } = await arrive('desktop')
  await settle(page, appliance)
  await page.goto(`${appliance.url}/box`)
  await page.getByRole('link', { name: id.inside.backups.title }).click()
  const make = page.getByRole('button', { name: id.inside.backups.make })
  await expect.poll(() => make.isEnabled(), { timeout: 60_000 }).toBe(true)
  const before = await page.getByText('.tar.zst.age').count()
  await make.click()
  await page.getByText(id.inside.backups.made).waitFor({ timeout: 60_000 })
  expect(await page.getByText('.tar.zst.age').count()).toBe(before + 1)
  await page.getByText(id.inside.backups.proven, { exact: true }).waitFor()
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
