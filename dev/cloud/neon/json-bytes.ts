const firstSize = 64 * 1024
// What once was needed for a large result is let go.
const mostKept = 1024 * 1024

export type JsonBytes = ReturnType<typeof createJsonBytes>

/** Writes JSON in UTF-8, of which strings are given in UTF-8 too. */
export function createJsonBytes() {
  let bytes = Buffer.allocUnsafe(firstSize)
  let length = 0

  const makeRoom = (more: number) => {
    if (length + more <= bytes.length) return
    const larger = Buffer.allocUnsafe(2 * (length + more))
    bytes.copy(larger, 0, 0, length)
    bytes = larger
  }
  return {
    /** Text that is JSON already. */
    text(json: string) {
      makeRoom(3 * json.length)
      length += bytes.write(json, length)
    },
    /** A string: what stands between these places. */
    string(source: Buffer, from: number, to: number) {
      makeRoom(longestEscape * (to - from) + 2)
      // Byte by byte: to have Node copy what stands between two escapes takes longer.
      const into = bytes
      let end = length
      into[end++] = quote
      for (let at = from; at < to; at += 1) {
        const byte = source[at] ?? 0
        const letter = letters[byte] ?? 0
        if (letter === asItIs) into[end++] = byte
        else if (letter === byCode) end += into.write(codeOf(byte), end, 'latin1')
        else {
          into[end++] = backslash
          into[end++] = letter
        }
      }
      into[end++] = quote
      length = end
    },
    /** What was written since it was last taken. */
    take(): Uint8Array<ArrayBuffer> {
      const taken = new Uint8Array(bytes.subarray(0, length))
      length = 0
      if (bytes.length > mostKept) bytes = Buffer.allocUnsafe(firstSize)
      return taken
    },
  }
}

const quote = 0x22
const backslash = 0x5c
const longestEscape = '\\u0000'.length

const asItIs = 0
const byCode = 1

/** How JSON writes a byte of a string: as it is, by its code, or by this letter behind a backslash. */
const letters = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x20 && byte !== quote && byte !== backslash) return asItIs
  const written = codeOf(byte)
  return written.length === 2 ? written.charCodeAt(1) : byCode
})

function codeOf(byte: number): string {
  return JSON.stringify(String.fromCharCode(byte)).slice(1, -1)
}
