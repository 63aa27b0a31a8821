/**
 * Exchange rates: millionths of one unit of the family's currency for one unit of another. What people write
 * and read has decimals, and both are moved digit by digit: no rate passes through a fraction.
 */

const PLACES = 6

/** The box takes no more: a hundred million for one unit. */
const MOST = 100_000_000_000_000

/**
 * Reads a rate: `16.250`, `16.250,5`, `16,250.5`, `0,0061`, `Rp 108`. Gives null for what is none. A single
 * separator before exactly three digits groups thousands, as in every amount of this app.
 */
export function parseMicros(typed: string): number | null {
  const text = typed
    .trim()
    .toLowerCase()
    .replace(/^(rp\.?|[a-z]{3}(?=[\s\d]))\s*/, '')
  if (!/^\d[\d.,]*$/.test(text)) return null
  const parts = wholeAndFraction(text)
  if (parts === null) return null
  const fraction = parts.fraction.replace(/0+$/, '')
  if (fraction.length > PLACES) return null
  const micros = Number(parts.whole + fraction.padEnd(PLACES, '0'))
  return micros >= 1 && micros <= MOST ? micros : null
}

function wholeAndFraction(text: string): { whole: string; fraction: string } | null {
  const at = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','))
  if (at < 0) return { whole: text, fraction: '' }
  const separator = text.charAt(at)
  const [before, tail] = [text.slice(0, at), text.slice(at + 1)]
  const other = separator === ',' ? '.' : ','
  const repeated = before.includes(separator)
  const both = before.includes(other)
  if (repeated && both) return null
  const isDecimal = both || (!repeated && (tail.length !== 3 || before === '0'))
  const whole = isDecimal ? before : text
  if (!/^(\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3})+|\d+)$/.test(whole)) return null
  return { whole: whole.replace(/[.,]/g, ''), fraction: isDecimal ? tail : '' }
}

/** `16.250,5`: as money is written in this app, without the zeros at its end. */
export function formatMicros(micros: number): string {
  const digits = String(micros).padStart(PLACES + 1, '0')
  const whole = digits.slice(0, -PLACES).replace(/\B(?=(\d{3})+$)/g, '.')
  const fraction = digits.slice(-PLACES).replace(/0+$/, '')
  return fraction === '' ? whole : `${whole},${fraction}`
}
