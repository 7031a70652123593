import * as z from 'zod/mini'
import { OpenRouterError, type Post } from './openrouter-door.ts'
import { textWithin } from './wire/bounded-reply.ts'

// One look at a vector's numbers instead of a schema's check of each, of which a page has thousands.
const Vector = z.custom<number[]>(
  (value) => Array.isArray(value) && value.every((number) => typeof number === 'number'),
)

// For a text: more numbers than any model gives, each with all its digits.
const mostBytes = 8192 * 32

const Embeddings = z.object({
  data: z.array(z.object({ index: z.int(), embedding: Vector })),
  usage: z.optional(z.object({ total_tokens: z.number() })),
})

/** What OpenRouter says with a status of 200 when the provider behind it has failed. */
const Refused = z.object({ error: z.object({ code: z.unknown(), message: z.string() }) })

export interface EmbeddingOptions {
  embeddingModel: string
  dimensions: number
}

/**
 * One vector of `dimensions` numbers for each text, in their order, by the model of the settings
 * or another. Throws a VectorLengthError when the model answers with another length.
 */
export const createEmbed =
  (options: EmbeddingOptions, post: Post) =>
  async (
    texts: string[],
    signal: AbortSignal,
    { model, dimensions } = { model: options.embeddingModel, dimensions: options.dimensions },
  ): Promise<{ vectors: number[][]; tokens: number }> => {
    const response = await post(
      '/embeddings',
      {
        model,
        input: texts,
        dimensions,
        encoding_format: 'float',
      },
      signal,
    )
    const reply: unknown = JSON.parse(await textWithin(response, mostBytes * texts.length))
    throwRefusal(reply, response.headers)
    const { data, usage } = Embeddings.parse(reply)
    const vectors = data.toSorted((a, b) => a.index - b.index).map((entry) => entry.embedding)
    if (vectors.length !== texts.length) throw new Error('The embedding service left texts out')
    const wrong = vectors.find((vector) => vector.length !== dimensions)
    if (wrong) throw new VectorLengthError(wrong.length, dimensions)
    return { vectors: vectors.map(rounded), tokens: usage?.total_tokens ?? 0 }
  }

/** Throws the error of a reply that came with a status of 200 and is none. */
export function throwRefusal(reply: unknown, headers: Headers) {
  const refused = Refused.safeParse(reply)
  if (!refused.success) return
  const { code, message } = refused.data.error
  throw new OpenRouterError(Number(code) || 502, message, headers)
}

// Seven decimals keep a cosine to six, and halve what is sent to both stores.
const rounded = (vector: number[]) => vector.map((value) => Math.round(value * 1e7) / 1e7)

/** The model answered with vectors of another length than EMBEDDING_DIMENSIONS. */
export class VectorLengthError extends Error {
  override readonly name = 'VectorLengthError'
  constructor(got: number, expected: number) {
    super(`The embedding model answered with ${got} numbers, EMBEDDING_DIMENSIONS is ${expected}`)
  }
}
