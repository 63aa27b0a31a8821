import type { Page } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { id } from '../src/words/id'
import { chatLine, open, say, settle, signIn } from './support/family'
import { appliance, staged, visitor } from './support/stage'

/** The box may be off, or the phone away from home: the app opens, shows what it knew, and loses no word. */
let page: Page

staged('phone')

beforeEach(async () => {
  page = visitor.page
  await settle(page, appliance)
  await page.goto(`${appliance.url}/chat`)
  // The first visit keeps the app's files.
  await page.evaluate(async () => {
    const { serviceWorker } = navigator
    await serviceWorker.ready
    if (serviceWorker.controller === null)
      await new Promise((done) => {
        serviceWorker.addEventListener('controllerchange', done, { once: true })
      })
  })
})

const RECONNECTS_WITHIN = { timeout: 45_000 }

test('off and on again: what was known is shown with its age, what was said is recorded once', async () => {
  await say(page, 'beli bakso 15rb pake gopay')
  await page.getByRole('article', { name: /Rp15\.000.*bakso/i }).waitFor()
  await open(page, id.pages.reports)
  await page
    .getByRole('button', { name: /Rp15\.000/ })
    .first()
    .waitFor()
  await page.goto(`${appliance.url}/chat`)
  await page.getByRole('article', { name: /Rp15\.000.*bakso/i }).waitFor()
  await appliance.kill()

  await page.reload()
  await page.getByRole('article', { name: /Rp15\.000.*bakso/i }).waitFor()
  await page.getByText(/Yang terlihat dari/).waitFor()
  await say(page, 'kopi 22rb')
  await page.getByText(id.offline.waiting).waitFor()
  await say(page, 'parkir 2rb')
  await expect.poll(() => page.getByText(id.offline.waiting).count()).toBe(2)
  await visitor.looksGoodOffline('offline-chat')

  // A closed window loses nothing, and another page tells the same.
  await page.goto(`${appliance.url}/reports`)
  await page
    .getByRole('button', { name: /Rp15\.000/ })
    .first()
    .waitFor()
  await page.getByRole('link', { name: id.offline.queued(2) }).click()
  await expect.poll(() => page.getByText(id.offline.waiting).count()).toBe(2)
  await page.getByRole('button', { name: id.offline.drop }).last().click()
  await expect.poll(() => page.getByText(id.offline.waiting).count()).toBe(1)

  await appliance.resume()
  await page.getByRole('article', { name: /Rp22\.000.*kopi/i }).waitFor(RECONNECTS_WITHIN)
  await expect.poll(() => page.getByText(/Tidak tersambung/).count(), RECONNECTS_WITHIN).toBe(0)
  expect(await recorded()).toEqual(['beli bakso 15rb pake gopay', 'kopi 22rb'])
})

test('an answer that was lost on the way records nothing twice', async () => {
  let lost = 0
  await page.route('**/api/v1/captures', async (route) => {
    lost += 1
    // The box does it; its answer never arrives.
    await route.fetch()
    await route.abort()
  })
  await say(page, 'kopi 22rb')
  await page.getByText(id.offline.waiting).waitFor()
  await page.unroute('**/api/v1/captures')
  await page.reload()
  await page
    .getByRole('article', { name: /Rp22\.000.*kopi/i })
    .first()
    .waitFor(RECONNECTS_WITHIN)
  await expect.poll(() => page.getByText(id.offline.waiting).count(), RECONNECTS_WITHIN).toBe(0)
  expect(lost).toBeGreaterThan(0)
  expect(await recorded()).toEqual(['kopi 22rb'])
})

test('signing out leaves nothing, and no answer is ever in the cache of the app', async () => {
  await say(page, 'beli bakso 15rb pake gopay')
  await page.getByRole('article', { name: /Rp15\.000.*bakso/i }).waitFor()
  await page.goto(`${appliance.url}/`)
  await expect.poll(async () => (await kept(page))['answers']).toBeGreaterThan(0)
  expect(await cached(page)).toContain('/index.html')
  expect((await cached(page)).filter((path) => path.startsWith('/api'))).toEqual([])

  await open(page, id.pages.more)
  await page.getByRole('button', { name: id.more.signOut, exact: true }).click()
  await page.getByRole('heading', { name: id.signIn.title }).waitFor()
  await expect.poll(() => kept(page)).toEqual({ answers: 0, outbox: 0, who: 0, shared: 0 })

  // Whoever opens it without the box learns nothing about the family.
  await appliance.kill()
  await page.goto(`${appliance.url}/`)
  await page.getByText(id.failure.load).waitFor()
  expect(await page.content()).not.toContain('bakso')
  await appliance.resume()
  await page.reload()
  await signIn(page)
})

test('what cannot be sent is asked about before signing out', async () => {
  await page.route('**/api/v1/captures', (route) => route.abort())
  await say(page, 'kopi 22rb')
  await page.getByText(id.offline.waiting).waitFor()
  await open(page, id.pages.more)
  await page.getByRole('button', { name: id.more.signOut, exact: true }).click()
  await page.getByText(id.offline.unsentLeft(1)).waitFor()
  await page.getByRole('button', { name: id.offline.leaveAnyway }).click()
  await page.getByRole('heading', { name: id.signIn.title }).waitFor()
  await expect.poll(() => kept(page)).toEqual({ answers: 0, outbox: 0, who: 0, shared: 0 })
})

test('what another app shares comes to the chat line', async () => {
  await page.evaluate(() => {
    const form = document.createElement('form')
    form.action = '/share'
    form.method = 'post'
    form.enctype = 'multipart/form-data'
    for (const [name, value] of [
      ['title', ''],
      ['text', 'kopi 22rb di warung'],
    ] as const) {
      const field = document.createElement('input')
      field.name = name
      field.value = value
      form.append(field)
    }
    const pictures = document.createElement('input')
    pictures.type = 'file'
    pictures.name = 'pictures'
    const chosen = new DataTransfer()
    chosen.items.add(new File(['a receipt'], 'struk.jpg', { type: 'image/jpeg' }))
    pictures.files = chosen.files
    form.append(pictures)
    document.body.append(form)
    form.submit()
  })
  await expect.poll(() => chatLine(page).inputValue()).toBe('kopi 22rb di warung')
  await page.getByText(id.chatting.photoWaits).waitFor()
  expect(new URL(page.url()).search).toBe('')
  // It was looked at, not sent.
  expect(await recorded()).toEqual([])
})

/** What the box recorded of what was said, oldest first. */
async function recorded(): Promise<string[]> {
  const answer = await page.request.get(`${appliance.url}/api/v1/transactions?limit=50`)
  const { items } = (await answer.json()) as { items: { text: string | null }[] }
  return items
    .map(({ text }) => text)
    .filter((text) => text !== null)
    .reverse()
}

/** How much the browser keeps, by store. */
function kept(of: Page): Promise<Record<string, number>> {
  return of.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((done, failed) => {
      const asked = indexedDB.open('catatduit')
      asked.onsuccess = () => {
        done(asked.result)
      }
      asked.onerror = () => {
        failed(new Error('the database does not open'))
      }
    })
    const names = Array.from(db.objectStoreNames)
    const counts = await Promise.all(
      names.map(
        (name) =>
          new Promise<number>((done) => {
            const asked = db.transaction(name).objectStore(name).count()
            asked.onsuccess = () => {
              done(asked.result)
            }
          }),
      ),
    )
    db.close()
    return Object.fromEntries(names.map((name, at) => [name, counts[at] ?? 0]))
  })
}

/** The addresses in every cache of the app. */
function cached(of: Page): Promise<string[]> {
  return of.evaluate(async () => {
    const names = await caches.keys()
    const stored = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    return stored.flat().map(({ url }) => new URL(url).pathname)
  })
}
