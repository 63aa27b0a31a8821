/**
 * Amounts as the appliance gives them: whole numbers of a currency's minor unit. Nothing here divides,
 * rounds or touches a fraction; what a person writes with decimals is moved digit by digit.
 */
export interface Money {
  readonly amount: number
  readonly currency: string
}

/** The real minus sign, as wide as a digit; a hyphen is neither. */
export const MINUS = '\u2212'

/** As the appliance counts them. The rupiah's sen left circulation long ago, so its minor unit is the rupiah itself. */
const WITHOUT_DECIMALS = new Set(
  'BIF CLP DJF GNF IDR ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '),
)
const WITH_THREE = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '))

const SYMBOLS: Readonly<Record<string, string>> = { IDR: 'Rp' }

/** How many decimals people write in this currency. */
export function decimalsOf(currency: string): number {
  if (WITHOUT_DECIMALS.has(currency)) return 0
  return WITH_THREE.has(currency) ? 3 : 2
}

/** `Rp15.000`, `−Rp15.000`, `USD 12,50`: the same in both languages, as the money itself is written. */
export function formatMoney({ amount, currency }: Money): string {
  const sign = amount < 0 ? MINUS : ''
  return sign + prefix(currency) + digits(amount, currency)
}

/** With its sign whatever it is: `+Rp8.500.000`, `−Rp86.500`; nothing has none. */
export function formatSigned(money: Money): string {
  return (money.amount > 0 ? '+' : '') + formatMoney(money)
}

/** Only the digits: `15.000`, for a column whose currency is plain. */
export function formatPlain({ amount, currency }: Money): string {
  return (amount < 0 ? MINUS : '') + digits(amount, currency)
}

function prefix(currency: string): string {
  return SYMBOLS[currency] ?? `${currency}\u00a0`
}

function digits(amount: number, currency: string): string {
  const decimals = decimalsOf(currency)
  const text = String(Math.abs(amount)).padStart(decimals + 1, '0')
  const whole = text.slice(0, text.length - decimals)
  const rest = text.slice(text.length - decimals)
  return grouped(whole) + (rest === '' ? '' : `,${rest}`)
}

function grouped(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, '.')
}

/** The powers of ten that people write as words. */
const SCALES: Readonly<Record<string, number>> = {
  rb: 3,
  ribu: 3,
  k: 3,
  jt: 6,
  juta: 6,
  m: 9,
  miliar: 9,
  milyar: 9,
}

/**
 * Reads what a person typed into an amount field: `15000`, `15.000`, `Rp 15.000,-`, `15rb`, `1,5jt`. Gives
 * minor units, or null when it is no amount of this currency or more than a browser can hold exactly.
 */
export function parseMoney(typed: string, currency: string): number | null {
  const text = typed
    .trim()
    .toLowerCase()
    .replace(/\u2212/g, '-')
    .replace(/^(-?)\s*(rp\.?|[a-z]{3}(?=[\s\d]))\s*/, '$1')
    .replace(/,-$/, '')
  const match = /^(-?)(\d[\d.,]*)\s*([a-z]*)$/.exec(text)
  if (match === null) return null
  const [, sign = '', number = '', word = ''] = match
  const scale = word === '' ? 0 : SCALES[word]
  if (scale === undefined) return null
  const parts = wholeAndFraction(number, decimalsOf(currency), scale > 0)
  if (parts === null) return null
  const places = decimalsOf(currency) + scale
  const fraction = parts.fraction.replace(/0+$/, '')
  if (fraction.length > places) return null
  const minor = Number(parts.whole + fraction.padEnd(places, '0'))
  if (!Number.isSafeInteger(minor)) return null
  return sign === '-' && minor !== 0 ? -minor : minor
}

/**
 * Tells grouping from decimals: the last separator is a decimal one unless exactly three digits follow. In a
 * currency of three decimals the comma is the decimal one, as this module writes it.
 */
function wholeAndFraction(
  text: string,
  decimals: number,
  scaled: boolean,
): { whole: string; fraction: string } | null {
  const at = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','))
  const tail = text.slice(at + 1)
  const isDecimal = at >= 0 && (tail.length !== 3 || (decimals === 3 && text[at] === ','))
  // Rupiah with its sen written out, "15.000,00", is the same as without.
  const isZeroSen = isDecimal && text[at] === ',' && /^0+$/.test(tail)
  if (isDecimal && decimals === 0 && !scaled && !isZeroSen) return null
  const whole = isDecimal ? text.slice(0, at) : text
  if (!/^(\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3})+|\d+)$/.test(whole)) return null
  return { whole: whole.replace(/[.,]/g, ''), fraction: isDecimal ? tail : '' }
}

/** Whole percent of one amount in another, rounded down; null when there is nothing to compare with. */
export function percentOf(part: number, whole: number): number | null {
  if (whole <= 0 || part < 0) return null
  return Number((BigInt(part) * 100n) / BigInt(whole))
}
