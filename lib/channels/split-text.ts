/** A text in pieces of at most so many characters, cut where a line or a word ends. */
export function splitText(text: string, most: number): string[] {
  const pieces: string[] = []
  for (let rest = text.trim(); rest !== ''; ) {
    const piece = most < rest.length ? rest.slice(0, endOfWord(rest, most)) : rest
    pieces.push(piece.trimEnd())
    rest = rest.slice(piece.length).trimStart()
  }
  return pieces
}

/** Where a line, or else a word, ends in the last half before `length`; never within a character. */
export function endOfWord(text: string, length: number): number {
  const head = text.slice(0, length)
  const end = ['\n', ' '].map((sign) => head.lastIndexOf(sign)).find((at) => at > length / 2)
  if (end !== undefined) return end
  return /[\ud800-\udbff]$/.test(head) ? length - 1 : length
}
