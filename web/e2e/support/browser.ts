import axe from 'axe-core'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { expect } from 'vitest'

export const SIZES = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } } as const
export type Size = keyof typeof SIZES
export type Theme = 'light' | 'dark'

/** What a theme can break; everything else axe looks for is the same in both. */
const RULES_OF_COLOUR = ['color-contrast', 'link-in-text-block']

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
  ) {}

  /** By day: their device is light, until a page is looked at in the dark, too. */
  static async arrive(browser: Browser, size: Size): Promise<Visitor> {
    const context = await browser.newContext({
      viewport: SIZES[size],
      colorScheme: 'light',
      locale: 'id-ID',
      timezoneId: 'Asia/Jakarta',
      hasTouch: size === 'phone',
      isMobile: size === 'phone',
      reducedMotion: 'reduce',
    })
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    const visitor = new Visitor(context, page, size)
    // Violations of the content security policy arrive as console errors, too.
    page.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return
      const { url } = message.location()
      visitor.complaints.push(`${message.text()} (${url})`)
    })
    page.on('pageerror', (error) => {
      visitor.complaints.push(String(error))
    })
    return visitor
  }

  /** A page is fit to be seen: nothing spills over, axe finds nothing in either theme, the browser complains of nothing. */
  async looksGood(name: string, themes: readonly Theme[] = ['light', 'dark']): Promise<void> {
    await this.looksGoodOffline(name, themes)
    expect(this.complaints, `${name}: what the browser complained of`).toEqual([])
  }

  /** What the browser complained of so far, and rightly. */
  forgive(rightly: RegExp): void {
    this.complaints.splice(0, Infinity, ...this.complaints.filter((complaint) => !rightly.test(complaint)))
  }

  /** The same while the box is away, of which the browser complains rightly. */
  async looksGoodOffline(name: string, themes: readonly Theme[] = ['light', 'dark']): Promise<void> {
    this.#screens += 1
    await this.#looksGoodIn('light', name)
    const spill = await this.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(spill, `${name}: pixels wider than the screen`).toBeLessThanOrEqual(0)
    if (!themes.includes('dark')) return
    await this.#looksGoodIn('dark', name)
    await this.page.emulateMedia({ colorScheme: 'light' })
  }

  async #looksGoodIn(theme: Theme, name: string): Promise<void> {
    await this.#dressed(theme)
    await this.#keep(`${theme}-${String(this.#screens).padStart(2, '0')}-${name}`)
    expect(await this.#found(theme), `${name}: what axe found in ${theme}`).toEqual([])
  }

  /** What axe finds on the page in these colours. */
  async findings(theme: Theme): Promise<string[]> {
    await this.#dressed(theme)
    return this.#found(theme)
  }

  async #dressed(theme: Theme): Promise<void> {
    await this.page.emulateMedia({ colorScheme: theme })
    await this.page.evaluate(painted)
  }

  async #found(theme: Theme): Promise<string[]> {
    if (!(await this.page.evaluate(() => 'axe' in window))) await this.page.evaluate(axe.source)
    return this.page.evaluate(violations, theme === 'dark' ? RULES_OF_COLOUR : undefined)
  }

  /** Keeps what the screen showed when a test failed. */
  async keepFailure(): Promise<void> {
    await this.#keep('failed')
  }

  async #keep(name: string): Promise<void> {
    await mkdir(SCREENS, { recursive: true })
    await this.page.screenshot({ path: join(SCREENS, `${this.size}-${name}.png`) })
  }

  async leave(): Promise<void> {
    await this.context.close()
  }
}

/** In the page: everything that was to move has come to rest and is drawn. */
async function painted(): Promise<void> {
  const ends = document.getAnimations().filter((each) => each.effect?.getTiming().iterations !== Infinity)
  await Promise.allSettled(ends.map(({ finished }) => finished))
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
}

/** In the page: what axe finds by all its rules, or by these. */
async function violations(rules?: string[]): Promise<string[]> {
  const { axe: here } = window as unknown as { axe: typeof axe }
  const { violations: found } = await here.run({
    resultTypes: ['violations'],
    ...(rules === undefined ? {} : { runOnly: rules }),
  })
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary ?? ''}`),
  )
}
