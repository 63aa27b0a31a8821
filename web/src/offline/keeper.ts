import { database, type Database, type Owner } from './db'

/** Answers that are worth reading without the appliance. Searches, secrets and pictures are not among them. */
const KEPT =
  /^\/api\/v1\/(session|wallets|categories|transactions|drafts|summaries|reports|members|households|tags|budgets|bills|goals|debts|trash)(?=[/?]|$)/

/** An answer larger than this is no screen's worth. */
const LARGEST = 512_000
const MOST_ANSWERS = 400
const LOOK_AFTER = 50

/** Marks an answer that was kept, with when it was true. */
const AGE = 'x-kept-at'

/**
 * What the signed-in member last saw, in this browser alone: each answer replaces the one before to the same
 * question. Forgotten when they sign out, or when the appliance no longer knows them.
 */
class Keeper {
  #owner: Promise<Owner | null> | null = null
  #writes = 0

  /** From now on answers are this member's. Those of anybody else go. */
  async own(owner: Owner): Promise<void> {
    if ((await this.#who()) === owner) return
    this.#owner = Promise.resolve(owner)
    await quietly(async (db) => {
      await db.clear('answers')
      await db.put('who', owner, 'owner')
    })
  }

  /** The session ended by itself: what was read goes, what was written and not sent waits for its writer. */
  async leave(): Promise<void> {
    this.#owner = Promise.resolve(null)
    await quietly(async (db) => {
      await Promise.all([db.clear('answers'), db.clear('who'), db.clear('shared')])
    })
  }

  /** The member signed out: nothing of theirs stays. */
  async forget(): Promise<void> {
    await this.leave()
    await quietly((db) => db.clear('outbox'))
  }

  /** Remembers an answer, if it is one worth reading later. Returns at once. */
  keep(request: Request, response: Response): void {
    const path = pathOf(request)
    if (request.method !== 'GET' || !response.ok || !KEPT.test(path)) return
    // An answer that nobody waits for any more ends in the middle.
    this.#put(path, response.clone()).catch(() => undefined)
  }

  /** The newest answer to the same question. */
  async find(request: Request): Promise<Response | null> {
    const path = pathOf(request)
    const owner = await this.#who()
    if (request.method !== 'GET' || owner === null || !KEPT.test(path)) return null
    const kept = await quietly((db) => db.get('answers', [owner, path]))
    if (kept === undefined) return null
    return new Response(kept.body, {
      headers: { 'content-type': 'application/json', [AGE]: String(kept.at) },
    })
  }

  async #put(path: string, response: Response): Promise<void> {
    const owner = await this.#who()
    if (owner === null) return
    const body = await response.text()
    if (body.length > LARGEST || owner !== (await this.#who())) return
    await quietly((db) => db.put('answers', { owner, path, body, at: Date.now() }))
    this.#writes += 1
    if (this.#writes % LOOK_AFTER === 1) await quietly(prune)
  }

  #who(): Promise<Owner | null> {
    this.#owner ??= quietly((db) => db.get('who', 'owner')).then((owner) => owner ?? null)
    return this.#owner
  }
}

/** The oldest go first. */
async function prune(db: Database): Promise<void> {
  const tx = db.transaction('answers', 'readwrite')
  let left = (await tx.store.count()) - MOST_ANSWERS
  for (
    let cursor = await tx.store.index('at').openCursor();
    cursor !== null && left > 0;
    cursor = await cursor.continue()
  ) {
    await cursor.delete()
    left -= 1
  }
  await tx.done
}

/** Keeping is a convenience: a browser that refuses it, or a full disk, changes nothing else. */
async function quietly<T>(act: (db: Database) => Promise<T>): Promise<T | undefined> {
  try {
    const db = await database()
    return db === null ? undefined : await act(db)
  } catch {
    return undefined
  }
}

function pathOf(request: Request): string {
  const { pathname, search } = new URL(request.url)
  return pathname + search
}

/** When an answer was true, if it was kept. */
export function keptAt(response: Response): Date | null {
  const at = response.headers.get(AGE)
  return at === null ? null : new Date(Number(at))
}

export const keeper = new Keeper()
