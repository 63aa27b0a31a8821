import { expect, test } from 'vitest'
import { described, pageOf, read } from './notices'

const letter = {
  title: 'Ibu mencatat Rp15.000',
  body: 'Bakso',
  url: '/transactions',
  tag: 'records',
  badge: 2,
}

test('a letter is read as the box wrote it, blanks and all', () => {
  const text = JSON.stringify({ ...letter, stays: true }).padEnd(256)
  expect(read(text)).toEqual({ ...letter, stays: true })
})

test.each([
  [undefined, 'CatatDuit', 0],
  ['', 'CatatDuit', 0],
  ['not json', 'CatatDuit', 0],
  ['null', 'CatatDuit', 0],
  ['{"title":"","badge":-1}', 'CatatDuit', 0],
  ['{"title":"Hai","badge":1.5}', 'Hai', 0],
  ['{"title":7,"badge":"3"}', 'CatatDuit', 0],
  ['{"title":"Hai","badge":3}', 'Hai', 3],
])('what is missing or odd in %s is no reason to show nothing', (text, title, badge) => {
  expect(read(text)).toMatchObject({ title, badge })
})

test.each([
  ['/transactions?open=01M2', 'https://rumah.example/transactions?open=01M2'],
  ['https://rumah.example/family', 'https://rumah.example/family'],
  ['https://elsewhere.example/', 'https://rumah.example/'],
  ['//elsewhere.example/x', 'https://rumah.example/'],
  ['javascript:alert(1)', 'https://rumah.example/'],
  ['https://', 'https://rumah.example/'],
  [undefined, 'https://rumah.example/'],
])('%s opens a page of this app', (url, page) => {
  expect(pageOf(url, 'https://rumah.example')).toBe(page)
})

test('a subscription is told whole or not at all', () => {
  const keys = { p256dh: 'a', auth: 'b' }
  const whole = { endpoint: 'https://push.example/1', keys }
  expect(described(whole)).toEqual({ endpoint: 'https://push.example/1', key: 'a', auth: 'b' })
  expect(described({ endpoint: 'https://push.example/1' })).toBeNull()
  expect(described({ keys })).toBeNull()
  expect(described({ endpoint: 'https://push.example/1', keys: { p256dh: 'a' } })).toBeNull()
})
