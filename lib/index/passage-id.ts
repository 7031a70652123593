/** A passage's id in every store: 63 bits of SHA-256 over `source:section:chunk_index`, positive. */
export async function passageId(
  source: string,
  section: string,
  chunkIndex: number,
): Promise<bigint> {
  const digest = await sha256(`${source}:${section}:${chunkIndex}`)
  return BigInt.asUintN(63, new DataView(digest).getBigUint64(0))
}

/** SHA-256 of a text, as 64 hexadecimal digits. */
export async function contentHash(text: string): Promise<string> {
  const digest = new Uint8Array(await sha256(text))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function sha256(text: string): Promise<ArrayBuffer> {
  return crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
}
