import * as calls from '../api/calls'
import { Unreachable } from '../api/problem'
import type { Me } from '../api/types'
import { todayIn, type Day, type Language } from '../lib/days'
import { talk } from '../words/talk.svelte'

/** Who is using the app. `unknown` only until the appliance has answered once. */
type Status = 'unknown' | 'in' | 'out' | 'unreachable'

class Session {
  status = $state<Status>('unknown')
  me = $state.raw<Me | null>(null)
  /** The member was in, and the appliance no longer takes the cookie. */
  expired = $state(false)
  #now = $state(new Date())

  constructor() {
    calls.onUnauthenticated(() => {
      if (this.status !== 'in') return
      this.expired = true
      this.#leave()
    })
    // "Hari ini" moves on by itself when a page stays open over midnight.
    setInterval(() => (this.#now = new Date()), 30_000)
    document.addEventListener('visibilitychange', () => (this.#now = new Date()))
  }

  get zone(): string {
    return this.me?.household.zone ?? 'Asia/Jakarta'
  }

  get currency(): string {
    return this.me?.household.currency ?? 'IDR'
  }

  /** The day it is now for the family. */
  get today(): Day {
    return todayIn(this.zone, this.#now)
  }

  async load(): Promise<void> {
    try {
      const me = await calls.whoAmI()
      if (me === null) this.#leave()
      else this.enter(me)
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error
      this.status = 'unreachable'
    }
  }

  enter(me: Me): void {
    this.me = me
    this.status = 'in'
    this.expired = false
    talk.speak(me.member.language)
  }

  async signOut(): Promise<void> {
    await calls.signOut()
    this.expired = false
    this.#leave()
  }

  async speak(language: Language): Promise<void> {
    const before = talk.language
    talk.speak(language)
    try {
      if (this.status === 'in') this.me = await calls.setLanguage(language)
    } catch (error) {
      talk.speak(before)
      throw error
    }
  }

  #leave(): void {
    this.me = null
    this.status = 'out'
  }
}

export const session = new Session()
