import { isAbort, Unreachable } from '../api/problem'
import { taken } from '../early/reads'
import { waitedFor } from '../lib/rest'
import { keeper, keptAt } from './keeper'

/** A kept answer is shown when none comes within this; a slow line doubles it each time it proves to be one. */
const FIRST_PATIENCE_MS = 4_000
const LONGEST_PATIENCE_MS = 64_000

/** Answers of a proxy that cannot reach the appliance behind it. */
const FROM_A_PROXY = [502, 503, 504]

let patience = FIRST_PATIENCE_MS
let listener: { kept: (at: Date) => void; answered: () => void } = {
  kept: () => undefined,
  answered: () => undefined,
}

/** Until when the family is an example that lasts, on each answer about one. */
const UNTIL = 'demo-until'

let onanswer: (until: Date | null) => void = () => undefined

/** Calls back with each answer of the appliance: until when its family lasts, or null for one that stays. */
export function onAnswer(callback: typeof onanswer): void {
  onanswer = callback
}

/** Calls back when a view is given an answer that was kept, and when the appliance answers itself. */
export function onLine(callbacks: typeof listener): void {
  listener = callbacks
}

/**
 * Asks the appliance. Where it does not answer, gives what it answered last to the same question, or throws
 * `Unreachable`. No answer is left in the browser's own cache, which signing out could not empty.
 */
export function ask(request: Request): Promise<Response> {
  return waitedFor(askOrRemember(request))
}

async function askOrRemember(request: Request): Promise<Response> {
  const asked = askNow(request)
  // Its end is looked at below, or it comes too late for anybody.
  asked.catch(() => undefined)
  let timer: ReturnType<typeof setTimeout> | undefined
  const waited = new Promise<'late'>((done) => {
    timer = setTimeout(() => {
      done('late')
    }, patience)
  })
  try {
    const first = await Promise.race([asked, waited])
    if (first !== 'late') return first
    const kept = await known(request)
    if (kept === null) return await asked
    void asked.then(
      () => {
        patience = Math.min(patience * 2, LONGEST_PATIENCE_MS)
      },
      () => undefined,
    )
    return kept
  } catch (error) {
    if (isAbort(error)) throw error
    const kept = await known(request)
    if (kept !== null) return kept
    throw new Unreachable()
  } finally {
    clearTimeout(timer)
  }
}

async function askNow(request: Request): Promise<Response> {
  const response = await (taken(request) ?? fetch(request, { cache: 'no-store' }))
  const type = response.headers.get('content-type') ?? ''
  if (FROM_A_PROXY.includes(response.status) && !type.includes('json')) throw new Unreachable()
  const until = response.headers.get(UNTIL)
  onanswer(until === null ? null : new Date(until))
  listener.answered()
  // What is to leave no trace is not kept here either.
  if (until === null) keeper.keep(request, response)
  return response
}

async function known(request: Request): Promise<Response | null> {
  const kept = await keeper.find(request)
  const at = kept === null ? null : keptAt(kept)
  if (at !== null) listener.kept(at)
  return kept
}

/** Whether the appliance answers now. */
export async function answers(): Promise<boolean> {
  try {
    return (await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(FIRST_PATIENCE_MS) })).ok
  } catch {
    return false
  }
}
