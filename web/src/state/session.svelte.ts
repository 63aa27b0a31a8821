import * as calls from '../api/calls'
import type { Me } from '../api/types'
import * as early from '../early/reads'
import { todayIn, type Day, type Language } from '../lib/days'
import { keeper } from '../offline/keeper'
import { live } from './live.svelte'
import { outbox } from './outbox.svelte'
import { asFailure } from './resource.svelte'
import { toasts } from './toasts.svelte'
import { trial } from './trial.svelte'
import { sentence } from '../ui/sentence'
import { talk } from '../words/talk.svelte'

/** Who is using the app. `unknown` only until the appliance has answered once. */
type Status = 'unknown' | 'in' | 'out' | 'unreachable'

class Session {
  status = $state<Status>('unknown')
  me = $state.raw<Me | null>(null)
  /** The member was in, and the appliance no longer takes the cookie. */
  expired = $state(false)
  #now = $state(new Date())
  /** The day it is now for the family. */
  readonly today: Day = $derived(todayIn(this.zone, this.#now))
  readonly #onleave: (() => void)[] = []

  constructor() {
    calls.onUnauthenticated(() => {
      if (this.status !== 'in' || trial.leaving) return
      if (trial.over) {
        void trial.forget().then(() => {
          location.assign('/demo?over')
        })
        return
      }
      this.expired = true
      this.#leave()
      void keeper.leave()
    })
    // The stream cannot say why it ended; asking who is here can.
    live.onbreak = () => void this.refresh()
    // A change without records or wallets may be one of who is here, or of how the family's days go.
    live.listen((change) => {
      const touched = change === null ? 0 : change.transactions.length + change.wallets.length
      if (this.status === 'in' && touched === 0) void this.refresh()
    })
    // "Hari ini" moves on by itself when a page stays open over midnight.
    setInterval(() => (this.#now = new Date()), 30_000)
    document.addEventListener('visibilitychange', () => (this.#now = new Date()))
  }

  /** Calls back when the member is gone from this browser: nothing of their family stays behind. */
  onleave(callback: () => void): void {
    this.#onleave.push(callback)
  }

  /** Whether it is one of those who look after the box. */
  get isKeeper(): boolean {
    return this.me?.member.role === 'owner' && this.me.household.keeps_box
  }

  get zone(): string {
    return this.me?.household.zone ?? 'Asia/Jakarta'
  }

  get currency(): string {
    return this.me?.household.currency ?? 'IDR'
  }

  /** Asks who is signed in, for the page's first view. */
  async load(): Promise<void> {
    try {
      const me = await calls.whoAmI()
      if (me === null) {
        this.#leave()
        void keeper.leave()
      } else {
        this.enter(me)
      }
    } catch (error) {
      asFailure(error)
      this.status = 'unreachable'
    }
  }

  /** Asks again for something that may have changed elsewhere; without an answer all stays as it is. */
  async refresh(): Promise<void> {
    try {
      this.me = (await calls.whoAmI()) ?? this.me
    } catch (error) {
      asFailure(error)
    }
  }

  enter(me: Me): void {
    this.me = me
    this.status = 'in'
    this.expired = false
    trial.over = false
    early.expectSomebody()
    // Without its words the language stays what it was; the next page tries again.
    talk.speak(me.member.language).catch(asFailure)
    const owner = `${me.household.id}/${me.member.id}`
    void keeper.own(owner)
    void outbox.open(owner)
  }

  /** Sends what waits, then ends the session; when something cannot be sent, asks first. */
  async signOut(): Promise<void> {
    // Who leaves an example leaves all of it.
    if (trial.until !== null) {
      await trial.end()
      return
    }
    await outbox.drain()
    const unsent = outbox.entries.length
    if (unsent === 0) {
      await this.#signOutNow()
      return
    }
    const { offline } = talk.words
    toasts.say(offline.unsentLeft(unsent), {
      label: offline.leaveAnyway,
      run: () => {
        this.#signOutNow().catch((error: unknown) => {
          toasts.warn(sentence(asFailure(error), talk.words))
        })
      },
    })
  }

  /** Nothing of the member's stays in this browser, what was not sent neither. */
  async #signOutNow(): Promise<void> {
    await calls.signOut()
    this.expired = false
    this.#leave()
    await keeper.forget()
  }

  async speak(language: Language): Promise<void> {
    const before = talk.language
    await talk.speak(language)
    try {
      if (this.status === 'in') this.me = await calls.setLanguage(language)
    } catch (error) {
      await talk.speak(before)
      throw error
    }
  }

  #leave(): void {
    this.me = null
    this.status = 'out'
    early.forget()
    outbox.close()
    for (const forget of this.#onleave) forget()
  }
}

export const session = new Session()
