import { describe, test } from 'vitest'
import { round, WAYS } from './support/round'
import { onExample } from './support/stage'

/** Every page there is, on the example family: axe finds nothing, nothing spills over, nothing is complained of. */
onExample()

describe.each(WAYS)('in %s, on a %s', (...way) => {
  test('every page is fit to be seen', { timeout: 600_000 }, async () => {
    await round(way, (visitor, { name, themes }) => visitor.looksGood(name, themes))
  })
})
