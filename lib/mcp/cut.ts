const encoder = new TextEncoder()

/** A tool's result as it is sent, so that the whole reply is at most 10 KiB. */
export const mostResultBytes = 9900
const mostNameBytes = 240
const mostUrlCharacters = 500

/** How many bytes this takes as it is sent. */
export const bytesOf = (sent: unknown) => encoder.encode(JSON.stringify(sent)).byteLength

/** The longest beginning of a text that is at most so many bytes as it is sent, cut between lines or words. */
export function cutTo(text: string, mostBytes: number): string {
  if (text.length <= mostBytes && bytesOf(text) <= mostBytes) return text
  // A character takes a byte at least.
  let [low, high] = [0, Math.min(text.length, mostBytes)]
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

/** A heading or a title as a list shows it: a page may have written a whole paragraph there. */
export function short(name: string): string {
  const cut = cutTo(name, mostNameBytes)
  return cut === name ? name : `${cut}…`
}

/** An address without what leads into the page where that is very long, and none where it is so still. */
export const shortUrl = (url: string): string =>
  [url, url.replace(/#.*$/s, '')].find(({ length }) => length <= mostUrlCharacters) ?? ''

/** As many of the first items as are together at most so many bytes as they are sent, and one at least. */
export function fitting<Item>(items: Item[], mostBytes: number): Item[] {
  let bytes = 0
  const over = items.findIndex((item) => {
    bytes += bytesOf(item) + 1
    return bytes > mostBytes
  })
  return over < 0 ? items : items.slice(0, Math.max(over, 1))
}

/** Texts that share so many bytes: what the short ones leave, the long ones have. */
export function sharing(texts: string[], mostBytes: number): string[] {
  const shortest = texts.map((text, at) => ({ at, bytes: bytesOf(text) }))
  shortest.sort((a, b) => a.bytes - b.bytes)
  const cut = [...texts]
  let left = mostBytes
  shortest.forEach(({ at }, index) => {
    const text = cutTo(texts[at] ?? '', Math.floor(left / (texts.length - index)))
    left -= bytesOf(text)
    cut[at] = text
  })
  return cut
}
