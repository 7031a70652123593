/** How many entries the fullest of all maps and sets that a work has filled holds when it is done. */
export async function mostHeld(work: () => unknown): Promise<number> {
  const filled = new Set<Map<unknown, unknown> | Set<unknown>>()
  const { set } = Map.prototype
  const { add } = Set.prototype
  // A set that notes itself would never come to an end.
  const note = (one: Map<unknown, unknown> | Set<unknown>) => void add.call(filled, one)
  Map.prototype.set = function (key, value) {
    note(this)
    return set.call(this, key, value)
  }
  Set.prototype.add = function (value) {
    note(this)
    return add.call(this, value)
  }
  try {
    await work()
  } finally {
    Map.prototype.set = set
    Set.prototype.add = add
  }
  return Math.max(0, ...Array.from(filled, ({ size }) => size))
}
