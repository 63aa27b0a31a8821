import { expect, test } from 'vitest'
import { bytesOf, isOfferedAt, textOf, troubleOf } from './passkey'

test.each([
  ['https at a name', true, 'kotak.example', true],
  ['this machine', true, 'localhost', true],
  ['no TLS', false, 'kotak.example', false],
  ['a number, which browsers call secure on this machine', true, '127.0.0.1', false],
  ['a longer number', true, '[::1]', false],
])('passkeys are offered where browsers offer them: %s', (_, isSecureContext, hostname, isOffered) => {
  expect(isOfferedAt({ isSecureContext, hostname })).toBe(isOffered)
})

test('bytes and their text are one to one', () => {
  for (const bytes of [[], [0], [255, 254], [251, 255, 191], [1, 2, 3, 4]]) {
    const text = textOf(Uint8Array.from(bytes).buffer)
    expect(text).toMatch(/^[\w-]*$/)
    expect([...new Uint8Array(bytesOf(text))]).toEqual(bytes)
  }
  expect(textOf(Uint8Array.from([251, 255]).buffer)).toBe('-_8')
})

test('a person who declines is told apart from a mistake', () => {
  expect(troubleOf(new DOMException('', 'NotAllowedError'))).toBe('declined')
  expect(troubleOf(new DOMException('', 'InvalidStateError'))).toBe('known')
  expect(troubleOf(new DOMException('', 'SecurityError'))).toBeNull()
  expect(troubleOf(new Error('NotAllowedError'))).toBeNull()
})
