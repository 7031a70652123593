import type { AnswerPoints } from '../clients/answer-points.ts'
import type { RedisDoor } from '../clients/redis.ts'
import type { Embedded } from '../index/embed-question.ts'
import { areTextsRead } from '../text/assets/asset-texts.ts'
import { guardsOf } from '../text/guards.ts'
import type { Breaker } from '../upstream/breaker.ts'
import { settle } from '../upstream/settle.ts'
import { areAlike } from './alike.ts'
import { type CachedAnswer, cacheKeyOf, readCached } from './answer-cache.ts'
import type { NearQuestion } from './near-question.ts'

const candidates = 3

export interface NearDeps {
  redis: RedisDoor
  points: Pick<AnswerPoints, 'find'>
  reachPoints: Breaker
  /** The least cosine. */
  threshold: number
  chatModel: () => string
  now: () => number
}

/** What an answered question must share with this one: its guards and filter, and the index. */
export interface NearTo {
  near: NearQuestion | undefined
  indexVersion: string
}

export interface NearAnswers {
  /** Answers to questions that may share theirs, nearest first. */
  hits: { cacheKey: string; answer: CachedAnswer }[]
  /** Questions whose points are left though their answers are gone. */
  dead: string[]
}

/**
 * The cached answers that a question may share: Qdrant names them, Redis has them. Never throws: a
 * look-up that fails finds nothing, and the question is answered as any other.
 */
export async function findNear(
  question: string,
  { vector, by }: Embedded,
  { near, indexVersion }: NearTo,
  deps: NearDeps,
  signal: AbortSignal,
): Promise<NearAnswers> {
  const nothing = { hits: [], dead: [] }
  if (!near) return nothing
  const { points, reachPoints, redis, threshold } = deps
  const model = deps.chatModel()
  const wanted = { guard: near.guard, index_version: indexVersion, model, embedding: by }
  const now = Math.floor(deps.now() / 1000)
  const search = () => points.find(vector, { wanted, now, threshold, limit: candidates }, signal)
  const nearby = await settle(reachPoints(search, signal))
  if (!nearby.ok || nearby.value.length === 0) return nothing
  const keys = nearby.value.map(({ hash }) => cacheKeyOf(hash))
  const values = await settle(redis.batch().getAll(keys))
  if (!values.ok) return nothing
  const found = nearby.value.map(({ hash, cosine }, index) => ({
    hash,
    cosine,
    cacheKey: cacheKeyOf(hash),
    answer: readCached(values.value[index], { indexVersion, model }),
  }))
  return {
    hits: found.flatMap(({ cacheKey, answer, cosine }) =>
      answer && mayShareAnswer(question, answer.question, cosine) ? [{ cacheKey, answer }] : [],
    ),
    dead: found.flatMap(({ hash, answer }) => (answer ? [] : [hash])),
  }
}

/** Whether one answer may serve two questions, going by their words and, where it is given, their cosine. */
export const mayShareAnswer = (one: string, other: string, cosine?: number) =>
  areTextsRead('answering') &&
  guardsOf(one).join('\n') === guardsOf(other).join('\n') &&
  areAlike(one, other, cosine)
