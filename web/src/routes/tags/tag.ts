const MOST = 24

/** What the box makes of a tag as people write it, or null when it is none: with or without its hash, in any case, spaces for hyphens. */
export function tagOf(typed: string): string | null {
  const tag = typed
    .trim()
    .replace(/^#/, '')
    .toLowerCase()
    .split(/[ _]/)
    .filter((part) => part !== '')
    .join('-')
  const plain = /^[\p{L}\p{N}-]+$/u.test(tag) && /[\p{L}\p{N}]/u.test(tag)
  return plain && Array.from(tag).length <= MOST ? tag : null
}
