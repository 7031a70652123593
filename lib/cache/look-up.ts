import type { Embedded } from '../index/embed-question.ts'
import type { Retrieved } from '../retrieval/retrieve.ts'
import { type Settled, settle, valueInTime } from '../upstream/settle.ts'
import type { Stopwatch } from '../upstream/stopwatch.ts'
import type { NearAnswers, NearTo } from './near-answers.ts'

/** Looks up cached answers that a question may share; never throws. */
export type NearLookUp = (
  question: string,
  embedded: Embedded,
  near: NearTo,
  signal: AbortSignal,
) => Promise<NearAnswers>

/**
 * Looks for cached answers near by as soon as there is a vector, beside the search, if there may be
 * one. A question that has an answer of its own in the cache looks for none.
 */
export async function lookUpNear(
  question: string,
  embedding: Promise<Settled<Embedded>>,
  context: Promise<NearTo & { mayBeNear: boolean }>,
  lookUp: NearLookUp,
  clock: Stopwatch,
  signal: AbortSignal,
): Promise<NearAnswers> {
  const [embedded, known] = await Promise.all([embedding, settle(context)])
  if (!embedded.ok || !known.ok || !known.value.mayBeNear) return { hits: [], dead: [] }
  return await clock.time('near', lookUp(question, embedded.value, known.value, signal))
}

/** A cached answer near by whose passages all stand; only Neon, when it has answered, can say so. */
export async function nearest(
  { near, removed, missed }: Pick<Retrieved, 'removed' | 'missed'> & { near: Promise<NearAnswers> },
  timeoutMs: number,
) {
  if (missed.includes('neon')) return undefined
  const answers = await valueInTime(near, timeoutMs)
  return answers?.hits.find(({ answer }) => answer.passages.every(({ id }) => !removed.has(id)))
}
