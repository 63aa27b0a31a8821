import { expect, test } from 'vitest'
import { badge } from './badge'

/** A device that keeps what its icon said. */
function device(): { said: (number | null)[] } & Parameters<typeof badge>[0] {
  const said: (number | null)[] = []
  return {
    said,
    setAppBadge: (count) => {
      said.push(count)
      return Promise.resolve()
    },
    clearAppBadge: () => {
      said.push(null)
      return Promise.resolve()
    },
  }
}

test('the icon says how many wait, and nothing when none does', async () => {
  const phone = device()
  for (const count of [3, 1, 0]) await badge(phone, count)
  expect(phone.said).toEqual([3, 1, null])
})

test('a device without a place for it, or one that refuses, is left alone', async () => {
  await expect(badge({}, 2)).resolves.toBeUndefined()
  await expect(badge({}, 0)).resolves.toBeUndefined()
  const refused = (): Promise<void> => Promise.reject(new DOMException('', 'NotAllowedError'))
  await expect(badge({ setAppBadge: refused, clearAppBadge: refused }, 2)).resolves.toBeUndefined()
})
