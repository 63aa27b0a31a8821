import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

/** Whose data it is: a member in a household. Two members at one browser never read each other's. */
export type Owner = string

/** An answer of the appliance as it came, for when it cannot be asked. */
export interface KeptAnswer {
  readonly owner: Owner
  /** Path and query. */
  readonly path: string
  readonly body: string
  /** When it was true, in ms since 1970. */
  readonly at: number
}

/** A message that its writer is done with and the appliance has not answered yet. */
export interface Queued {
  /** Names the message to the appliance, so that however often it is sent it is recorded once. */
  readonly key: string
  readonly owner: Owner
  readonly text: string
  /** The record that it is a later word about. */
  readonly about: string | null
  /** When it was written, RFC 3339. */
  readonly at: string
  /** When it was first sent to an appliance that answers; whether it arrived is not known since. */
  readonly tried: string | null
}

/** What another app handed over, until the chat takes it. */
export interface Shared {
  readonly text: string
  readonly pictures: readonly File[]
}

interface Schema extends DBSchema {
  answers: { key: [Owner, string]; value: KeptAnswer; indexes: { at: number } }
  outbox: { key: string; value: Queued; indexes: { at: string } }
  /** `owner`: who is signed in at this browser. */
  who: { key: 'owner'; value: Owner }
  shared: { key: 'newest'; value: Shared }
}

export type Database = IDBPDatabase<Schema>

export const STORES = ['answers', 'outbox', 'who', 'shared'] as const

let opened: Promise<Database | null> | null = null

/** What this browser keeps of the appliance; null where it keeps nothing, as some private windows. */
export function database(): Promise<Database | null> {
  opened ??= open()
  return opened
}

async function open(): Promise<Database | null> {
  try {
    return await openDB<Schema>('catatduit', 1, {
      upgrade(db) {
        db.createObjectStore('answers', { keyPath: ['owner', 'path'] }).createIndex('at', 'at')
        db.createObjectStore('outbox', { keyPath: 'key' }).createIndex('at', 'at')
        db.createObjectStore('who')
        db.createObjectStore('shared')
      },
      // A newer version of the app waits to open it with other stores.
      blocking(_, __, event) {
        ;(event.target as IDBDatabase).close()
        opened = null
      },
      terminated() {
        opened = null
      },
    })
  } catch {
    return null
  }
}
