import { performance } from 'node:perf_hooks'
import { type LocalSuite, readEvents } from '../test/support/local-suite.ts'
import { median, percentile } from './statistics.ts'

/** Milliseconds after a request's arrival at which each stand-in answers. */
export const delaysMs = { redis: 10, neon: 30, embedding: 120, qdrant: 30, model: 300 }

/** The dependent waits of a question: Redis, Neon and the embedding run side by side. */
export const boundsMs = {
  uncached:
    Math.max(delaysMs.redis, delaysMs.neon, delaysMs.embedding) + delaysMs.qdrant + delaysMs.model,
  exact: delaysMs.redis,
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
  /** How many answers were what is measured: from the pages, and from the cache or not. */
  asMeant: number
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
  kind: keyof typeof boundsMs,
  settle: () => Promise<void>,
): Promise<FirstTokenFigures> {
  const boundMs = boundsMs[kind]
  const cached = kind === 'uncached' ? false : kind
  const session = await local.openSession()
  const times: number[] = []
  const most: Record<string, number> = {}
  let asMeant = 0
  for (const question of questions) {
    await settle()
    for (const log of Object.values(local.cloud.requests)) log.reset()
    const from = performance.now()
    const response = await local.ask({ question }, session)
    const readRest = await untilFirstToken(response, isDelta)
    times.push(performance.now() - from)
    for (const [name, count] of Object.entries(countRequests(local))) {
      most[name] = Math.max(most[name] ?? 0, count)
    }
    const last = (await readEvents(new Response(await readRest()))).at(-1)
    if (last?.event === 'done' && last.data.answered && last.data.cached === cached) asMeant += 1
  }
  const medianMs = median(times)
  return {
    medianMs,
    p95Ms: percentile(times, 0.95),
    boundMs,
    ratio: medianMs / boundMs,
    overMs: medianMs - boundMs,
    requests: most,
    asMeant,
  }
}

/** Whether a stream of Marginalia's events has come to the answer's first words. */
export const isDelta = (text: string) => text.includes('event: delta')

/** Reads until the answer's first words; what it gives reads the rest, and is the whole stream's text. */
export async function untilFirstToken(
  response: Response,
  hasBegun: (text: string) => boolean,
): Promise<() => Promise<string>> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const readOn = async () => {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
    text += value ?? ''
    return !done
  }
  while (!response.ok || !hasBegun(text))
    if (!(await readOn())) throw new Error(`No first token: ${response.status} ${text}`)
  return async () => {
    while (await readOn());
    return text
  }
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
