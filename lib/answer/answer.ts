import type { ChatEvent } from '../chat/events.ts'
import type { Question } from '../chat/question.ts'
import { asksForPerson } from '../conversation/hand-off.ts'
import { chooseSources, type SourceLimits } from '../retrieval/choose-sources.ts'
import { needsContext } from '../retrieval/follow-up.ts'
import type { Retrieved } from '../retrieval/retrieve.ts'
import { outcome } from '../upstream/outcome.ts'
import { createStopwatch, type Stopwatch } from '../upstream/stopwatch.ts'
import { type ArriveDeps, arrive } from './arrive.ts'
import { type Draft, newDraft } from './draft.ts'
import { type FindDeps, find, isOfTheBookAlone, nearest } from './find.ts'
import { type ComposeDeps, compose, refuse, serve } from './replies.ts'

export interface AnswerDeps extends ArriveDeps, FindDeps, ComposeDeps {
  /**
   * How long a cached answer near by may keep the model waiting once all else is known. Both of
   * Qdrant's searches begin at the same moment, so what is left of a look-up that finds something is
   * one trip to Redis.
   */
  nearTimeoutMs: number
  floor: number
  sources: SourceLimits
  /** Takes what was said, however the answer ended; must not throw. */
  finish: (draft: Draft) => void
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
  const clock = createStopwatch(deps.now)
  const draft = newDraft(question, clock)
  for await (const event of tell(draft, deps, clock, left)) {
    draft.events.push(event)
    yield event
  }
}

async function* tell(
  draft: Draft,
  deps: AnswerDeps,
  clock: Stopwatch,
  left: AbortSignal,
): AsyncGenerator<ChatEvent> {
  const { question } = draft
  const ending = new AbortController()
  const signal = AbortSignal.any([left, ending.signal])
  try {
    const arrival = clock.time('redis', arrive(question, deps))
    const search = outcome(find(question, draft, arrival, deps, clock, signal))
    draft.arrival = await arrival
    draft.isFollowUp = needsContext(question.question, draft.arrival.state.turns)
    draft.handOff = asksForPerson(question.question) ? 'asked-for' : undefined
    const { cached, cacheKey } = draft.arrival
    if (cached && isOfTheBookAlone(question, draft.arrival)) {
      return yield* serve(draft, cached, cacheKey, 'exact')
    }
    const found = await search
    if (!found.ok) throw found.error
    const near = await nearest(draft, found.value, deps.nearTimeoutMs)
    if (near) return yield* serve(draft, near.answer, near.cacheKey, 'near')
    draft.degraded.push(...draft.arrival.missed, ...found.value.missed)
    draft.confidence = found.value.confidence
    if (draft.handOff || isBelowFloor(question, found.value, deps)) {
      return yield* refuse(draft, found.value)
    }
    const chosen = chooseSources(question, found.value, deps.sources)
    draft.sources = chosen.sources
    draft.found = chosen.passages
    yield* compose(draft, found.value, deps, clock, signal)
  } finally {
    ending.abort()
    draft.latencyMs = clock.elapsed()
    if (draft.isBegun) deps.finish(draft)
  }
}

// A selection is a source of its own: only the model can say that it does not hold the answer.
function isBelowFloor(question: Question, found: Retrieved, deps: AnswerDeps): boolean {
  if (question.selected_text !== undefined) return false
  return found.passages.length === 0 || found.confidence < deps.floor
}
