/** A stretch of a text, counted in Unicode characters from 0; `end` is the one after the last. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/** A piece of a text, marked or not. */
export interface Piece {
  readonly text: string
  readonly marked: boolean
}

/**
 * Cuts a text at its marked stretches, which are in order and apart from each other. JavaScript counts some
 * characters twice, so the text is taken apart into whole ones first.
 */
export function pieces(text: string, stretches: readonly Stretch[]): Piece[] {
  const letters = Array.from(text)
  const cut: Piece[] = []
  let at = 0
  const add = (until: number, marked: boolean): void => {
    const piece = letters.slice(at, until).join('')
    if (piece !== '') cut.push({ text: piece, marked })
    at = Math.max(at, until)
  }
  for (const { start, end } of stretches) {
    add(start, false)
    add(end, true)
  }
  add(letters.length, false)
  return cut
}
