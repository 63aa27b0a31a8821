/** The same things with one of them moved to another place. */
export function moved<T>(things: readonly T[], from: number, to: number): T[] {
  const order = [...things]
  order.splice(to, 0, ...order.splice(from, 1))
  return order
}
