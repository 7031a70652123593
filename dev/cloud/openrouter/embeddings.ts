import { createEmbeddingCache } from './embedding-cache.ts'
import { createEmbeddingPool } from './embedding-pool.ts'
import { modelDimensions } from './embedding-thread.ts'
import { hashedEmbedding } from './hashed-embedding.ts'

/** Gives vectors of unit length for texts, in their order. */
export interface Embeddings {
  embed(texts: string[], dimensions: number): Promise<Float32Array[]>
  close(): Promise<void>
}

// Measured on SQuAD and a textbook: what follows blurs the vector more than it adds.
const maxCharacters = 500

/**
 * Embeddings by the Universal Sentence Encoder: English, 512 dimensions, padded with zeros to those
 * wanted, which keeps every cosine. Vectors are kept, in `cacheFile` across starts when it is given.
 */
export function modelEmbeddings(cacheFile?: string): Embeddings {
  const pool = createEmbeddingPool()
  const cache = createEmbeddingCache(modelDimensions, cacheFile)
  return {
    async embed(texts, dimensions) {
      const plain = texts.map((text) => proseOf(withoutInstruction(text)).slice(0, maxCharacters))
      const unknown = [...new Set(plain)].filter((text) => cache.find(text) === undefined)
      const fresh = await pool.embed(unknown)
      const found = new Map(fresh.map((vector, n) => [unknown[n], vector]))
      for (const [text, vector] of found) cache.put(text ?? '', vector)
      return plain.map((text) => padded(found.get(text) ?? cache.find(text), dimensions))
    },
    async close() {
      await pool.close()
      cache.close()
    },
  }
}

/** Embeddings that need no model: words hashed onto numbers. */
export function hashedEmbeddings(): Embeddings {
  return {
    embed: async (texts, dimensions) =>
      texts.map((text) => hashedEmbedding(withoutInstruction(text), dimensions)),
    close: async () => {},
  }
}

// Qwen's embedding models take a query with an instruction before it; the ones here know none.
function withoutInstruction(text: string): string {
  return text.replace(/^Instruct: [^\n]*\nQuery: ?/, '').trim() || '.'
}

// The model has learned sentences: of Markdown, only the words.
function proseOf(markdown: string): string {
  const words = markdown
    .replace(/^\s*(?:```|~~~).*$/gm, ' ')
    .replace(/!?\[([^\]]*)\]\([^)\s]*\)|https?:\/\/\S+/g, ' $1 ')
    .replace(/[*_`#|<>{}[\]]+|[-=+]{3,}/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return words || '.'
}

function padded(vector: Float32Array | undefined, dimensions: number): Float32Array {
  const wide = new Float32Array(dimensions)
  wide.set(vector ?? [])
  return wide
}
