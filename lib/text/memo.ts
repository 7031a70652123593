/**
 * Keeps what was made of each of the `most` latest texts, which are not read again. What it gives is
 * shared: nobody may change it.
 */
export function createMemo<T>(most: number): (text: string, make: () => T) => T {
  const held = new Map<string, { value: T }>()
  return (text, make) => {
    const known = held.get(text) ?? { value: make() }
    held.delete(text)
    held.set(text, known)
    const [oldest = text] = held.keys()
    if (held.size > most) held.delete(oldest)
    return known.value
  }
}
