import { AxeBuilder } from '@axe-core/playwright'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { expect } from 'vitest'

export const SIZES = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } } as const
export type Size = keyof typeof SIZES
export type Theme = 'light' | 'dark'

const SCREENS = join(import.meta.dirname, '../screens')

export const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: FLAGS,
  })
}

/** A person at a browser, with everything that the browser complained about. */
export class Visitor {
  readonly complaints: string[] = []
  #screens = 0

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    readonly size: Size,
    readonly theme: Theme,
  ) {}

  static async arrive(browser: Browser, size: Size, theme: Theme): Promise<Visitor> {
    const context = await browser.newContext({
      viewport: SIZES[size],
      colorScheme: theme,
      locale: 'id-ID',
      timezoneId: 'Asia/Jakarta',
      hasTouch: size === 'phone',
      isMobile: size === 'phone',
      reducedMotion: 'reduce',
    })
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    const visitor = new Visitor(context, page, size, theme)
    // Violations of the content security policy arrive as console errors, too.
    page.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return
      const { url } = message.location()
      // Asking who is signed in is how the app learns that nobody is.
      if (message.text().includes('401') && url.endsWith('/api/v1/session')) return
      visitor.complaints.push(`${message.text()} (${url})`)
    })
    page.on('pageerror', (error) => {
      visitor.complaints.push(String(error))
    })
    return visitor
  }

  /** A page is fit to be seen: nothing spills over, axe finds nothing, the browser complains of nothing. */
  async looksGood(name: string): Promise<void> {
    await this.looksGoodOffline(name)
    expect(this.complaints, `${name}: what the browser complained of`).toEqual([])
  }

  /** The same while the box is away, of which the browser complains rightly. */
  async looksGoodOffline(name: string): Promise<void> {
    await this.page.waitForTimeout(150)
    await mkdir(SCREENS, { recursive: true })
    this.#screens += 1
    const file = `${this.size}-${this.theme}-${String(this.#screens).padStart(2, '0')}-${name}.png`
    await this.page.screenshot({ path: join(SCREENS, file) })
    const spill = await this.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(spill, `${name}: pixels wider than the screen`).toBeLessThanOrEqual(0)
    const { violations } = await new AxeBuilder({ page: this.page }).analyze()
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary ?? ''}`),
    )
    expect(found, `${name}: what axe found`).toEqual([])
  }

  /** Keeps what the screen showed when a test failed. */
  async keepFailure(): Promise<void> {
    await mkdir(SCREENS, { recursive: true })
    await this.page.screenshot({ path: join(SCREENS, `${this.size}-${this.theme}-failed.png`) })
  }

  async leave(): Promise<void> {
    await this.context.close()
  }
}
