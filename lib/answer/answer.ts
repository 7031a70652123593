import { questionsAskedHere } from '../cache/asked-here.ts'
import type { LatelyServed } from '../cache/lately-served.ts'
import { nearest } from '../cache/look-up.ts'
import { pinnedNear, pinnedTo } from '../cache/pinned.ts'
import type { ChatEvent } from '../chat/events.ts'
import { hasMaterial, type Question } from '../chat/question.ts'
import type { Pin } from '../desk/pin.ts'
import { chooseSources } from '../retrieval/choose-sources.ts'
import { plainQuestion } from '../retrieval/plain-question.ts'
import { type RerankDeps, reranked } from '../retrieval/rerank.ts'
import type { Retrieved } from '../retrieval/retrieve.ts'
import { areTextsRead } from '../text/assets/asset-texts.ts'
import { settle } from '../upstream/settle.ts'
import { createStopwatch, type Stopwatch } from '../upstream/stopwatch.ts'
import { lastAnswer } from './about-answer.ts'
import { type AnswerState, newAnswer } from './answer-state.ts'
import { type FindDeps, type Found, find } from './find.ts'
import { isSure } from './is-sure.ts'
import { limitsOf } from './rate-limit.ts'
import {
  type ComposeDeps,
  compose,
  continueFrom,
  converse,
  sayNoAnswer,
  serve,
  servePinned,
} from './replies.ts'
import {
  type RequestContext,
  type RequestContextDeps,
  readContext,
  requireUnblocked,
} from './request-context.ts'
import { withAsked } from './suggestions.ts'
import { talkIn } from './talk.ts'

export interface AnswerDeps extends RequestContextDeps, FindDeps, RerankDeps, ComposeDeps {
  /**
   * How long a cached answer near by may keep the model waiting once all else is known. Both of
   * Qdrant's searches begin at the same moment, so what is left of a look-up that finds something is
   * one trip to Redis.
   */
  nearTimeoutMs: number
  /** The owner's answers, and how near a question must be to get one. */
  pins: () => Pin[]
  pinThreshold: number
  latelyServed: LatelyServed
  /** Reads what talk and claims are told by, once an isolate; never fails. */
  readTexts: () => Promise<void>
  /** Takes what was said, however the answer ended; must not throw. */
  finish: (state: AnswerState) => void
}

/**
 * Answers one question from the indexed pages, as a stream of events. Everything that does not
 * depend on another wait is waited for at once; aborting the signal stops whatever is under way.
 * Throws a Problem before the first event, or any error after it.
 */
export async function* answer(
  question: Question,
  deps: AnswerDeps,
  left: AbortSignal,
): AsyncGenerator<ChatEvent> {
  requireUnblocked(question, deps)
  deps.gate.enter(limitsOf(question, deps.limits))
  const state = newAnswer(question, createStopwatch(deps.now))
  const ending = new AbortController()
  try {
    for await (const event of run(state, deps, AbortSignal.any([left, ending.signal]))) {
      // What other readers have asked is told last, and kept nowhere.
      if (!(event.event === 'suggestions' && state.reply.isFinished)) state.events.push(event)
      if (event.event === 'done') state.latencyMs = event.data.latency_ms
      yield event
    }
  } finally {
    ending.abort()
    state.latencyMs ||= state.clock.elapsed()
    if (state.events.length > 0) deps.finish(state)
  }
}

async function* run(
  state: AnswerState,
  deps: AnswerDeps,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent> {
  const { question, clock } = state
  const arriving = clock.time(deps.redis.upstream, readContext(question, deps))
  const search = () => settle(find(question, arriving, deps, clock, signal))
  // An isolate that has just begun cannot tell talk from questions yet: it searches meanwhile.
  const begun = areTextsRead('answering') ? undefined : search()
  if (begun) await Promise.all([deps.readTexts(), settle(arriving)])
  const talk = talkIn(question)
  if (talk) {
    state.context = await arriving
    return yield* converse(state, talk)
  }
  const last = await lastAnswer(question, arriving, deps.redis)
  if (last) {
    state.context = await arriving
    return yield* continueFrom(state, state.context, last, deps, signal)
  }
  // What was lately answered from the cache will be so again: it waits for Redis alone.
  const searching = begun ?? (deps.latelyServed.has(question) ? undefined : nextTurn().then(search))

  const context = await arriving
  state.context = context
  const { cached, cacheKey } = context
  const pins = mayBePinned(question, context) ? deps.pins() : []
  const pinned = pinnedTo(question, pins)
  if (pinned) return yield* servePinned(state, pinned)
  deps.latelyServed.note(question, cached !== undefined)
  if (cached) return yield* serve(state, { answer: cached, cacheKey }, 'exact')

  const searched = await (searching ?? search())
  if (!searched.ok) throw searched.error
  const found = searched.value
  state.found = found
  const near = pinnedNear(question, found.embedded, pins, deps.pinThreshold)
  if (near) return yield* servePinned(state, near)
  const shared = await nearest(found, deps.nearTimeoutMs)
  if (shared) return yield* serve(state, shared, 'near')

  const known = { context, found }
  if (isBelowFloor(question, found)) {
    return yield* sayNoAnswer(state, known)
  }
  const chosen =
    found.overview ??
    chooseSources(question, await inOrder(known, question, deps, clock, signal), deps.sources)
  yield* compose(state, known, chosen, deps, signal)
  yield* tellAskedHere(state, context, deps)
}

/**
 * When what was asked for before is on its way: a request is sent once nothing more runs. The question to
 * Redis, which an answer from the cache waits for alone, does not wait for the work of a search.
 */
const nextTurn = () => new Promise<void>((begin) => setTimeout(begin))

/** After the last byte: suggests with the headings what other readers have asked on this page. */
async function* tellAskedHere(
  { question: { question }, reply }: AnswerState,
  { askedHere, indexVersion }: RequestContext,
  { redis, chatModel, reachRedis }: AnswerDeps,
): AsyncGenerator<ChatEvent> {
  if (!askedHere?.hashes.length || !reply.answered || reply.finish !== 'stop') return
  const now = { redis, indexVersion, model: chatModel() }
  const told = [question, ...reply.suggestions]
  const asked = await settle(reachRedis(() => questionsAskedHere(askedHere, told, now)))
  if (!asked.ok || asked.value.length === 0) return
  yield { event: 'suggestions', data: { questions: withAsked(reply.suggestions, asked.value) } }
}

/** What was found, in the order of the reranker; only what the model will read is worth its price. */
async function inOrder(
  { context, found }: { context: RequestContext; found: Found },
  { question }: Question,
  deps: RerankDeps,
  clock: Stopwatch,
  signal: AbortSignal,
): Promise<Found> {
  if (context.isOverBudget) return found
  const asked = plainQuestion(found.standaloneQuestion ?? question)
  return { ...found, passages: await reranked(asked, found.passages, deps, clock, signal) }
}

// What a reader points to, or has said before, is not what an answer was pinned for.
const mayBePinned = (question: Question, { isFollowUp }: RequestContext) =>
  !isFollowUp && !hasMaterial(question)

// A selection is a source of its own, and so is the reader's page where the question points there: only
// the model can say that it does not hold the answer.
function isBelowFloor(question: Question, found: Retrieved): boolean {
  if (question.selected_text !== undefined || found.page.length > 0) return false
  return !isSure(found)
}
