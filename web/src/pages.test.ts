import { expect, test } from 'vitest'
import type { Role } from './api/types'
import {
  leadingTo,
  menuFor,
  menuPlaceOf,
  mayOpen,
  OPEN_PAGES,
  pageAt,
  PAGES,
  placeOf,
  type Page,
  type Reader,
} from './pages'

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

const reader = (role: Role, keeps_box: boolean): Reader => ({ member: { role }, household: { keeps_box } })

test('the menu leaves out what is not for somebody', () => {
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

test('an owner comes to what is said about the box from Kotak, or from the settings where Kotak is not theirs', () => {
  const rows: [Reader, string | undefined, string | undefined][] = [
    [reader('owner', true), '/box', '/box'],
    [reader('owner', false), '/settings', undefined],
    [reader('adult', true), undefined, undefined],
    [reader('adult', false), undefined, undefined],
  ]
  for (const [who, feedback, log] of rows) {
    expect(leadingTo('/box/feedback', who)?.path).toBe(feedback)
    expect(leadingTo('/box/log', who)?.path).toBe(log)
    const inMenu = menuFor(who).flatMap(({ pages }) => pages.map(({ path }) => path))
    expect(inMenu).toContain('/settings')
    expect(inMenu.includes('/box')).toBe(feedback === '/box')
    expect(menuPlaceOf('/box/feedback', who)).toBe(feedback)
    expect(menuPlaceOf('/wallets/01M2', who)).toBe('/wallets')
  }
})

test('whoever may open a page about the box is led to it from one that they may open', () => {
  for (const who of [reader('owner', true), reader('owner', false), reader('adult', true)]) {
    for (const page of PAGES.filter(({ path }) => path.startsWith('/box/'))) {
      expect(leadingTo(page.path, who) !== undefined, page.path).toBe(mayOpen(page, who))
    }
  }
})
