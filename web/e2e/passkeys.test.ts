import type { CDPSession } from 'playwright-core'
import { expect, test } from 'vitest'
import { id } from '../src/words/id'
import { OWNER, settle, signIn } from './support/family'
import { appliance, staged, visitor } from './support/stage'

staged('phone')

/** The box as its own machine names it: browsers offer passkeys there without TLS, and at no bare number. */
const home = (): string => appliance.url.replace('127.0.0.1', 'localhost')

/** Gives the browser a device with passkeys, whose person is there and proves who they are. */
async function hold(): Promise<{ cdp: CDPSession; device: string }> {
  const cdp = await visitor.context.newCDPSession(visitor.page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return { cdp, device: authenticatorId }
}

test('a passkey is added, signs in without a name, and is removed', async () => {
  const { page } = visitor
  await settle(page, appliance)
  const w = id.passkeys

  // At a bare number there are none, and the page says so.
  await page.goto(`${appliance.url}/settings/security`)
  await page.getByText(w.notHere).waitFor()
  expect(await page.getByRole('button', { name: w.add }).count()).toBe(0)

  const { cdp, device } = await hold()
  await page.goto(`${home()}/settings/security`)
  await signIn(page)
  await page.getByRole('button', { name: w.add }).click()
  await page.getByLabel(w.name, { exact: true }).fill('HP Budi')
  await visitor.looksGood('passkey-add')
  await page.getByRole('button', { name: w.next, exact: true }).click()
  await page.getByText(w.added).waitFor()
  await page.getByText('HP Budi').waitFor()
  await visitor.looksGood('passkeys')
  const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId: device })
  expect(credentials.map((one) => [one.rpId, one.isResidentCredential])).toEqual([['localhost', true]])

  // The same device makes no second one.
  await page.getByRole('button', { name: w.add }).click()
  await page.getByRole('button', { name: w.next, exact: true }).click()
  await page.getByText(w.trouble.known).waitFor()
  await page.getByRole('button', { name: w.cancel, exact: true }).click()

  // Signed out, the device alone is enough.
  await page.evaluate(() => fetch('/api/v1/session', { method: 'DELETE' }))
  await page.goto(`${home()}/`)
  await page.getByRole('button', { name: w.signIn }).waitFor()
  // The page asked for its figures before it knew that the session had ended elsewhere.
  visitor.forgive(/401 \(Unauthorized\)/)
  await visitor.looksGood('sign-in-with-passkey')
  await page.getByRole('button', { name: w.signIn }).click()
  await page.getByRole('navigation', { name: id.app.nav }).waitFor()

  await page.goto(`${home()}/settings/security`)
  await page.getByText(w.used('').trim()).first().waitFor()
  await page.getByRole('button', { name: w.rename('HP Budi') }).click()
  await page.getByLabel(w.name, { exact: true }).fill('Ponsel lama')
  await page.getByRole('button', { name: w.save, exact: true }).click()
  await page.getByText('Ponsel lama').waitFor()
  await page.getByRole('button', { name: w.remove('Ponsel lama') }).click()
  await page.getByText(w.none).waitFor()
  expect(visitor.complaints).toEqual([])

  // What the device still holds is taken no more; the password works as ever.
  await page.evaluate(() => fetch('/api/v1/session', { method: 'DELETE' }))
  await page.goto(`${home()}/`)
  await page.getByRole('button', { name: w.signIn }).click()
  await page.getByText(/Passkey itu belum bisa dipakai masuk/).waitFor()
  await signIn(page, OWNER)
  await page.getByRole('navigation', { name: id.app.nav }).waitFor()
})

test('a person who does not prove who they are is not let in, and told so', async () => {
  const { page } = visitor
  await settle(page, appliance)
  const { cdp, device } = await hold()
  await page.goto(`${home()}/settings/security`)
  await signIn(page)
  await page.getByRole('button', { name: id.passkeys.add }).click()
  await page.getByRole('button', { name: id.passkeys.next, exact: true }).click()
  await page.getByText(id.passkeys.added).waitFor()
  await page.evaluate(() => fetch('/api/v1/session', { method: 'DELETE' }))
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId: device, isUserVerified: false })
  await page.goto(`${home()}/`)
  await page.getByRole('button', { name: id.passkeys.signIn }).click()
  await page.getByText(id.passkeys.trouble.declined).waitFor()
})
