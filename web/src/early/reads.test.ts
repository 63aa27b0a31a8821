import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { askFirst, expectSomebody, forget, isSomebodyExpected, readsOf, taken } from './reads'

const HOLDER = '/api/v1/session/holder'
const asking = (path: string, method = 'GET'): Request =>
  new Request(`https://box.example${path}`, { method })

describe('what a page begins with', () => {
  const asked: string[] = []

  beforeEach(() => {
    const kept = new Map<string, string>()
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    })
    vi.stubGlobal('location', { pathname: '/reports', search: '' })
    vi.stubGlobal('fetch', (path: string) => {
      asked.push(path)
      return Promise.resolve(new Response(path))
    })
  })

  afterEach(() => {
    forget()
    asked.length = 0
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })

  test('is asked for where somebody is in, and handed over once', async () => {
    askFirst(true)
    expect(asked).toEqual(readsOf('/reports', ''))
    const first = await taken(asking('/api/v1/reports/period?period=payday'))
    expect(await first?.text()).toBe('/api/v1/reports/period?period=payday')
    expect(taken(asking('/api/v1/reports/period?period=payday'))).toBeNull()
    expect(taken(asking('/api/v1/wallets', 'POST'))).toBeNull()
  })

  test('is only who it is where nobody is', () => {
    askFirst(false)
    expect(asked).toEqual([HOLDER])
  })

  test('of an address with a question of its own is asked by the page', () => {
    expect(readsOf('/transactions', '?q=bakso')).toEqual(readsOf('/settings', ''))
  })

  test('is not handed to the next member, nor when it is old', () => {
    expectSomebody()
    askFirst(true)
    forget()
    expect([taken(asking(HOLDER)), isSomebodyExpected()]).toEqual([null, false])
    vi.useFakeTimers()
    askFirst(true)
    vi.advanceTimersByTime(11_000)
    expect(taken(asking(HOLDER))).toBeNull()
  })
})
