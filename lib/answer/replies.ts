import type { CachedAnswer } from '../cache/answer-cache.ts'
import type { ChatEvent } from '../chat/events.ts'
import { citations } from '../citations/citations.ts'
import { withoutMarkup } from '../citations/markup-filter.ts'
import type { Retrieved } from '../retrieval/retrieve.ts'
import type { Breaker } from '../upstream/breaker.ts'
import { outcome } from '../upstream/outcome.ts'
import type { Stopwatch } from '../upstream/stopwatch.ts'
import { type Draft, doneEvent, sourcesEvent, speak } from './draft.ts'
import { extract } from './extract.ts'
import { type ModelDeps, openReply, write } from './model-reply.ts'
import { toPrompt } from './prompt.ts'
import { refusalText } from './refusal.ts'

export interface ComposeDeps extends ModelDeps {
  reachModel: Breaker
}

/** Says what was said before to the same question, or to one near by. */
export async function* serve(
  draft: Draft,
  cached: CachedAnswer,
  cacheKey: string,
  how: 'exact' | 'near',
): AsyncGenerator<ChatEvent> {
  draft.cached = how
  draft.servedFrom = cacheKey
  draft.answered = true
  draft.sources = cached.sources
  draft.citations = cached.citations
  draft.usage = cached.usage
  yield sourcesEvent(draft)
  yield speak(draft, cached.answer)
  yield { event: 'citations', data: { citations: cached.citations } }
  yield doneEvent(draft)
}

/** Says that the book does not answer this, with the nearest pages. */
export async function* refuse(draft: Draft, found: Retrieved): AsyncGenerator<ChatEvent> {
  draft.sources = []
  yield sourcesEvent(draft)
  if (draft.arrival && draft.arrival.state.refusals > 0) draft.handOff ??= 'refused-again'
  yield speak(draft, refusalText(found.passages, draft.handOff))
  yield { event: 'citations', data: { citations: [] } }
  yield doneEvent(draft)
}

/** Lets the model answer from the chosen sources; where it is away, the sources speak themselves. */
export async function* compose(
  draft: Draft,
  found: Retrieved,
  deps: ComposeDeps,
  clock: Stopwatch,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent> {
  const history = draft.isFollowUp ? (draft.arrival?.state.turns ?? []) : []
  const memory = draft.arrival?.state.memory ?? []
  const messages = toPrompt(draft.question, draft.sources, history, memory)
  const opening = await outcome(
    deps.reachModel(() => openReply(deps, messages, draft, clock, signal), signal),
  )
  if (opening.ok && opening.value.isRefusal) return yield* refuse(draft, found)
  draft.answered = true
  yield sourcesEvent(draft)
  if (opening.ok) {
    yield* write(draft, opening.value)
  } else {
    draft.degraded.push('model')
    yield speak(draft, withoutMarkup(extract(draft.sources)))
  }
  draft.citations = citations(draft.answer, draft.sources)
  yield { event: 'citations', data: { citations: draft.citations } }
  yield doneEvent(draft)
}
