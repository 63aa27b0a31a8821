import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { Appliance } from './support/appliance'
import { launch } from './support/browser'
import { round, WAYS } from './support/round'

/** Every page there is, on the example family: axe finds nothing, nothing spills over, nothing is complained of. */
let browser: Browser
let demo: Awaited<ReturnType<typeof Appliance.demo>>

beforeAll(async () => {
  browser = await launch()
  demo = await Appliance.demo()
})

afterAll(async () => {
  await browser.close()
  await demo.appliance.stop()
})

describe.each(WAYS)('in %s, on a %s', (...way) => {
  test('every page is fit to be seen', { timeout: 600_000 }, async () => {
    await round(browser, demo, way, (visitor, { name, themes }) => visitor.looksGood(name, themes))
  })
})
