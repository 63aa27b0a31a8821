export type Strength = 'short' | 'weak' | 'fair' | 'strong'

/** What the box asks at least; shorter is refused. */
export const SHORTEST = 8

/** What everybody tries first. */
const COMMON =
  /(password|passwd|qwerty|rahasia|sayang|admin|indonesia|catatduit|bismillah|keluarga|12345|abcde)/i

/**
 * A rough idea of how long a password holds: length counts most, then how many different letters it has.
 * `personal` are words that anybody who knows the family would try.
 */
export function strengthOf(password: string, personal: readonly string[]): Strength {
  if (Array.from(password).length < SHORTEST) return 'short'
  const lower = password.toLowerCase()
  const guessable = personal
    .filter((word) => word.trim().length >= 3)
    .some((word) => lower.includes(word.trim().toLowerCase()))
  const rest = lower.replace(COMMON, '')
  const different = new Set(rest).size
  if (guessable || rest.length < lower.length || different < 6) return 'weak'
  return different >= 9 && password.length >= 14 ? 'strong' : 'fair'
}
