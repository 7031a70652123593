import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'

const keyBytes = 32
const maxVectors = 20_000

export type EmbeddingCache = ReturnType<typeof createEmbeddingCache>

/**
 * The latest 20,000 vectors by their text's SHA-256. With a file, each is appended to it as 32
 * bytes of key and `dimensions` floats, so that a second start embeds nothing anew.
 */
export function createEmbeddingCache(dimensions: number, file?: string) {
  const vectors = new Map<string, Float32Array>()
  if (file !== undefined) load(file, dimensions, remember)
  const descriptor = file === undefined ? undefined : openSync(file, 'a')

  function remember(key: string, vector: Float32Array) {
    vectors.delete(key)
    vectors.set(key, vector)
    const [oldest] = vectors.keys()
    if (vectors.size > maxVectors && oldest !== undefined) vectors.delete(oldest)
  }
  return {
    find(text: string): Float32Array | undefined {
      const key = keyOf(text)
      const vector = vectors.get(key)
      if (vector) remember(key, vector)
      return vector
    },
    put(text: string, vector: Float32Array) {
      const key = keyOf(text)
      if (vectors.has(key)) return
      remember(key, vector)
      if (descriptor === undefined) return
      writeSync(descriptor, Buffer.concat([Buffer.from(key, 'hex'), toBytes(vector)]))
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor)
    },
  }
}

function load(
  file: string,
  dimensions: number,
  remember: (key: string, vector: Float32Array) => void,
) {
  if (!existsSync(file)) return
  const bytes = readFileSync(file)
  const size = keyBytes + dimensions * Float32Array.BYTES_PER_ELEMENT
  const whole = bytes.length - (bytes.length % size)
  // A process that ended while it wrote leaves half a record, which would shift all later ones.
  if (whole < bytes.length) truncateSync(file, whole)
  for (let at = 0; at < whole; at += size) {
    const vector = new Uint8Array(bytes.subarray(at + keyBytes, at + size))
    remember(bytes.toString('hex', at, at + keyBytes), new Float32Array(vector.buffer))
  }
}

const keyOf = (text: string) => createHash('sha256').update(text).digest('hex')

const toBytes = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  Buffer.from(buffer, byteOffset, byteLength)
