import { expect, test } from 'vitest'
import { pieces } from './marks'

/** Marked pieces in brackets. */
const shown = (text: string, ...stretches: [number, number][]): string =>
  pieces(
    text,
    stretches.map(([start, end]) => ({ start, end })),
  )
    .map((piece) => (piece.marked ? `[${piece.text}]` : piece.text))
    .join('')

test('marks stretches and leaves the rest', () => {
  expect(shown('Nasi goreng', [5, 11])).toBe('Nasi [goreng]')
  expect(shown('Nasi goreng', [0, 4], [5, 11])).toBe('[Nasi] [goreng]')
  expect(shown('Nasi')).toBe('Nasi')
  expect(shown('')).toBe('')
})

test('counts characters, not halves of them', () => {
  expect(shown('🍜🍜 bakso', [3, 8])).toBe('🍜🍜 [bakso]')
})

test('a stretch beyond the text marks what there is', () => {
  expect(shown('teh', [1, 9])).toBe('t[eh]')
  expect(shown('teh', [7, 9])).toBe('teh')
})
