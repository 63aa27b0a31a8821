import { expect, test } from 'vitest'
import { menuFor, mayOpen, OPEN_PAGES, pageAt, PAGES, placeOf, type Page } from './pages'

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
  const page: Page = { path: '/box', title, load, roles: ['owner'] }
  expect(mayOpen(page, 'owner')).toBe(true)
  expect(mayOpen(page, 'adult')).toBe(false)
  expect(mayOpen({ path: '/', title, load }, 'viewer')).toBe(true)
  expect(menuFor('viewer')[0]?.pages[0]?.path).toBe('/')
  const led = (elsewhere: boolean): boolean =>
    menuFor('owner', elsewhere).some(({ pages }) => pages.some(({ path }) => path === '/box'))
  expect([led(false), led(true)]).toEqual([true, false])
})
