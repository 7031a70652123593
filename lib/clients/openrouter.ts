import { type CompletionPart, completionParts } from './completion-stream.ts'
import { createEmbed, type EmbeddingOptions } from './embeddings.ts'
import { createOpenRouterDoor, OpenRouterError, type Post } from './openrouter-door.ts'
import { createThoughtFilter } from './thought-filter.ts'

export interface Message {
  role: 'system' | 'user' | 'assistant'
  content: string
}

/** Has the model reply; tokens come as it says them, or, once they may rest, gathered. */
export type Complete = (
  messages: Message[],
  signal: AbortSignal,
  mayRest?: () => boolean,
) => AsyncIterable<CompletionPart>

export type OpenRouter = ReturnType<typeof createOpenRouter>

export interface OpenRouterOptions extends EmbeddingOptions {
  baseUrl: string
  apiKey: string
  chatModel: string
  fallbackModels: string[]
  maxTokens: number
}

/** The door to OpenRouter. */
export function createOpenRouter(options: OpenRouterOptions) {
  const post = createOpenRouterDoor(options)
  const ask = createAsking(options, post)

  return {
    embed: createEmbed(options, post),

    /**
     * Streams a completion, without what the model thinks aloud; aborting the signal stops the model.
     * Its last text is followed by how it ended. `model` is the one of the options where none is named.
     * Tokens come as the model says them, or, once they may rest, gathered.
     */
    async *complete(
      messages: Message[],
      signal: AbortSignal,
      model = options.chatModel,
      mayRest = () => false,
    ): AsyncGenerator<CompletionPart> {
      const response = await ask(messages, signal, model)
      if (!response.body) throw new Error('The model answered without a body')
      const thoughts = createThoughtFilter()
      const maxCharacters = options.maxTokens * maxCharactersPerToken
      for await (const part of completionParts(response.body, maxCharacters, mayRest)) {
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

/** Asks the model without its reasoning, or with it where the model cannot do without. */
function createAsking(options: OpenRouterOptions, post: Post) {
  // A model that refuses once to go without reasoning refuses always.
  let mustReason: string | undefined
  return async (messages: Message[], signal: AbortSignal, model: string): Promise<Response> => {
    const { reasoning, ...request } = completionRequest({ ...options, chatModel: model }, messages)
    const wanted = mustReason === model ? request : { ...request, reasoning }
    try {
      return await post('/chat/completions', wanted, signal)
    } catch (error) {
      if (mustReason === model || !refusesReasoning(error)) throw error
      mustReason = model
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
  error instanceof OpenRouterError && error.status === 400 && /reasoning/i.test(error.message)

// No tokeniser makes tokens as long as this on average, in any text.
const maxCharactersPerToken = 16
