import * as calls from '../api/calls'
import { Refused, Unreachable } from '../api/problem'
import type { Subscription } from '../api/types'
import { described } from '../sw/notices'
import { noticed } from './noticed'

/** Why this browser cannot be told anything; the words for each are the page's. */
export type Hindrance = 'insecure' | 'unsupported' | 'homeScreen' | 'denied' | 'unready' | 'service'

/** Turning notices on failed for a reason that a person can do something about. */
export class Hindered extends Error {
  constructor(readonly hindrance: Hindrance) {
    super(hindrance)
  }
}

/** A browser has been asked for its worker for so long when there is none. */
const PATIENCE_MS = 3_000
/** So long the app's files may take to be kept, over a slow line. */
const KEEPING_MS = 30_000

/** What stands in the way here, before anything is asked. */
export function hindrance(): Hindrance | null {
  if (!isSecureContext) return 'insecure'
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) {
    return isOfApple() ? 'homeScreen' : 'unsupported'
  }
  return Notification.permission === 'denied' ? 'denied' : null
}

/** A phone or tablet by Apple; the tablet says that it is a Mac, which has no screen to touch. */
function isOfApple(): boolean {
  const { userAgent, maxTouchPoints } = navigator
  return /iPhone|iPad/.test(userAgent) || (userAgent.includes('Macintosh') && maxTouchPoints > 1)
}

async function worker(): Promise<ServiceWorkerRegistration> {
  const { serviceWorker } = navigator
  const after = (ms: number): Promise<null> => new Promise((resolve) => setTimeout(resolve, ms, null))
  let registration = await Promise.race([serviceWorker.ready, after(PATIENCE_MS)])
  // One that is only being kept is worth waiting for.
  if (registration === null && (await serviceWorker.getRegistration()) !== undefined) {
    registration = await Promise.race([serviceWorker.ready, after(KEEPING_MS)])
  }
  if (registration === null) throw new Hindered('unready')
  return registration
}

/** Asks the person and the browser, and tells the box. */
export async function turnOn(member: string): Promise<Subscription> {
  const hindered = hindrance()
  if (hindered !== null) throw new Hindered(hindered)
  if ((await Notification.requestPermission()) !== 'granted') throw new Hindered('denied')
  const { pushManager } = await worker()
  const key = bytesOf(await calls.pushKey())
  let subscription = await pushManager.getSubscription()
  // One for another box's key is of no use to this one.
  if (subscription !== null && !isFor(subscription, key)) {
    await subscription.unsubscribe()
    subscription = null
  }
  subscription ??= await pushManager
    .subscribe({ userVisibleOnly: true, applicationServerKey: key })
    .catch(() => {
      throw new Hindered('service')
    })
  const told = described(subscription.toJSON())
  if (told === null) throw new Hindered('unsupported')
  const here = await calls.putSubscription(told)
  noticed.by(member)
  return here
}

/** The box's view of this device, if notices are on here for this member; says once more that it is there. */
export async function stillOn(member: string): Promise<Subscription | null> {
  if (hindrance() !== null || !noticed.isBy(member)) return null
  if (Notification.permission !== 'granted') return null
  return turnOn(member)
}

/** The same after a start, when nobody looks: what stands in the way is said on the page about notices. */
export async function sayAgain(member: string): Promise<void> {
  try {
    await stillOn(member)
  } catch (error) {
    const isTold = error instanceof Hindered || error instanceof Refused || error instanceof Unreachable
    if (!isTold) throw error
  }
}

export async function turnOff(id: string): Promise<void> {
  // While the box would still send, this browser still takes it.
  await calls.removeSubscription(id)
  noticed.byNobody()
  const subscription = await (await worker()).pushManager.getSubscription()
  await subscription?.unsubscribe()
}

function isFor(subscription: PushSubscription, key: Uint8Array): boolean {
  const given = subscription.options.applicationServerKey
  if (given === null) return false
  const held = new Uint8Array(given)
  return held.length === key.length && held.every((byte, at) => byte === key[at])
}

/** Bytes out of the alphabet for addresses, without padding. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0))
}
