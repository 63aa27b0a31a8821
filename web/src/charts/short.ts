import type { Language } from '../lib/days'
import { decimalsOf, MINUS, type Money } from '../lib/money'

/** What people call a thousand, a million, a thousand million and a million million. */
const SCALES: Readonly<Record<Language, readonly string[]>> = {
  id: ['', '\u00a0rb', '\u00a0jt', '\u00a0M', '\u00a0T'],
  en: ['', 'k', 'm', 'bn', 'tn'],
}

/**
 * `1,2 jt`: an amount cut to two or three digits, for the edge of a chart only. Digits are cut off, never
 * rounded: what is shown is never more than what is there.
 */
export function formatShort(
  { amount, currency }: Money,
  language: Language,
  /** For the smallest places: without a space, and without tenths from ten on. */
  { tight = false }: { tight?: boolean } = {},
): string {
  const decimals = decimalsOf(currency)
  const digits = String(Math.abs(amount))
  const whole = decimals === 0 ? digits : digits.slice(0, -decimals) || '0'
  const scale = Math.min(Math.trunc((whole.length - 1) / 3), SCALES[language].length - 1)
  const head = whole.slice(0, whole.length - scale * 3)
  const tenth = scale > 0 && head.length < (tight ? 2 : 3) ? whole.charAt(head.length) : '0'
  const mark = language === 'id' ? ',' : '.'
  const sign = amount < 0 ? MINUS : ''
  const word = SCALES[language][scale] ?? ''
  return sign + head + (tenth === '0' ? '' : mark + tenth) + (tight ? word.trimStart() : word)
}
