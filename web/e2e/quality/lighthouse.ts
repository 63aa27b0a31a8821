import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Appliance, freePort } from '../support/appliance'
import { FLAGS } from '../support/browser'
import { ROOT, tell } from './report'

/**
 * What Lighthouse says about the pages that a family opens most, on a mid phone over a mobile network, as it
 * simulates both: `npm run lighthouse`. Each page is looked at three times, and the middle result counts.
 *
 * Of the example family, or of the box whose data folder `LIGHTHOUSE_DATA` names, whose member `LIGHTHOUSE_NAME` signs in
 * with `LIGHTHOUSE_PASSWORD`; a second table tells of that one.
 */
const DATA = process.env['LIGHTHOUSE_DATA']
const VERSION = '12.8.2'
const RUNS = 3
const MOST_TRIES = 6
const TOOLS = join(ROOT, 'target/tools')
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const

const HEAD = [
  'page',
  'performance',
  'accessibility',
  'best practices',
  'SEO',
  'first paint',
  'largest paint',
  'blocked',
  'shift',
  'all bytes',
]

const PAGES = [
  { name: 'Masuk', path: '/', signedIn: false },
  { name: 'Beranda', path: '/', signedIn: true },
  { name: 'Transaksi', path: '/transactions', signedIn: true },
  { name: 'Laporan', path: '/reports', signedIn: true },
]

/** What is read of Lighthouse's result; it tells much more. */
interface Result {
  categories: Record<string, { score: number | null }>
  audits: Record<string, { numericValue?: number; score: number | null; title: string }>
  runtimeError?: { code: string }
}
type Lighthouse = (url: string, options: Record<string, unknown>) => Promise<{ lhr: Result } | undefined>

let browser: Browser
let port: number
let appliance: Appliance
let owner: { name: string; password: string }
let lighthouse: Lighthouse

beforeAll(async () => {
  const entry = join(TOOLS, 'node_modules/lighthouse/core/index.js')
  if (!existsSync(entry)) {
    const wanted = `lighthouse@${VERSION}`
    execFileSync('npm', ['install', '--prefix', TOOLS, '--no-save', '--no-audit', '--no-fund', wanted])
  }
  lighthouse = ((await import(pathToFileURL(entry).href)) as { default: Lighthouse }).default
  port = await freePort()
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [...FLAGS, `--remote-debugging-port=${String(port)}`],
  })
  if (DATA === undefined) {
    ;({ appliance, owner } = await Appliance.demo())
  } else {
    appliance = await Appliance.on(DATA)
    owner = { name: process.env['LIGHTHOUSE_NAME'] ?? '', password: process.env['LIGHTHOUSE_PASSWORD'] ?? '' }
  }
})

afterAll(async () => {
  await browser.close()
  await appliance.stop()
})

test('the pages are looked at and told about', async () => {
  const cookie = await signedIn()
  const busy = loadavg()[0] ?? 0
  const rows: string[][] = []
  const least: [string, number][] = []
  for (const { name, path, signedIn: isIn } of PAGES) {
    const results: Result[] = []
    for (let tries = 0; results.length < RUNS && tries < MOST_TRIES; tries += 1) {
      const looked = await lighthouse(appliance.url + path, {
        port,
        output: 'json',
        logLevel: 'error',
        formFactor: 'mobile',
        extraHeaders: isIn ? { Cookie: cookie } : {},
      })
      if (looked === undefined) throw new Error(`Lighthouse said nothing about ${name}`)
      // It lost its own record of what the browser did: that says nothing about the page.
      if (looked.lhr.runtimeError === undefined) results.push(looked.lhr)
    }
    expect(results.length, name).toBe(RUNS)
    const scores = CATEGORIES.map((category) =>
      middle(results.map(({ categories }) => Math.round((categories[category]?.score ?? 0) * 100))),
    )
    const figure = (audit: string): number =>
      middle(results.map(({ audits }) => audits[audit]?.numericValue ?? 0))
    const shift = middle(
      results.map(({ audits }) => Math.round((audits['cumulative-layout-shift']?.numericValue ?? 0) * 1000)),
    )
    rows.push([
      name,
      ...scores.map(String),
      seconds(figure('first-contentful-paint')),
      seconds(figure('largest-contentful-paint')),
      `${String(Math.round(figure('total-blocking-time')))} ms`,
      shift === 0 ? '0' : `0.${String(shift).padStart(3, '0')}`,
      `${String(Math.round(figure('total-byte-weight') / 1000))} kB`,
    ])
    const [, ...certain] = scores
    least.push([name, Math.min(...certain)])
  }
  await tell(
    DATA === undefined ? 'lighthouse' : 'lighthouse-data',
    HEAD,
    rows,
    `Lighthouse ${VERSION}, mobile, the middle of ${String(RUNS)} runs, on ${DATA === undefined ? 'the example family' : 'a family of its own'}; ` +
      `${String(cpus().length)} cores with ${String(Math.round(busy))} programs waiting for them when it began.`,
  )
  // What does not depend on how busy the machine is.
  for (const [name, score] of least) expect(score, name).toBeGreaterThanOrEqual(98)
})

/** The cookie of whoever signs in. */
async function signedIn(): Promise<string> {
  const answer = await fetch(`${appliance.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(owner),
  })
  if (!answer.ok) throw new Error(`${owner.name} cannot sign in: ${String(answer.status)}`)
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.trunc(values.length / 2)] ?? 0
}

function seconds(ms: number): string {
  const tenths = String(Math.round(ms / 100)).padStart(2, '0')
  return `${tenths.slice(0, -1)}.${tenths.slice(-1)} s`
}
