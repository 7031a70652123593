import { APIError } from 'openai/core/error'
import * as z from 'zod/mini'
import { type CompletionPart, completionParts } from './completion-stream.ts'
import { createThoughtFilter } from './thought-filter.ts'

export interface Message {
  role: 'system' | 'user' | 'assistant'
  content: string
}

// One look at a vector's numbers instead of a schema's check of each, of which a page has thousands.
const Vector = z.custom<number[]>(
  (value) => Array.isArray(value) && value.every((number) => typeof number === 'number'),
)

const Embeddings = z.object({
  data: z.array(z.object({ index: z.int(), embedding: Vector })),
  usage: z.optional(z.object({ total_tokens: z.number() })),
})

/** What OpenRouter says with a status of 200 when the provider behind it has failed. */
const Refused = z.object({ error: z.object({ code: z.unknown(), message: z.string() }) })

export type OpenRouter = ReturnType<typeof createOpenRouter>

export interface OpenRouterOptions {
  baseUrl: string
  apiKey: string
  embeddingModel: string
  dimensions: number
  chatModel: string
  fallbackModels: string[]
  maxTokens: number
}

/**
 * The door to OpenRouter. Its errors are the openai SDK's; the SDK's client itself would add 86 KiB to
 * every function for two requests, and its stream decoder fails on frames that hosts do send.
 */
export function createOpenRouter(options: OpenRouterOptions) {
  async function post(path: string, body: object, signal: AbortSignal): Promise<Response> {
    const response = await fetch(`${options.baseUrl}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${options.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal,
    })
    if (response.ok) return response
    const text = (await response.text()).slice(0, 2000)
    throw APIError.generate(response.status, jsonOrNothing(text), text, response.headers)
  }

  const ask = createAsking(options, post)

  return {
    /**
     * One vector of `dimensions` numbers for each text, in their order, by the model of the settings
     * or another. Throws a VectorLengthError when the model answers with another length.
     */
    async embed(
      texts: string[],
      signal: AbortSignal,
      { model, dimensions } = { model: options.embeddingModel, dimensions: options.dimensions },
    ): Promise<{ vectors: number[][]; tokens: number }> {
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
      const reply: unknown = await response.json()
      const refused = Refused.safeParse(reply)
      if (refused.success) {
        const { code, message } = refused.data.error
        throw APIError.generate(Number(code) || 502, refused.data, message, response.headers)
      }
      const { data, usage } = Embeddings.parse(reply)
      const vectors = data.toSorted((a, b) => a.index - b.index).map((entry) => entry.embedding)
      if (vectors.length !== texts.length) throw new Error('The embedding service left texts out')
      const wrong = vectors.find((vector) => vector.length !== dimensions)
      if (wrong) throw new VectorLengthError(wrong.length, dimensions)
      return { vectors: vectors.map(rounded), tokens: usage?.total_tokens ?? 0 }
    },

    /**
     * Streams a completion, without what the model thinks aloud; aborting the signal stops the model.
     * Its last text is followed by how it ended.
     */
    async *complete(messages: Message[], signal: AbortSignal): AsyncGenerator<CompletionPart> {
      const response = await ask(messages, signal)
      if (!response.body) throw new Error('The model answered without a body')
      const thoughts = createThoughtFilter()
      const maxCharacters = options.maxTokens * maxCharactersPerToken
      for await (const part of completionParts(response.body, maxCharacters)) {
        const text = 'text' in part ? thoughts.push(part.text) : ''
        if (text) yield { text }
        if ('finish' in part) {
          const last = thoughts.end()
          if (last) yield { text: last }
        }
        if (!('text' in part)) yield part
      }
    },
  }
}

type Post = (path: string, body: object, signal: AbortSignal) => Promise<Response>

/** Asks the model without its reasoning, or with it where the model cannot do without. */
function createAsking(options: OpenRouterOptions, post: Post) {
  // A model that refuses once to go without reasoning refuses always.
  let mustReason = false
  return async (messages: Message[], signal: AbortSignal): Promise<Response> => {
    const { reasoning, ...request } = completionRequest(options, messages)
    const wanted = mustReason ? request : { ...request, reasoning }
    try {
      return await post('/chat/completions', wanted, signal)
    } catch (error) {
      if (mustReason || !refusesReasoning(error)) throw error
      mustReason = true
      return await post('/chat/completions', request, signal)
    }
  }
}

const completionRequest = (options: OpenRouterOptions, messages: Message[]) => ({
  model: options.chatModel,
  ...(options.fallbackModels.length > 0 && {
    models: [options.chatModel, ...options.fallbackModels],
  }),
  messages,
  stream: true,
  max_tokens: options.maxTokens,
  temperature: 0.2,
  reasoning: { enabled: false },
  provider: { sort: 'latency' },
  usage: { include: true },
})

const refusesReasoning = (error: unknown) =>
  error instanceof APIError && error.status === 400 && /reasoning/i.test(error.message)

// No tokeniser makes tokens as long as this on average, in any text.
const maxCharactersPerToken = 16

// Seven decimals keep a cosine to six, and halve what is sent to both stores.
const rounded = (vector: number[]) => vector.map((value) => Math.round(value * 1e7) / 1e7)

/** The model answered with vectors of another length than EMBEDDING_DIMENSIONS. */
export class VectorLengthError extends Error {
  override readonly name = 'VectorLengthError'
  constructor(got: number, expected: number) {
    super(`The embedding model answered with ${got} numbers, EMBEDDING_DIMENSIONS is ${expected}`)
  }
}

function jsonOrNothing(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    // An error page of a proxy is not JSON; its status says enough.
    return undefined
  }
}
