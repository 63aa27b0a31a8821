import { Unreachable } from '../api/problem'
import type { Language } from '../lib/days'
import { id, type Words } from './id'

const KEPT_AS = 'catatduit.language'

/**
 * The language the app speaks now. A signed-in member's own choice lives with the appliance and wins. Indonesian is
 * always there; English is fetched by who speaks it.
 */
class Talk {
  language = $state<Language>('id')
  #english = $state.raw<Words | null>(null)
  #asked: Language = 'id'

  get words(): Words {
    return this.language === 'en' && this.#english !== null ? this.#english : id
  }

  /** What this browser spoke last. Many Indonesian phones are set to English, so the phone's own is no clue. */
  async begin(): Promise<void> {
    if (localStorage.getItem(KEPT_AS) === 'en') await this.speak('en')
  }

  /** Changes the language once its words are here; until then, and where they cannot be had, the other one stays. */
  async speak(language: Language): Promise<void> {
    this.#asked = language
    if (language === 'en') this.#english ??= await english()
    // Somebody may have thought better of it meanwhile.
    if (this.#asked !== language) return
    this.language = language
    localStorage.setItem(KEPT_AS, language)
    document.documentElement.lang = language
  }
}

async function english(): Promise<Words> {
  try {
    return (await import('./en')).en
  } catch {
    throw new Unreachable()
  }
}

export const talk = new Talk()
