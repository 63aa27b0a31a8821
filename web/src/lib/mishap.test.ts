import { describe, expect, it } from 'vitest'
import { Refused, Unreachable } from '../api/problem'
import { mishapOf, Sieve } from './mishap'

describe('an error of a page', () => {
  it('is told by kind, sentence and page, no longer than the box takes', () => {
    const error = new TypeError('x'.repeat(5000))
    const mishap = mishapOf(error, '/search')
    expect(mishap?.kind).toBe('TypeError')
    expect(mishap?.message.length).toBe(2000)
    expect(mishap?.page).toBe('/search')
  })

  it('is not told when it was expected', () => {
    const refused = Refused.from(403, {})
    expect(
      [refused, new Unreachable(), new DOMException('', 'AbortError')].map((e) => mishapOf(e, '/')),
    ).toEqual([null, null, null])
  })

  it('is not told when the browser only notes something', () => {
    const note = { error: null, message: 'ResizeObserver loop completed with undelivered notifications.' }
    expect(mishapOf(note.error, '/transactions')).toBeNull()
    expect(mishapOf(undefined, '/')).toBeNull()
  })

  it('says of a thrown value only what it was', () => {
    expect(mishapOf('beli bakso 15rb', '/')).toEqual({
      kind: 'Thrown',
      message: 'string',
      stack: '',
      page: '/',
    })
  })

  it('is told once, and few are', () => {
    const sieve = new Sieve(2)
    const of = (message: string) => ({ kind: 'Error', message, stack: '', page: '/' })
    expect(['a', 'a', 'b', 'c'].map((message) => sieve.lets(of(message)))).toEqual([true, false, true, false])
  })
})
