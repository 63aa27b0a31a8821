import { expect, test } from 'vitest'
import type { Role } from './api/types'
import { menuFor, mayOpen, OPEN_PAGES, pageAt, PAGES, placeOf, type Page, type Reader } from './pages'

const load: Page['load'] = () => Promise.reject(new Error('is not opened here'))
const title = () => ''

test('an address leads to its page, and a part with a colon to any of its kind', () => {
  const pages: Page[] = [
    { path: '/', title, load },
    { path: '/wallets', title, load },
    { path: '/wallets/:id', title, load },
  ]
  expect(pageAt('/', pages)).toBe(pages[0])
  expect(pageAt('/wallets', pages)).toBe(pages[1])
  expect(pageAt('/wallets/01M2', pages)).toBe(pages[2])
  expect(pageAt('/wallets/', pages)).toBeUndefined()
  expect(pageAt('/wallets/01M2/more', pages)).toBeUndefined()
})

test('no two pages share an address', () => {
  const paths = [...PAGES, ...OPEN_PAGES].map(({ path }) => path)
  expect(new Set(paths).size).toBe(paths.length)
})

test('a page within another is found under that one in the menu', () => {
  const places = [{ path: '/' }, { path: '/reports' }, { path: '/wallets' }]
  expect(placeOf('/', places)).toBe('/')
  expect(placeOf('/wallets/01M2', places)).toBe('/wallets')
  expect(placeOf('/walletsandmore', places)).toBeUndefined()
})

test('the menu leaves out what is not for somebody', () => {
  const reader = (role: Role, keeps_box: boolean): Reader => ({
    member: { role },
    household: { keeps_box },
  })
  const [everybodys, owners, keepers] = [undefined, 'owners', 'keepers'].map(
    (only) => ({ path: '/box', title, load, only }) as Page,
  )
  const rows: [Reader, boolean, boolean][] = [
    [reader('owner', true), true, true],
    [reader('owner', false), true, false],
    [reader('adult', true), false, false],
    [reader('viewer', false), false, false],
  ]
  for (const [who, owns, keeps] of rows) {
    expect([everybodys, owners, keepers].map((page) => page && mayOpen(page, who))).toEqual([
      true,
      owns,
      keeps,
    ])
  }
  expect(menuFor(null)[0]?.pages[0]?.path).toBe('/')
})
