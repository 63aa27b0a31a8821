import { expect, test } from 'vitest'
import { formatMicros, parseMicros } from './micros'

const read: [string, number | null][] = [
  ['16250', 16_250_000_000],
  ['16.250', 16_250_000_000],
  ['16,250', 16_250_000_000],
  ['16.250,5', 16_250_500_000],
  ['16,250.5', 16_250_500_000],
  ['1.234.567', 1_234_567_000_000],
  ['1.234.567,89', 1_234_567_890_000],
  ['Rp 16.250', 16_250_000_000],
  ['IDR 108', 108_000_000],
  ['108,25', 108_250_000],
  ['108.25', 108_250_000],
  ['0,125', 125_000],
  ['0.0061', 6_100],
  ['0,000001', 1],
  ['0,0000010', 1],
  ['100.000.000', 100_000_000_000_000],
  ['', null],
  ['0', null],
  ['0,0000001', null],
  ['100.000.001', null],
  ['1.2.3', null],
  ['1.23,456.7', null],
  ['-5', null],
  ['enam belas', null],
]

test.each(read)('%j is %j millionths', (typed, micros) => {
  expect(parseMicros(typed)).toBe(micros)
})

const written: [number, string][] = [
  [16_250_500_000, '16.250,5'],
  [108_000_000, '108'],
  [1, '0,000001'],
  [6_100, '0,0061'],
  [100_000_000_000_000, '100.000.000'],
]

test.each(written)('%j millionths are written %j and read back', (micros, text) => {
  expect(formatMicros(micros)).toBe(text)
  expect(parseMicros(text)).toBe(micros)
})
