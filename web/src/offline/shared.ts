import { database, type Shared } from './db'

/** Takes what another app shared with this one, once. */
export async function takeShared(): Promise<Shared | null> {
  const db = await database()
  if (db === null) return null
  const tx = db.transaction('shared', 'readwrite')
  const shared = await tx.store.get('newest')
  await tx.store.clear()
  await tx.done
  return shared ?? null
}
