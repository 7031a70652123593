import { performance } from 'node:perf_hooks'
import type { LocalSuite } from '../test/support/local-suite.ts'
import { median, percentile } from './statistics.ts'

/** Milliseconds after a request's arrival at which each stand-in answers. */
export const delaysMs = { redis: 10, neon: 30, embedding: 120, qdrant: 30, model: 300 }

/** The dependent waits of a question: Redis, Neon and the embedding run side by side. */
export const boundsMs = {
  uncached:
    Math.max(delaysMs.redis, delaysMs.neon, delaysMs.embedding) + delaysMs.qdrant + delaysMs.model,
  cached: delaysMs.redis,
  near:
    Math.max(delaysMs.redis, delaysMs.neon, delaysMs.embedding) + delaysMs.qdrant + delaysMs.redis,
}

export interface FirstTokenFigures {
  medianMs: number
  p95Ms: number
  boundMs: number
  ratio: number
  overMs: number
  /** Upstream requests before the first token, the most any question made. */
  requests: Record<string, number>
}

/** Makes the stand-ins as slow as real services are. */
export function slowDown({ cloud }: LocalSuite) {
  cloud.faults.upstash.set({ delayMs: delaysMs.redis })
  cloud.faults.neon.set({ delayMs: delaysMs.neon })
  cloud.faults.qdrant.set({ delayMs: delaysMs.qdrant })
  cloud.faults.openrouter.set(
    { match: 'embeddings', delayMs: delaysMs.embedding },
    { match: 'chat', firstTokenMs: delaysMs.model },
  )
}

/** Asks questions one after another and measures until each answer's first words arrive. */
export async function measureFirstTokens(
  local: LocalSuite,
  questions: string[],
  boundMs: number,
  settle: () => Promise<void>,
): Promise<FirstTokenFigures> {
  const session = await local.openSession()
  const times: number[] = []
  const most: Record<string, number> = {}
  for (const question of questions) {
    await settle()
    for (const log of Object.values(local.cloud.requests)) log.reset()
    const from = performance.now()
    const response = await local.ask({ question }, session)
    await untilFirstDelta(response)
    times.push(performance.now() - from)
    for (const [name, count] of Object.entries(countRequests(local))) {
      most[name] = Math.max(most[name] ?? 0, count)
    }
  }
  const medianMs = median(times)
  return {
    medianMs,
    p95Ms: percentile(times, 0.95),
    boundMs,
    ratio: medianMs / boundMs,
    overMs: medianMs - boundMs,
    requests: most,
  }
}

async function untilFirstDelta(response: Response): Promise<void> {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (!text.includes('event: delta')) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
    if (done) throw new Error(`No first token: ${response.status} ${text}`)
    text += decoder.decode(value, { stream: true })
  }
  // The rest is read in the background, as a browser would, so that the answer is finished.
  // A stream that the suite's end cuts off is no failure of the measurement.
  void drain(reader).catch(() => undefined)
}

async function drain(reader: ReadableStreamDefaultReader<Uint8Array> | undefined) {
  while (!(await reader?.read())?.done);
}

function countRequests({ cloud: { requests } }: LocalSuite): Record<string, number> {
  const ofModel = (path: string) =>
    requests.openrouter.entries.filter((entry) => entry.path.includes(path)).length
  return {
    redis: requests.upstash.entries.length,
    embedding: ofModel('embeddings'),
    neon: requests.neon.entries.length,
    qdrant: requests.qdrant.entries.length,
    model: ofModel('chat'),
  }
}
