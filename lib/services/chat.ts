import { type FinishDeps, finish } from '../answer/after/finish.ts'
import { createJournal } from '../answer/after/journal.ts'
import { answer } from '../answer/answer.ts'
import type { AnswerState } from '../answer/answer-state.ts'
import { replay } from '../answer/replay.ts'
import { cacheKeyOf, forget, forgetAll } from '../cache/answer-cache.ts'
import type { FoundPassage } from '../chat/passage.ts'
import type { Question } from '../chat/question.ts'
import { type NewFeedback, rate } from '../conversation/feedback.ts'
import { forgetKept } from '../conversation/forget-kept.ts'
import type { Settings } from '../env.ts'
import { reranked } from '../retrieval/rerank.ts'
import { retrieve } from '../retrieval/retrieve.ts'
import type { Standalone } from '../retrieval/standalone.ts'
import { createStopwatch } from '../upstream/stopwatch.ts'
import { answerDeps } from './answering/answer-deps.ts'
import { readAnsweringTexts } from './answering/answering-texts.ts'
import { inForce } from './answering/in-force.ts'
import { unlogged } from './answering/unlogged.ts'
import * as doors from './doors.ts'
import { newId, now } from './doors.ts'
import { gapServices } from './gaps/asked-again.ts'
import { healthServices } from './health.ts'
import { tracingFor } from './tracing.ts'
import {
  budgetsOf,
  neonOfQuestions,
  pointsFor,
  publisherFor,
  redisFor,
  restFor,
  troublesFor,
  wakerFor,
} from './upstreams.ts'

/** What the chat function needs. */
export function chatServices(settings: Settings) {
  const neon = neonOfQuestions(settings)
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
  const deps = answerDeps(settings, doors.neonOfQuestions(settings), bare)
  const troubles = troublesFor(settings)
  const after: FinishDeps = {
    ...cache,
    journal,
    ...tracingFor(settings),
    publish: publisherFor(settings),
    budgets: () => budgetsOf(inForce(settings)),
    houseRest: restFor(settings, 'house'),
    chatModel: () => inForce(settings).OPENROUTER_CHAT_MODEL,
    cacheTtlSeconds: settings.CACHE_TTL_SECONDS,
    conversationTtlSeconds: settings.CONVERSATION_TTL_SECONDS,
  }
  const rating = {
    neon,
    redis,
    forget: (cacheKey: string) => forget(cacheKey, cache),
    wake: wakerFor(settings).wake,
    newId,
    now,
    keepText: settings.QUERY_LOG_TEXT,
  }
  return {
    ...healthServices(settings),
    gaps: gapServices(settings, unlogged(deps)),
    journal,
    now,
    newId,
    /** Notes what a reader thinks of an answer. */
    rate: (feedback: NewFeedback, sessionId: string) => rate(feedback, sessionId, rating),
    /** What a reader has not heard yet of an answer. */
    async replay(queryId: string, sessionId: string, lastId: number) {
      await readAnsweringTexts(settings)
      return await replay(queryId, sessionId, lastId, { neon, redis })
    },
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

/** However an answer ends, and if it never begins, its owner learns what went wrong on its way. */
async function* tellingTroubles<T>(events: AsyncGenerator<T>, tell: () => void) {
  try {
    yield* events
  } finally {
    tell()
  }
}
