import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { atRest, begun, waitedFor } from './rest'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('window', {})
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('the app is at rest once the page stands and nothing is waited for', async () => {
  let rests = false
  void atRest().then(() => (rests = true))
  await vi.advanceTimersByTimeAsync(500)
  expect(rests).toBe(false)
  let answer: (text: string) => void = () => undefined
  const asked = waitedFor(new Promise<string>((done) => (answer = done)))
  begun()
  await vi.advanceTimersByTimeAsync(500)
  expect(rests).toBe(false)
  answer('Rp15.000')
  expect(await asked).toBe('Rp15.000')
  await vi.advanceTimersByTimeAsync(500)
  expect(rests).toBe(true)
})

test('what failed is waited for no longer, and nothing for ever', async () => {
  await waitedFor(Promise.reject(new Error('no answer'))).catch(() => undefined)
  let [first, second] = [false, false]
  void atRest().then(() => (first = true))
  await vi.advanceTimersByTimeAsync(500)
  expect(first).toBe(true)
  void waitedFor(new Promise(() => undefined))
  void atRest().then(() => (second = true))
  await vi.advanceTimersByTimeAsync(7_000)
  expect(second).toBe(true)
})
