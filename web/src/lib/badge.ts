/** What can carry a number: the browser of a page, or of the service worker. */
interface Carrier {
  setAppBadge?: (count: number) => Promise<void>
  clearAppBadge?: () => Promise<void>
}

/** The app's icon says how many wait, where a device has a place for that; with none it says nothing. */
export async function badge(carrier: Carrier, count: number): Promise<void> {
  try {
    await (count > 0 ? carrier.setAppBadge?.(count) : carrier.clearAppBadge?.())
  } catch {
    // An app that is not on the home screen has no icon to say it on.
  }
}
