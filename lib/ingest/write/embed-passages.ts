import { APIError } from 'openai/core/error'
import type { OpenRouter } from '../../clients/openrouter.ts'
import { isPermanent } from '../../upstream/cause.ts'

const batchSize = 128
const attempts = 6
const firstPauseMs = 500
const longestPauseMs = 20_000

export interface EmbedDeps {
  openrouter: Pick<OpenRouter, 'embed'>
  timeoutMs: number
  pause: (ms: number) => Promise<void>
}

export interface Embedded {
  vectors: number[][]
  tokens: number
}

/**
 * The vectors of texts, in their order, and the tokens they cost. A batch that is refused for now
 * (429, 5xx, no connection) is sent again after a growing pause; those before it are kept.
 */
export async function embedPassages(texts: string[], deps: EmbedDeps): Promise<Embedded> {
  const vectors: number[][] = []
  let tokens = 0
  for (let from = 0; from < texts.length; from += batchSize) {
    const batch = texts.slice(from, from + batchSize)
    const embedded = await persist(
      () => deps.openrouter.embed(batch, AbortSignal.timeout(deps.timeoutMs)),
      deps.pause,
    )
    vectors.push(...embedded.vectors)
    tokens += embedded.tokens
  }
  return { vectors, tokens }
}

async function persist<T>(
  attempt: () => Promise<T>,
  pause: (ms: number) => Promise<void>,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt()
    } catch (error) {
      if (tried === attempts || !isPassing(error)) throw error
      await pause(pauseMs(error, tried))
    }
  }
}

function isPassing(error: unknown): boolean {
  if (error instanceof APIError) return !isPermanent(error)
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'TypeError')
}

function pauseMs(error: unknown, tried: number): number {
  const asked = error instanceof APIError ? Number(error.headers?.get('retry-after')) * 1000 : 0
  return Math.min(longestPauseMs, Math.max(asked || 0, firstPauseMs * 2 ** (tried - 1)))
}
