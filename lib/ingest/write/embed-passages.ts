import type { OpenRouter } from '../../clients/openrouter.ts'
import { OpenRouterError } from '../../clients/openrouter-door.ts'
import { isPermanent, isRequestsFault } from '../../upstream/cause.ts'

// A vector's numbers take some twenty characters each as they come and eight bytes afterwards: so many
// keep a request below a dozen megabytes, whatever the model's dimensions.
const mostNumbers = 2 ** 19
const largestBatch = 512
// No provider was seen to refuse so many.
const modestBatch = 128
const attempts = 6
const firstPauseMs = 500
const longestPauseMs = 20_000

export interface EmbedDeps {
  openrouter: Pick<OpenRouter, 'embed'>
  dimensions: number
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
export function embedPassages(texts: string[], deps: EmbedDeps): Promise<Embedded> {
  const fitting = Math.max(1, Math.floor(mostNumbers / deps.dimensions))
  return inBatches(texts, Math.min(largestBatch, fitting), (batch) => embedBatch(batch, deps))
}

/** One request, or several where the provider takes fewer texts in one than others do. */
async function embedBatch(texts: string[], deps: EmbedDeps): Promise<Embedded> {
  const send = (batch: string[]) =>
    persist(() => deps.openrouter.embed(batch, AbortSignal.timeout(deps.timeoutMs)), deps.pause)
  try {
    return await send(texts)
  } catch (error) {
    if (texts.length <= modestBatch || !isRequestsFault(error)) throw error
    return await inBatches(texts, modestBatch, send)
  }
}

async function inBatches(
  texts: string[],
  size: number,
  send: (batch: string[]) => Promise<Embedded>,
): Promise<Embedded> {
  const vectors: number[][] = []
  let tokens = 0
  for (let from = 0; from < texts.length; from += size) {
    const embedded = await send(texts.slice(from, from + size))
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
  if (error instanceof OpenRouterError) return !isPermanent(error)
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'TypeError')
}

function pauseMs(error: unknown, tried: number): number {
  const asked =
    error instanceof OpenRouterError ? Number(error.headers.get('retry-after')) * 1000 : 0
  return Math.min(longestPauseMs, Math.max(asked || 0, firstPauseMs * 2 ** (tried - 1)))
}
