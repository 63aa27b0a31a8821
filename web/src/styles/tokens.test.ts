import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

/** The colours of `tokens.css`, by theme. Contrast is the one of WCAG 2.2. */
const sheet = readFileSync(new URL('tokens.css', import.meta.url), 'utf8')
const [light = '', byDevice = '', byHand = ''] = [
  /^:root \{([^}]*)\}/m,
  /^ {2}:root:not\(\[data-theme='light'\]\) \{([^}]*)\}/m,
  /^:root\[data-theme='dark'\] \{([^}]*)\}/m,
].map((rule) => rule.exec(sheet)?.[1])
const themes = { light: coloursOf(light), dark: { ...coloursOf(light), ...coloursOf(byDevice) } }

/** What is written on what. */
const TEXT: [string, string[]][] = [
  ['text', ['bg', 'surface', 'brand-wash', 'warn-wash', 'heat-1', 'heat-2', 'heat-3', 'heat-4']],
  ['muted', ['bg', 'surface', 'brand-wash', 'warn-wash']],
  ['brand', ['bg', 'surface', 'brand-wash']],
  ['on-brand', ['brand']],
  ['income', ['bg', 'surface']],
  ['expense', ['bg', 'surface']],
  ['transfer', ['bg', 'surface']],
  ['warn', ['bg', 'surface', 'warn-wash']],
  // A slice's number is written on it.
  ['surface', ['chart-1', 'chart-2', 'chart-3', 'chart-4', 'chart-5', 'chart-6', 'chart-rest']],
  // A short notice is the page turned over.
  ['bg', ['text']],
]

/** What is seen without being read: edges of fields, rings of focus, parts of charts. */
const SHAPES: [string, string[]][] = [
  ['field-line', ['bg', 'surface']],
  ['brand', ['bg', 'surface']],
  ...[1, 2, 3, 4, 5, 6, 'rest'].map((hue): [string, string[]] => [`chart-${String(hue)}`, ['bg', 'surface']]),
]

describe.each(Object.entries(themes))('in the %s theme', (_, colours) => {
  test.each(TEXT)('%s can be read', (text, grounds) => {
    for (const ground of grounds) {
      expect(contrast(colours, text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5)
    }
  })

  test.each(SHAPES)('%s can be seen', (shape, grounds) => {
    for (const ground of grounds) {
      expect(contrast(colours, shape, ground), `${shape} on ${ground}`).toBeGreaterThanOrEqual(3)
    }
  })
})

test('dark is the same by the device and by hand', () => {
  expect(Object.keys(coloursOf(byHand)).length).toBeGreaterThan(20)
  expect(coloursOf(byHand)).toEqual(coloursOf(byDevice))
})

test('dark has a value for every colour of light but the one of the logo', () => {
  const missing = Object.keys(coloursOf(light)).filter((name) => !(name in coloursOf(byDevice)))
  expect(missing).toEqual(['logo'])
})

test('nothing moves for people who asked for that', () => {
  const still = /prefers-reduced-motion: reduce\) \{\s*:root \{([^}]*)\}/.exec(sheet)?.[1] ?? ''
  const durations = [...light.matchAll(/--([\w-]+): \d+ms/g)].map(([, name]) => name)
  expect(durations.length).toBeGreaterThan(0)
  for (const name of durations) expect(still).toContain(`--${String(name)}: 0ms`)
})

function coloursOf(rule: string): Record<string, string> {
  return Object.fromEntries(
    [...rule.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]),
  )
}

function contrast(colours: Record<string, string>, one: string, other: string): number {
  const [a, b] = [luminance(colours[one]), luminance(colours[other])]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

function luminance(colour: string | undefined): number {
  if (colour === undefined) return Number.NaN
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
