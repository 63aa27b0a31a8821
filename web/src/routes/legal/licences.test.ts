import { expect, test } from 'vitest'
import { found, packagesIn } from './licences'

const list = {
  texts: ['MIT text', 'Apache text'],
  packages: [
    { name: 'svelte', version: '5.57.3', licence: 'MIT', part: 'app', texts: [0] },
    { name: 'redb', version: '3.0.0', licence: 'MIT OR Apache-2.0', part: 'box', texts: [0, 1, 7] },
  ],
}

test('each package gets its texts, and no others', () => {
  expect(packagesIn(list).map(({ name, texts }) => [name, ...texts])).toEqual([
    ['svelte', 'MIT text'],
    ['redb', 'MIT text', 'Apache text'],
  ])
})

test('what is no list has no packages', () => {
  expect(packagesIn(null)).toEqual([])
  expect(packagesIn({ packages: 3, texts: [] })).toEqual([])
})

test('packages are found by name and licence', () => {
  const packages = packagesIn(list)
  const names = (words: string): string[] => found(packages, words).map(({ name }) => name)
  expect(names('')).toEqual(['svelte', 'redb'])
  expect(names('SVELTE')).toEqual(['svelte'])
  expect(names('mit apache')).toEqual(['redb'])
  expect(names('gpl')).toEqual([])
})
