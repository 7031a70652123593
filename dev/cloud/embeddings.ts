import { hashedEmbedding } from './hashed-embedding.ts'

/** Gives vectors of unit length for texts, in their order. */
export interface Embeddings {
  embed(texts: string[], dimensions: number): Promise<Float32Array[]>
  close(): Promise<void>
}

/** Embeddings that need no model: words hashed onto numbers. */
export function hashedEmbeddings(): Embeddings {
  return {
    embed: async (texts, dimensions) => texts.map((text) => hashedEmbedding(text, dimensions)),
    close: async () => {},
  }
}
