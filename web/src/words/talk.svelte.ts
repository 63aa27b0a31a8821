import type { Language } from '../lib/days'
import { en } from './en'
import { id, type Words } from './id'

const KEPT_AS = 'catatduit.language'

/** The language the app speaks now. A signed-in member's own choice lives with the appliance and wins. */
class Talk {
  language = $state<Language>(initial())

  get words(): Words {
    return this.language === 'id' ? id : en
  }

  speak(language: Language): void {
    this.language = language
    localStorage.setItem(KEPT_AS, language)
    document.documentElement.lang = language
  }
}

/** What this browser spoke last. Many Indonesian phones are set to English, so the phone's own is no clue. */
function initial(): Language {
  return localStorage.getItem(KEPT_AS) === 'en' ? 'en' : 'id'
}

export const talk = new Talk()
