/** How long things move, in ms: not at all for people who asked their device for that. */
export function calm(): number {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200
}
