import { scaleLinear } from 'd3-scale'
import { area, curveMonotoneX, line } from 'd3-shape'

/** A chart's line and the area under it as paths, in the coordinates of its picture. */
export interface Line {
  readonly line: string
  readonly area: string
  /** How far down nothing stands. */
  readonly zero: number
}

/** Values from left to right, with nothing always in the picture. */
export function lineOf(values: readonly number[], wide: number, high: number): Line {
  // A single value is a level line.
  const shown = values.length === 1 ? [...values, ...values] : [...values]
  const least = Math.min(0, ...shown)
  const most = Math.max(0, ...shown)
  const across = scaleLinear([0, Math.max(1, shown.length - 1)], [0, wide])
  const down = scaleLinear([least, most === least ? most + 1 : most], [high, 0])
  const x = (_: number, at: number): number => across(at)
  const drawnLine = line<number>().x(x).y(down).curve(curveMonotoneX).digits(1)
  const drawnArea = area<number>().x(x).y0(down(0)).y1(down).curve(curveMonotoneX).digits(1)
  return { line: drawnLine(shown) ?? '', area: drawnArea(shown) ?? '', zero: down(0) }
}
