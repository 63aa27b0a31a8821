import type { Category } from '../../api/types'

/** A heading, and the categories that stand under it. */
export interface Heading {
  /** Null for those that stand under none. */
  readonly name: string | null
  readonly categories: Category[]
}

/** Those of one flow that are offered, each group where its first one stands. */
export function offered(all: readonly Category[], flow: Category['flow']): Heading[] {
  const headings: Heading[] = []
  for (const category of all) {
    if (category.flow !== flow || category.hidden || category.merged_into !== null) continue
    const known = headings.find(({ name }) => name === category.group)
    if (known === undefined) headings.push({ name: category.group, categories: [category] })
    else known.categories.push(category)
  }
  // What stands under no heading comes first: under another one it would seem to belong there.
  return [...headings.filter(({ name }) => name === null), ...headings.filter(({ name }) => name !== null)]
}

/** Every category of the family in an order where some of them changed places among themselves. */
export function reordered(all: readonly Category[], some: readonly string[]): string[] {
  const these = new Set(some)
  const next = some[Symbol.iterator]()
  return all.map(({ slug }) => {
    if (!these.has(slug)) return slug
    const { value } = next.next()
    return typeof value === 'string' ? value : slug
  })
}
