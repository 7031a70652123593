import { readDeskInNeon } from '../../admin/desk/publish.ts'
import type { AnswerDeps } from '../../answer/answer.ts'
import { createLatelyServed } from '../../cache/lately-served.ts'
import type { NearLookUp } from '../../cache/look-up.ts'
import { findNear } from '../../cache/near-answers.ts'
import type { Complete } from '../../clients/openrouter.ts'
import type { InForce } from '../../desk/in-force.ts'
import type { Settings } from '../../env.ts'
import { createActiveEmbedding } from '../../index/active-embedding.ts'
import { createCalibrated } from '../../index/calibration.ts'
import { createQuestionEmbedding } from '../../index/embed-question.ts'
import { createGate } from '../../limits/gate.ts'
import * as doors from '../doors.ts'
import { now } from '../doors.ts'
import { breakerFor, budgetsOf, embeddingOf, isInboxWatched } from '../upstreams.ts'
import { readAnsweringTexts } from './answering-texts.ts'
import { deskFor, inForce, tuningOf } from './in-force.ts'
import { blocksFor } from './turned-away.ts'

type Neon = ReturnType<typeof doors.neonFor>
type Redis = ReturnType<typeof doors.redisFor>
type Points = ReturnType<typeof doors.pointsFor>
type Cache = { redis: Redis; points: Points; now: () => number }

export type AnswerDesk = Pick<
  InForce,
  'keys' | 'note' | 'desk' | 'pins' | 'pinsAreCurrent' | 'take' | 'isFresh'
>

/** What an answer needs; `desk` says what is in force. */
export function answerDeps(
  settings: Settings,
  neon: Neon,
  cache: Cache,
  desk: AnswerDesk = deskFor(settings),
): Omit<AnswerDeps, 'finish'> {
  const current = () => inForce(settings, desk.desk())
  return {
    ...upstreamDeps(settings, neon, cache.redis),
    ...modelDeps(settings, cache, () => current().OPENROUTER_CHAT_MODEL),
    gate: createGate(now),
    latelyServed: createLatelyServed(now),
    readTexts: () => readAnsweringTexts(settings),
    limits: {
      session: { tokens: settings.RATE_LIMIT_SESSION_PER_MINUTE, seconds: 60 },
      address: { tokens: settings.RATE_LIMIT_IP_PER_MINUTE, seconds: 60 },
      day: { tokens: settings.RATE_LIMIT_IP_PER_DAY, seconds: 86_400 },
    },
    isInboxWatched: isInboxWatched(settings),
    contact: settings.CONTACT,
    ...rerankDeps(settings),
    ...secondLookDeps(settings),
    budgets: () => budgetsOf(current()),
    desk,
    requireOpen: blocksFor(settings).requireOpen,
    ...insteadDeps(settings, neon, cache.redis, desk),
    pins: desk.pins,
    pinThreshold: settings.NEAR_MATCH_THRESHOLD,
    wishes: () => desk.desk().values,
    nearTimeoutMs: settings.TIMEOUT_NEAR_MATCH_MS,
    tuning: () => tuningOf(current()),
    sources: {
      limit: settings.RETRIEVAL_PASSAGES,
      maxTokens: settings.RETRIEVAL_MAX_TOKENS,
    },
    firstTokenTimeoutMs: settings.TIMEOUT_FIRST_TOKEN_MS,
    rewriteTimeoutMs: settings.TIMEOUT_REWRITE_MS,
    chatModel: () => current().OPENROUTER_CHAT_MODEL,
    now,
  }
}

/** While Redis is away Neon tells what the desk says, as often as Redis would be asked for it. */
function insteadDeps(settings: Settings, neon: Neon, redis: Redis, desk: AnswerDesk) {
  const reachNeon = breakerFor(settings, 'neon')
  return {
    async readDeskInstead() {
      if (redis.upstream === 'neon' || desk.isFresh()) return
      await reachNeon(() => readDeskInNeon(neon)).then(desk.take, () => undefined)
    },
  }
}

const secondLookDeps = (settings: Settings) => ({
  ...doors.checkFor(settings),
  reachChecker: breakerFor(settings, 'checker'),
  checkTimeoutMs: settings.TIMEOUT_CLAIM_CHECK_MS,
})

const rerankDeps = (settings: Settings) => ({
  ...doors.rerankFor(settings),
  reachReranker: breakerFor(settings, 'reranker'),
  rerankTimeoutMs: settings.TIMEOUT_RERANK_MS,
})

/** The upstreams of an answer, each behind its circuit breaker. */
function upstreamDeps(settings: Settings, neon: Neon, redis: Redis) {
  const qdrant = doors.qdrantFor(settings, settings.TIMEOUT_QDRANT_MS)
  const reachQdrant = breakerFor(settings, qdrant.upstream)
  return {
    neon,
    redis,
    ...doors.searchInsteadFor(settings),
    qdrant: {
      upstream: qdrant.upstream,
      search: (...query: Parameters<typeof qdrant.search>) =>
        reachQdrant(() => qdrant.search(...query)),
    },
    reachNeon: breakerFor(settings, 'neon'),
    reachRedis: breakerFor(settings, redis.upstream),
    reachEmbedding: breakerFor(settings, 'embedding'),
    reachModel: breakerFor(settings, 'model'),
  }
}

/** OpenRouter, and what the vectors that it gives are looked up in. */
function modelDeps(settings: Settings, cache: Cache, chatModel: () => string) {
  const openrouter = doors.openRouterFor(settings)
  const active = createActiveEmbedding(embeddingOf(settings))
  const calibrated = createCalibrated()
  const near = {
    ...cache,
    reachPoints: breakerFor(settings, doors.pointsIn(settings), 'answered questions'),
    threshold: settings.NEAR_MATCH_THRESHOLD,
    chatModel,
  }
  return {
    noteEmbedding: active.note,
    noteCalibration: calibrated.note,
    calibration: () => calibrated.of(active.name()),
    embedQuestion: createQuestionEmbedding({
      openrouter,
      active,
      timeoutMs: settings.TIMEOUT_EMBEDDING_MS,
    }),
    findNear: (...[question, embedded, nearTo, signal]: Parameters<NearLookUp>) =>
      findNear(question, embedded, nearTo, near, signal),
    complete: (...[messages, signal, mayRest]: Parameters<Complete>) =>
      openrouter.complete(
        messages,
        AbortSignal.any([signal, AbortSignal.timeout(settings.TIMEOUT_MODEL_MS)]),
        chatModel(),
        mayRest,
      ),
  }
}
