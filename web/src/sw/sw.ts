import { clientsClaim } from 'workbox-core'
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { badge } from '../lib/badge'
import { database } from '../offline/db'
import { described, pageOf, read } from './notices'

/**
 * Keeps the app's own files, by the hash of each, so that it opens without the appliance. Nothing that the
 * appliance says about a family passes through here or is kept here: this cache belongs to no member.
 */
declare const self: ServiceWorkerGlobalScope
/** Filled in by the build: vite/service-worker.ts. */
declare const SHELL: { url: string; revision: string | null }[]

precacheAndRoute(SHELL)
cleanupOutdatedCaches()
clientsClaim()

/** Addresses that the appliance answers itself, below the app's. */
const NOT_THE_APP = [/^\/api\//, /^\/healthz$/, /^\/readyz$/, /^\/metrics$/, /^\/ca$/, /\.[a-z0-9]+$/]
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: NOT_THE_APP }))

/** What another app shares waits for the chat, which reads it at its own pace. */
registerRoute(
  ({ url }) => url.pathname === '/share',
  async ({ request }) => {
    const form = await request.formData()
    const text = ['title', 'text', 'url'].map((name) => form.get(name)).filter(isText)
    const pictures = form.getAll('pictures').filter((file) => file instanceof File)
    const db = await database()
    await db?.put('shared', { text: [...new Set(text)].join('\n'), pictures }, 'newest')
    return Response.redirect('/chat?shared', 303)
  },
  'POST',
)

function isText(value: FormDataEntryValue | null): value is string {
  return typeof value === 'string' && value.trim() !== ''
}

/** The person is ready for the new version. */
self.addEventListener('message', (event) => {
  if (event.data === 'take-over') void self.skipWaiting()
})

/** A notice of the box. */
self.addEventListener('push', (event) => {
  const { title, body, url, tag, badge: waiting, stays } = read(event.data?.text())
  const shown = self.registration.showNotification(title, {
    body,
    tag,
    icon: '/icons/icon-192.png',
    badge: '/icons/icon-192.png',
    requireInteraction: stays,
    data: { url },
  })
  event.waitUntil(Promise.all([shown, count(waiting)]))
})

/** While nobody looks at the app; an app that is looked at counts by itself, unsent messages too. */
async function count(waiting: number): Promise<void> {
  const open = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (!open.some(({ visibilityState }) => visibilityState === 'visible')) await badge(self.navigator, waiting)
}

/** Opens the page that it is about: in the app where it is open already, or else in a new window. */
self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const data: unknown = event.notification.data
  const url = typeof data === 'object' && data !== null && 'url' in data ? data.url : undefined
  event.waitUntil(open(pageOf(url, self.location.origin)))
})

async function open(page: string): Promise<void> {
  const [there] = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (there === undefined) {
    await self.clients.openWindow(page)
    return
  }
  // The app goes there by itself, without loading anew.
  there.postMessage({ open: page })
  await there.focus()
}

/** The browser made itself another address: the box is told, as long as the person is signed in. */
self.addEventListener('pushsubscriptionchange', (event) => {
  const changed = event as ExtendableEvent & {
    oldSubscription?: PushSubscription | null
    newSubscription?: PushSubscription | null
  }
  changed.waitUntil(tellAnew(changed.newSubscription ?? null, changed.oldSubscription ?? null))
})

async function tellAnew(given: PushSubscription | null, old: PushSubscription | null): Promise<void> {
  const key = old?.options.applicationServerKey ?? null
  const there = given ?? (await self.registration.pushManager.getSubscription())
  const subscription =
    there ??
    (key === null
      ? null
      : await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }))
  const told = subscription === null ? null : described(subscription.toJSON())
  if (told === null) return
  await fetch('/api/v1/push/subscriptions', {
    method: 'PUT',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(told),
  })
}
