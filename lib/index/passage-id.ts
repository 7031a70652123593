import { sha256, sha256Hex } from '../text/hash/sha256.ts'

/** A passage's id in every store: 63 bits of SHA-256 over `source:section:chunk_index`, positive. */
export async function passageId(
  source: string,
  section: string,
  chunkIndex: number,
): Promise<bigint> {
  const digest = await sha256(`${source}:${section}:${chunkIndex}`)
  return BigInt.asUintN(63, new DataView(digest).getBigUint64(0))
}

/** What tells whether a text has changed. */
export const contentHash = sha256Hex
