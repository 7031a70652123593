import { type FinishDeps, finish } from '../answer/after/finish.ts'
import { createJournal } from '../answer/after/journal.ts'
import { type AnswerDeps, answer } from '../answer/answer.ts'
import type { AnswerState } from '../answer/answer-state.ts'
import { replay } from '../answer/replay.ts'
import { cacheKeyOf, forget, forgetAll } from '../cache/answer-cache.ts'
import { createLatelyServed } from '../cache/lately-served.ts'
import type { NearLookUp } from '../cache/look-up.ts'
import { findNear } from '../cache/near-answers.ts'
import type { FoundPassage } from '../chat/passage.ts'
import type { Question } from '../chat/question.ts'
import type { Message } from '../clients/openrouter.ts'
import { type NewFeedback, rate } from '../conversation/feedback.ts'
import { forgetKept } from '../conversation/forget-kept.ts'
import type { Settings } from '../env.ts'
import { createActiveEmbedding } from '../index/active-embedding.ts'
import { createCalibrated } from '../index/calibration.ts'
import { createQuestionEmbedding } from '../index/embed-question.ts'
import { createGate } from '../limits/gate.ts'
import { reranked } from '../retrieval/rerank.ts'
import { retrieve } from '../retrieval/retrieve.ts'
import type { Standalone } from '../retrieval/standalone.ts'
import { createStopwatch } from '../upstream/stopwatch.ts'
import * as doors from './doors.ts'
import { newId, now } from './doors.ts'
import { gapServices } from './gaps.ts'
import { healthServices } from './health.ts'
import { tracingFor } from './tracing.ts'
import {
  breakerFor,
  budgetsOf,
  embeddingOf,
  neonFor,
  pointsFor,
  publisherFor,
  redisFor,
  restFor,
  troublesFor,
  wakerFor,
} from './upstreams.ts'

type Neon = ReturnType<typeof neonFor>
type Redis = ReturnType<typeof redisFor>
type Points = ReturnType<typeof pointsFor>
type Cache = { redis: Redis; points: Points; now: () => number }

/** What the chat function needs. */
export function chatServices(settings: Settings) {
  const neon = neonFor(settings)
  const redis = redisFor(settings)
  const cache = { redis, points: pointsFor(settings), now }
  const journal = createJournal({
    neon,
    queue: settings.JOURNAL_QUEUE,
    events: { queue: settings.WEBHOOKS_QUEUE, waker: wakerFor(settings) },
    forget: (kept) => forgetKept(kept, { ...cache, tokenHours: settings.SESSION_TOKEN_HOURS }),
    keepMessages: settings.PERSIST_MESSAGES,
    keepLogText: settings.QUERY_LOG_TEXT,
  })
  const bare = { redis: doors.redisFor(settings), points: doors.pointsFor(settings), now }
  const deps = answerDeps(settings, doors.neonFor(settings), bare)
  const troubles = troublesFor(settings)
  const after: FinishDeps = {
    ...cache,
    journal,
    ...tracingFor(settings),
    publish: publisherFor(settings),
    budgets: budgetsOf(settings),
    houseRest: restFor(settings, 'house'),
    chatModel: settings.OPENROUTER_CHAT_MODEL,
    cacheTtlSeconds: settings.CACHE_TTL_SECONDS,
    conversationTtlSeconds: settings.CONVERSATION_TTL_SECONDS,
  }
  const rating = {
    neon,
    forget: (cacheKey: string) => forget(cacheKey, cache),
    wake: wakerFor(settings).wake,
    newId,
    now,
    keepText: settings.QUERY_LOG_TEXT,
  }
  const unlogged = { ...deps, limits: noLimits, finish: () => undefined }
  return {
    ...healthServices(settings),
    gaps: gapServices(settings, (question, left) =>
      answer(question, { ...unlogged, gate: createGate(now) }, left),
    ),
    journal,
    now,
    newId,
    /** Notes what a reader thinks of an answer. */
    rate: (feedback: NewFeedback, sessionId: string) => rate(feedback, sessionId, rating),
    /** What a reader has not heard yet of an answer. */
    replay: (queryId: string, sessionId: string, lastId: number) =>
      replay(queryId, sessionId, lastId, { neon, redis }),
    /** Forgets all cached answers, or one by its hash. */
    purge: (hash?: string) =>
      hash === undefined ? forgetAll(cache) : forget(cacheKeyOf(hash), cache),
    /** Finds passages as an answer does: what evaluation measures. */
    retrieve: (question: Question, asked: Standalone) =>
      retrieve(question, asked, deps, createStopwatch(now), new AbortController().signal),
    /** Puts found passages into the order of the reranker, as an answer does. */
    rerank: (question: string, passages: FoundPassage[]) =>
      reranked(question, passages, deps, createStopwatch(now), new AbortController().signal),
    noteCalibration: deps.noteCalibration,
    /** Answers a question; `afterwards` keeps the Worker alive for what follows the last byte. */
    answer: (question: Question, left: AbortSignal, afterwards: (work: Promise<void>) => void) =>
      tellingTroubles(
        answer(
          question,
          {
            ...deps,
            finish: (state: AnswerState) => afterwards(finish(state, after).then(troubles.flush)),
          },
          left,
        ),
        () => afterwards(troubles.flush()),
      ),
  }
}

/** What we ask ourselves is bound by its own budget. */
const most = { tokens: 1_000_000, seconds: 60 }
const noLimits = { session: most, address: most, day: most }

/** However an answer ends, and if it never begins, its owner learns what went wrong on its way. */
async function* tellingTroubles<T>(events: AsyncGenerator<T>, tell: () => void) {
  try {
    yield* events
  } finally {
    tell()
  }
}

function answerDeps(settings: Settings, neon: Neon, cache: Cache): Omit<AnswerDeps, 'finish'> {
  return {
    ...upstreamDeps(settings, neon, cache.redis),
    ...modelDeps(settings, cache),
    gate: createGate(now),
    latelyServed: createLatelyServed(now),
    limits: {
      session: { tokens: settings.RATE_LIMIT_SESSION_PER_MINUTE, seconds: 60 },
      address: { tokens: settings.RATE_LIMIT_IP_PER_MINUTE, seconds: 60 },
      day: { tokens: settings.RATE_LIMIT_IP_PER_DAY, seconds: 86_400 },
    },
    budgets: budgetsOf(settings),
    isInboxWatched: settings.INBOX_WATCHED,
    contact: settings.CONTACT,
    ...rerankDeps(settings),
    ...secondLookDeps(settings),
    nearTimeoutMs: settings.TIMEOUT_NEAR_MATCH_MS,
    denseWeight: settings.RETRIEVAL_DENSE_WEIGHT,
    lexicalWeight: settings.RETRIEVAL_LEXICAL_WEIGHT,
    floor: settings.RETRIEVAL_FLOOR,
    strictness: settings.RETRIEVAL_STRICTNESS,
    sources: {
      limit: settings.RETRIEVAL_PASSAGES,
      maxTokens: settings.RETRIEVAL_MAX_TOKENS,
    },
    firstTokenTimeoutMs: settings.TIMEOUT_FIRST_TOKEN_MS,
    rewriteTimeoutMs: settings.TIMEOUT_REWRITE_MS,
    chatModel: settings.OPENROUTER_CHAT_MODEL,
    now,
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
function modelDeps(settings: Settings, cache: Cache) {
  const openrouter = doors.openRouterFor(settings)
  const active = createActiveEmbedding(embeddingOf(settings))
  const calibrated = createCalibrated()
  const near = {
    ...cache,
    reachPoints: breakerFor(settings, doors.pointsIn(settings), 'answered questions'),
    threshold: settings.NEAR_MATCH_THRESHOLD,
    chatModel: settings.OPENROUTER_CHAT_MODEL,
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
    complete: (messages: Message[], signal: AbortSignal) =>
      openrouter.complete(
        messages,
        AbortSignal.any([signal, AbortSignal.timeout(settings.TIMEOUT_MODEL_MS)]),
      ),
  }
}
