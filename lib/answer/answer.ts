import type { CompletionPart, Message } from '../clients/openrouter.ts'
import { asksForPerson } from '../conversation/hand-off.ts'
import type { CachedAnswer } from './answer-cache.ts'
import { type Arrival, type ArriveDeps, arrive } from './arrive.ts'
import type { Breaker } from './breaker.ts'
import { chooseSources, type SourceLimits } from './choose-sources.ts'
import { createCitationFilter } from './citation-filter.ts'
import { citations } from './citations.ts'
import { type Draft, doneEvent, newDraft, sourcesEvent } from './draft.ts'
import type { ChatEvent, Source } from './events.ts'
import { extract } from './extract.ts'
import { looksLikeFollowUp, needsContext } from './follow-up.ts'
import { createMarkupFilter, withoutMarkup } from './markup-filter.ts'
import type { Embedded, NearAnswers } from './near-answers.ts'
import { createStopwatch, outcome, type Stopwatch, within } from './outcome.ts'
import { noAnswer, toPrompt } from './prompt.ts'
import type { Question } from './question.ts'
import { refusalText } from './refusal.ts'
import { type RetrieveDeps, type Retrieved, retrieve } from './retrieve.ts'
import { type Standalone, type StandaloneDeps, standalone } from './standalone.ts'

export interface AnswerDeps extends ArriveDeps, RetrieveDeps, StandaloneDeps {
  /** What makes the vectors of questions at present. */
  embeddedBy: () => string
  /** Looks up cached answers that a question may share; never throws. */
  findNear: (
    question: string,
    embedded: Embedded,
    arrival: Arrival,
    signal: AbortSignal,
  ) => Promise<NearAnswers>
  /**
   * How long that may keep the model waiting once all else is known. Both of Qdrant's searches begin
   * at the same moment, so what is left of a look-up that finds something is one trip to Redis.
   */
  nearTimeoutMs: number
  reachModel: Breaker
  floor: number
  sources: SourceLimits
  firstTokenTimeoutMs: number
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
      return yield* replay(draft, cached, cacheKey, 'exact')
    }
    const found = await search
    if (!found.ok) throw found.error
    const near = await nearest(draft, found.value, deps.nearTimeoutMs)
    if (near) return yield* replay(draft, near.answer, near.cacheKey, 'near')
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

async function find(
  question: Question,
  draft: Draft,
  arrival: Promise<Arrival>,
  deps: AnswerDeps,
  clock: Stopwatch,
  signal: AbortSignal,
): Promise<Retrieved> {
  const followUp = await asStandalone(question.question, arrival, deps, clock, signal)
  if (followUp) draft.standaloneQuestion = followUp.question
  const asked = followUp ?? { question: question.question, searchFor: question.question }
  const embedQuestion = async (text: string) => {
    const vector = await deps.embedQuestion(text, signal, arrival)
    if (!followUp) {
      draft.embedded = { vector, by: deps.embeddedBy() }
      const arrived = await outcome(arrival)
      if (arrived.ok) lookUpNear(draft, draft.embedded, arrived.value, deps, clock, signal)
    }
    return vector
  }
  return await retrieve(question, asked, { ...deps, embedQuestion }, clock, signal)
}

/** Begins to look for a cached answer near by, beside the search, if there may be one. */
function lookUpNear(
  draft: Draft,
  embedded: Embedded,
  arrival: Arrival,
  deps: AnswerDeps,
  clock: Stopwatch,
  signal: AbortSignal,
) {
  const { question } = draft
  if (!arrival.isLikelyNear || !isOfTheBookAlone(question, arrival)) return
  const work = deps.findNear(question.question, embedded, arrival, signal)
  draft.near = clock.time('near', work)
}

/** A cached answer near by whose passages all stand; only Neon, when it has answered, can say so. */
async function nearest({ near }: Draft, { removed, missed }: Retrieved, timeoutMs: number) {
  if (!near || missed.includes('neon')) return undefined
  const answers = await within(near, timeoutMs)
  return answers?.hits.find(({ answer }) => answer.passages.every(({ id }) => !removed.has(id)))
}

/** Whether an answer depends on nothing but the book: not on the conversation, nor on who asks. */
const isOfTheBookAlone = ({ question }: Question, { state }: Arrival) =>
  !needsContext(question, state.turns) && !asksForPerson(question) && state.memory.length === 0

/** A question that may need the conversation waits for it; any other waits for nothing. */
async function asStandalone(
  question: string,
  arrival: Promise<Arrival>,
  deps: AnswerDeps,
  clock: Stopwatch,
  signal: AbortSignal,
): Promise<Standalone | undefined> {
  if (!looksLikeFollowUp(question)) return undefined
  const { turns } = (await arrival).state
  if (!needsContext(question, turns)) return undefined
  return await clock.time('rewrite', standalone(question, turns, deps, signal))
}

// A selection is a source of its own: only the model can say that it does not hold the answer.
function isBelowFloor(question: Question, found: Retrieved, deps: AnswerDeps): boolean {
  if (question.selected_text !== undefined) return false
  return found.passages.length === 0 || found.confidence < deps.floor
}

async function* replay(
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

async function* refuse(draft: Draft, found: Retrieved): AsyncGenerator<ChatEvent> {
  draft.sources = []
  yield sourcesEvent(draft)
  if (draft.arrival && draft.arrival.state.refusals > 0) draft.handOff ??= 'refused-again'
  yield speak(draft, refusalText(found.passages, draft.handOff))
  yield { event: 'citations', data: { citations: [] } }
  yield doneEvent(draft)
}

async function* compose(
  draft: Draft,
  found: Retrieved,
  deps: AnswerDeps,
  clock: Stopwatch,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent> {
  const history = draft.isFollowUp ? (draft.arrival?.state.turns ?? []) : []
  const memory = draft.arrival?.state.memory ?? []
  const messages = toPrompt(draft.question, draft.sources, history, memory)
  const opening = await outcome(
    deps.reachModel(() => open(deps, messages, draft, clock, signal), signal),
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

interface Opening {
  isRefusal: boolean
  head: string
  rest: AsyncIterator<CompletionPart>
}

/** Reads from the model until it is clear that it answers, or that it finds no answer. */
async function open(
  deps: AnswerDeps,
  messages: Message[],
  draft: Draft,
  clock: Stopwatch,
  signal: AbortSignal,
): Promise<Opening> {
  const late = new AbortController()
  const timer = setTimeout(
    () => late.abort(new Error('No token in time')),
    deps.firstTokenTimeoutMs,
  )
  const parts = deps.complete(messages, AbortSignal.any([signal, late.signal]))
  const rest = parts[Symbol.asyncIterator]()
  let head = ''
  try {
    while (noAnswer.startsWith(head.trim())) {
      const { done, value } = await rest.next()
      if (done) break
      clearTimeout(timer)
      if ('usage' in value) draft.usage = value.usage
      else head += value.text
      clock.mark('model')
    }
  } finally {
    clearTimeout(timer)
  }
  const isRefusal = head.trim().startsWith(noAnswer)
  if (head.trim() === '') throw new Error('The model said nothing')
  return { isRefusal, head, rest }
}

async function* write(draft: Draft, { head, rest }: Opening): AsyncGenerator<ChatEvent> {
  const markers = createCitationFilter(new Set(draft.sources.map((source: Source) => source.n)))
  const markup = createMarkupFilter()
  const filter = {
    push: (text: string) => markup.push(markers.push(text)),
    end: () => markup.push(markers.end()) + markup.end(),
  }
  const first = filter.push(head)
  if (first) yield speak(draft, first)
  for (;;) {
    const { done, value } = await rest.next()
    if (done) break
    if ('usage' in value) draft.usage = value.usage
    else {
      const text = filter.push(value.text)
      if (text) yield speak(draft, text)
    }
  }
  const last = filter.end()
  if (last) yield speak(draft, last)
}

function speak(draft: Draft, text: string): ChatEvent {
  draft.answer += text
  return { event: 'delta', data: { text } }
}
