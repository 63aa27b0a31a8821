import type { Language } from './days'

/** Currencies that families here meet most, for choosing one; the box itself takes every one of ISO 4217. */
export const CURRENCIES = [
  'IDR',
  'USD',
  'SGD',
  'MYR',
  'SAR',
  'EUR',
  'JPY',
  'AUD',
  'GBP',
  'CNY',
  'HKD',
  'KRW',
  'THB',
  'TWD',
  'AED',
  'QAR',
  'KWD',
  'TRY',
  'INR',
  'PHP',
  'VND',
  'BND',
  'CAD',
  'CHF',
  'NZD',
] as const

/** `dolar Amerika Serikat`; the code itself where the browser knows no name. */
export function currencyName(code: string, language: Language): string {
  return new Intl.DisplayNames([language], { type: 'currency', fallback: 'code' }).of(code) ?? code
}
