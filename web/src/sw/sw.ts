import { clientsClaim } from 'workbox-core'
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { database } from '../offline/db'

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
