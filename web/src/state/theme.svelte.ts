export type Theme = 'auto' | 'light' | 'dark'

const KEPT_AS = 'catatduit.theme'
const PAGE_COLOURS = { light: '#F6F8F7', dark: '#0F1513' } as const

/** Light, dark, or whatever the device says. */
class Appearance {
  theme = $state<Theme>(kept())

  constructor() {
    this.#show()
    // Paper is light.
    addEventListener('beforeprint', () => {
      document.documentElement.dataset['theme'] = 'light'
    })
    addEventListener('afterprint', () => {
      this.#show()
    })
  }

  choose(theme: Theme): void {
    this.theme = theme
    localStorage.setItem(KEPT_AS, theme)
    this.#show()
  }

  #show(): void {
    if (this.theme === 'auto') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = this.theme
    for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
      const ofDevice = meta.media.includes('dark') ? 'dark' : 'light'
      meta.content = PAGE_COLOURS[this.theme === 'auto' ? ofDevice : this.theme]
    }
  }
}

function kept(): Theme {
  const theme = localStorage.getItem(KEPT_AS)
  return theme === 'light' || theme === 'dark' ? theme : 'auto'
}

export const appearance = new Appearance()
