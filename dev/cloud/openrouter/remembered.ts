/**
 * A work on a text that is done once for each of the latest texts, at most so many: the same passages
 * are read for one question after the other. What it gives is shared, and must not be changed.
 */
export function remembered<T>(most: number, work: (text: string) => T): (text: string) => T {
  const done = new Map<string, T>()
  return (text) => {
    const known = done.get(text)
    if (known !== undefined) return known
    const fresh = work(text)
    done.set(text, fresh)
    const [oldest] = done.keys()
    if (done.size > most && oldest !== undefined) done.delete(oldest)
    return fresh
  }
}
