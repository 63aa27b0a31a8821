/** What the box sends to a device, put into what the browser shows. */
export interface Letter {
  title: string
  body: string
  /** The page of the app that it opens. */
  url: string
  tag: string
  /** How many drafts wait for an answer. */
  badge: number
  /** Whether it stays until somebody looks. */
  stays: boolean
}

/** What cannot be read is shown all the same: a browser that shows nothing takes the permission away. */
const UNREADABLE: Letter = {
  title: 'CatatDuit',
  body: '',
  url: '/',
  tag: 'catatduit',
  badge: 0,
  stays: false,
}

export function read(text: string | undefined): Letter {
  try {
    const said: unknown = JSON.parse(text ?? '')
    if (typeof said !== 'object' || said === null) return UNREADABLE
    const { title, body, url, tag, badge, stays } = said as Partial<Record<keyof Letter, unknown>>
    return {
      title: typeof title === 'string' && title !== '' ? title : UNREADABLE.title,
      body: typeof body === 'string' ? body : UNREADABLE.body,
      url: typeof url === 'string' ? url : UNREADABLE.url,
      tag: typeof tag === 'string' && tag !== '' ? tag : UNREADABLE.tag,
      badge: typeof badge === 'number' && Number.isSafeInteger(badge) && badge >= 0 ? badge : 0,
      stays: stays === true,
    }
  } catch {
    return UNREADABLE
  }
}

/** The page that a notice opens: one of this app's own, whatever it says. */
export function pageOf(url: unknown, origin: string): string {
  const home = `${origin}/`
  if (typeof url !== 'string') return home
  try {
    const page = new URL(url, origin)
    return page.origin === origin ? page.href : home
  } catch {
    return home
  }
}

/** What is told of a subscription, or nothing when the browser gave less than it must. */
export function described(
  subscription: PushSubscriptionJSON,
): { endpoint: string; key: string; auth: string } | null {
  const { endpoint, keys } = subscription
  const [key, auth] = [keys?.['p256dh'], keys?.['auth']]
  return endpoint === undefined || key === undefined || auth === undefined ? null : { endpoint, key, auth }
}
