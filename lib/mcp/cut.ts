const encoder = new TextEncoder()

/** A text's length as it is sent. */
export const bytesOf = (text: string) => encoder.encode(JSON.stringify(text)).byteLength

/** The longest beginning of a text that is at most so many bytes as it is sent, cut between lines or words. */
export function cutTo(text: string, mostBytes: number): string {
  if (bytesOf(text) <= mostBytes) return text
  let [low, high] = [0, text.length]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (bytesOf(text.slice(0, middle)) <= mostBytes) low = middle
    else high = middle - 1
  }
  const kept = text.slice(0, low)
  const bound = Math.max(kept.lastIndexOf('\n'), kept.lastIndexOf(' ', kept.length))
  const whole = bound > low / 2 ? kept.slice(0, bound) : kept
  return whole.isWellFormed() ? whole : whole.slice(0, -1)
}

/** As many of the first items as are together at most so many bytes as they are sent. */
export function fitting<Item>(items: Item[], mostBytes: number): Item[] {
  let bytes = 0
  const over = items.findIndex((item) => {
    bytes += encoder.encode(JSON.stringify(item)).byteLength + 1
    return bytes > mostBytes
  })
  return over < 0 ? items : items.slice(0, over)
}
