/** The first `count` of these in an order, in that order: what comes behind them is not sorted. */
export function bestOf<T>(all: Iterable<T>, count: number, order: (a: T, b: T) => number): T[] {
  let kept: T[] = []
  let last: T | undefined
  for (const one of all) {
    if (last !== undefined && order(one, last) > 0) continue
    kept.push(one)
    if (kept.length < 2 * count) continue
    kept = kept.sort(order).slice(0, count)
    last = kept.at(-1)
  }
  return kept.sort(order).slice(0, count)
}
