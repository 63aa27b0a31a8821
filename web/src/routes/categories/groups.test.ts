import { expect, test } from 'vitest'
import type { Category } from '../../api/types'
import { offered, reordered } from './groups'

const category = (slug: string, more: Partial<Category> = {}): Category => ({
  slug,
  flow: 'expense',
  name_id: slug,
  name_en: slug,
  colour: '#16A085',
  icon: '🏷️',
  group: null,
  order: 0,
  own: false,
  hidden: false,
  merged_into: null,
  version: 0,
  ...more,
})

test('groups stand where their first one does, after those under no heading', () => {
  const all = [
    category('pakan', { group: 'Hewan' }),
    category('makanan'),
    category('dokter-hewan', { group: 'Hewan' }),
    category('gaji', { flow: 'income' }),
    category('lama', { hidden: true }),
    category('kopi', { merged_into: 'makanan' }),
  ]
  const slugs = offered(all, 'expense').map(({ name, categories }) => [
    name,
    ...categories.map(({ slug }) => slug),
  ])
  expect(slugs).toEqual([
    [null, 'makanan'],
    ['Hewan', 'pakan', 'dokter-hewan'],
  ])
})

test('some change places among themselves, and all others keep theirs', () => {
  const all = ['a', 'x', 'b', 'y', 'c'].map((slug) => category(slug))
  expect(reordered(all, ['c', 'a', 'b'])).toEqual(['c', 'x', 'a', 'y', 'b'])
})
