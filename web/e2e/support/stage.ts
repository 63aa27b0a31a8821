import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { Appliance } from './appliance'
import { launch, Visitor, type Size } from './browser'

/** The box of the story that is told, and whoever came to it last. */
export let appliance: Appliance
export let visitor: Visitor

/** The browser of a file, and the example family where the file is about that. */
export let browser: Browser
export let demo: Awaited<ReturnType<typeof Appliance.demo>>

let visitors: Visitor[] = []

/** Somebody comes, and leaves by themselves when the story is over. */
export async function arrive(size: Size): Promise<Visitor> {
  visitor = await Visitor.arrive(browser, size)
  visitors.push(visitor)
  return visitor
}

/** One browser and one example family for all of a file. */
export function onExample(): void {
  beforeAll(async () => {
    browser = await launch()
    demo = await Appliance.demo()
  })

  afterAll(async () => {
    await browser.close()
    await demo.appliance.stop()
  })
}

/** One browser for the stories of a file, and a box of its own for each; with a size, somebody is there already. */
export function staged(size?: Size): void {
  beforeAll(async () => {
    browser = await launch()
  })

  afterAll(async () => {
    await browser.close()
  })

  beforeEach(async () => {
    appliance = await Appliance.start()
    visitors = []
    if (size !== undefined) await arrive(size)
  })

  afterEach(async () => {
    for (const visitor of visitors) await visitor.leave()
    await appliance.stop()
  })
}
