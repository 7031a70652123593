import type { CachedAnswer } from '../cache/answer-cache.ts'
import type { CachedAs, ChatEvent, Citation } from '../chat/events.ts'
import { retrievalMode } from '../chat/question.ts'
import { withAddresses } from '../citations/address.ts'
import { citations, judgedCitations, withoutDoubt } from '../citations/citations.ts'
import { withoutMarkup } from '../citations/markup-filter.ts'
import type { Message } from '../clients/openrouter.ts'
import { offerPerson } from '../conversation/escalation/offer-person.ts'
import type { Pin } from '../desk/pin.ts'
import type { Chosen } from '../retrieval/choose-sources.ts'
import { ownWords } from '../retrieval/follow-up.ts'
import { areTextsRead } from '../text/assets/asset-texts.ts'
import { languageOf, phrasesIn } from '../text/phrases.ts'
import type { Breaker } from '../upstream/breaker.ts'
import { settle } from '../upstream/settle.ts'
import { roundedTimings } from '../upstream/stopwatch.ts'
import { type LastAnswer, withoutModel } from './about-answer.ts'
import { type SecondLookDeps, secondLook } from './after/second-look.ts'
import type { AnswerState, Reply } from './answer-state.ts'
import { isDenial } from './denial.ts'
import { extract, type WhyExtract } from './extract.ts'
import type { Found } from './find.ts'
import { type ModelDeps, type Opening, openReply } from './model-reply.ts'
import { noAnswerText } from './no-answer.ts'
import { toPrompt, type Wishes } from './prompt.ts'
import type { RequestContext } from './request-context.ts'
import { suggestionsFor } from './suggestions.ts'
import type { Talk } from './talk.ts'

export interface ComposeDeps extends ModelDeps, SecondLookDeps {
  reachModel: Breaker
  /** What the site's owner wishes of answers. */
  wishes: () => Wishes
}

/** All that is known of a question before it is answered anew. */
export interface Known {
  context: RequestContext
  found: Pick<Found, 'passages' | 'missed' | 'overview'> & { confidence?: number }
}

/** Says what was said before to the same question, or to one near by. */
export async function* serve(
  state: AnswerState,
  { answer, cacheKey }: { answer: CachedAnswer; cacheKey: string },
  cached: Exclude<CachedAs, false>,
): AsyncGenerator<ChatEvent> {
  const { reply } = state
  reply.cached = cached
  reply.servedFrom = cacheKey
  reply.answered = true
  reply.sources = answer.sources
  if (answer.usage) reply.usage = answer.usage
  reply.suggestions = answer.suggestions ?? []
  yield sourcesEvent(state)
  yield speak(state, answer.answer)
  yield* end(state, answer.citations)
}

/** Says what the site's owner has pinned to the question, as the owner's answer. */
export async function* servePinned(state: AnswerState, pin: Pin): AsyncGenerator<ChatEvent> {
  const { question, reply } = state
  reply.pinId = pin.pin_id
  reply.answered = true
  reply.sources = pin.sources
  yield sourcesEvent(state)
  const { ownersAnswer } = phrasesIn(languageOf(question.question))
  yield speak(state, `${pin.answer}\n\n*${ownersAnswer}*`)
  yield* end(state, citations(pin.answer, pin.sources))
}

/** Says our own sentence to what is no question. It is no refusal, and no turn of the conversation. */
export async function* converse(state: AnswerState, talk: Talk): AsyncGenerator<ChatEvent> {
  const { reply } = state
  reply.isTalk = true
  reply.answered = true
  const offer = talk.isForPerson && personFor(state, 'asked-for')
  yield sourcesEvent(state)
  yield speak(state, offer || talk.said)
  yield* end(state, [])
}

/** Says that the book does not answer this, with the nearest pages. */
export async function* sayNoAnswer(state: AnswerState, known: Known): AsyncGenerator<ChatEvent> {
  note(state, known)
  yield sourcesEvent(state)
  yield speak(state, refuse(state, known))
  yield* end(state, [])
}

/**
 * Lets the model answer from the chosen sources; where it is away, or says nothing of use, the
 * sources speak themselves.
 */
export async function* compose(
  state: AnswerState,
  known: Known,
  { sources, passages }: Chosen,
  deps: ComposeDeps,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent> {
  const { question } = state
  const { isFollowUp, state: conversation } = known.context
  const turns = isFollowUp ? conversation.turns : []
  state.reply.recalled = conversation.memory
  const messages = toPrompt(question.query_id, question, sources, turns, conversation.memory, {
    isOverview: known.found.overview !== undefined,
    wishes: deps.wishes(),
  })
  yield* write(state, known, { sources, passages }, messages, deps, signal)
}

/** Does with the answer before it what the reader asks: says it again, shorter, in German, to its end. */
export async function* continueFrom(
  state: AnswerState,
  context: RequestContext,
  last: LastAnswer,
  deps: ComposeDeps,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent> {
  const { question, reply } = state
  const { sources, text } = last
  const known = { context, found: { passages: [], missed: [] } }
  const said = withoutModel(question, last)
  reply.isAboutAnswer = true
  if (said === undefined) {
    const { turns, memory } = context.state
    reply.recalled = memory
    const messages = toPrompt(question.query_id, question, sources, turns.slice(-1), memory, {
      answer: text,
      wishes: deps.wishes(),
    })
    return yield* write(state, known, { sources, passages: [] }, messages, deps, signal)
  }
  note(state, known)
  reply.answered = true
  reply.sources = sources
  yield sourcesEvent(state)
  yield speak(state, said)
  yield* end(state, citations(text, sources))
}

/** Lets the model write a reply from these sources. */
async function* write(
  state: AnswerState,
  known: Known,
  { sources, passages }: Chosen,
  messages: Message[],
  deps: ComposeDeps,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent> {
  const { clock, reply } = state
  if (known.context.isOverBudget) {
    reply.recalled = []
    return yield* quote(state, known, { sources, passages }, 'budget')
  }
  reply.askedCharacters = messages.reduce((sum, { content }) => sum + content.length, 0)
  const opening = await settle(
    deps.reachModel(() => openReply(deps, messages, sources, clock, signal), signal),
  )
  if (opening.ok && opening.value.usage) reply.usage = opening.value.usage
  if (opening.ok && opening.value.finish) reply.finish = opening.value.finish
  if (opening.ok && opening.value.isNoAnswer) return yield* sayNoAnswer(state, known)
  if (!opening.ok) return yield* quote(state, known, { sources, passages }, 'model')
  note(state, known)
  reply.answered = true
  reply.sources = sources
  reply.passages = passages
  yield sourcesEvent(state)
  yield* tellVersion(state)
  yield* relay(state, known, opening.value)
  yield* endChecked(state, deps)
}

/** The last events of what the model wrote; a second look at the citations delays none of them. */
async function* endChecked(state: AnswerState, deps: SecondLookDeps): AsyncGenerator<ChatEvent> {
  const { question, reply } = state
  const judged = judgedCitations(reply.text, reply.sources)
  if (reply.answered) reply.secondLook = secondLook(question.query_id, judged, reply.sources, deps)
  yield* end(state, judged.map(withoutDoubt))
  const changed = (await reply.secondLook)?.citations
  if (!changed) return
  reply.citations = withAddresses(changed, reply.sources)
  yield citationsEvent(reply)
}

/** Shows the sources themselves in place of an answer. */
async function* quote(
  state: AnswerState,
  known: Known,
  { sources, passages }: Chosen,
  why: WhyExtract,
): AsyncGenerator<ChatEvent> {
  const { question, reply } = state
  note(state, known)
  reply.answered = true
  reply.sources = sources
  reply.passages = passages
  reply.degraded.push(why)
  yield sourcesEvent(state)
  yield* tellVersion(state)
  const { isFollowUp, state: conversation } = known.context
  const own = isFollowUp ? ownWords(question.question, conversation.turns) : []
  const said = extract(sources, languageOf(question.question), why, own)
  yield speak(state, withoutMarkup(said))
  yield* end(state, citations(reply.text, sources))
}

/** Passes a reply on. Where it ends in a refusal, what it said stays, and our own words follow. */
async function* relay(
  state: AnswerState,
  known: Known,
  { head, rest }: Opening,
): AsyncGenerator<ChatEvent> {
  const { reply } = state
  yield speak(state, head)
  for await (const part of rest) {
    if ('usage' in part) reply.usage = part.usage
    if ('finish' in part) reply.finish = part.finish
    if ('text' in part) yield speak(state, part.text)
    if ('isRefused' in part) {
      reply.answered = false
      yield speak(state, `\n\n${refuse(state, known)}`)
    }
  }
  if (reply.answered && isDenial(reply.text)) {
    reply.answered = false
    refuse(state, known)
  }
}

/** What is said where the book does not answer, and whether a person is offered. */
function refuse(state: AnswerState, { context, found }: Known): string {
  const isAgain = context.state.unansweredInARow > 0
  const offer = isAgain ? personFor(state, 'refused-again') : undefined
  return noAnswerText(found.passages, languageOf(state.question.question), offer)
}

/** What is said of a person, which the reply then notes; of a refusal, nothing where nobody is told. */
function personFor(state: AnswerState, why: 'asked-for' | 'refused-again'): string | undefined {
  const { question, reply, context } = state
  const person = context?.person ?? { isTold: false, contact: undefined }
  const { handOff, said } = offerPerson(why, person, languageOf(question.question))
  reply.handOff = handOff
  const isWorthSaying = why === 'asked-for' || person.isTold || person.contact !== undefined
  return isWorthSaying ? said : undefined
}

/** What a new reply rests on: how sure the search was, and what was away. */
function note({ reply }: AnswerState, { context, found }: Known) {
  if (found.confidence !== undefined) reply.confidence = found.confidence
  const unread = areTextsRead('answering') ? [] : ['texts']
  reply.degraded = [...new Set([...context.missed, ...found.missed, ...unread])]
}

/** The first event. */
function sourcesEvent({ question, clock, reply }: AnswerState): ChatEvent {
  clock.mark('first_event')
  return {
    event: 'sources',
    data: {
      query_id: question.query_id,
      retrieval_mode: retrievalMode(question),
      sources: reply.sources,
    },
  }
}

/** Says of which version an answer is, where its reader stands in another. */
function* tellVersion(state: AnswerState): Generator<ChatEvent> {
  const { question, filter } = state.question
  if (filter.toldOf === undefined) return
  const { otherVersion } = phrasesIn(languageOf(question))
  yield speak(state, `${otherVersion.replace('{version}', filter.toldOf)}\n\n`)
}

/** Says some more of the answer. */
function speak({ reply }: AnswerState, text: string): ChatEvent {
  reply.text += text
  return { event: 'delta', data: { text } }
}

/** Puts what else the pages answer beside a whole answer; a cached one brings its own. */
function suggest({ question, found, reply }: AnswerState) {
  if (!reply.answered || reply.finish !== 'stop' || reply.cached || !found) return
  const { sources, citations } = reply
  const answered = { question: question.question, sources, citations }
  reply.suggestions = suggestionsFor(found.passages, answered)
}

const citationsEvent = ({ citations }: Reply): ChatEvent => ({
  event: 'citations',
  data: { citations },
})

/** The last events of an answer that came to its end. */
function* end(state: AnswerState, cited: Citation[]): Generator<ChatEvent> {
  const { question, clock, reply } = state
  reply.citations = withAddresses(cited, reply.sources)
  yield citationsEvent(reply)
  suggest(state)
  if (reply.suggestions.length > 0) {
    yield { event: 'suggestions', data: { questions: reply.suggestions } }
  }
  reply.isFinished = true
  const { answered, finish, cached, degraded, usage, handOff, pinId } = reply
  yield {
    event: 'done',
    data: {
      query_id: question.query_id,
      answered,
      finish,
      cached,
      degraded,
      latency_ms: Math.round(clock.elapsed()),
      timings: roundedTimings(clock),
      ...(usage && { usage }),
      ...(handOff && { hand_off: handOff }),
      ...(pinId !== undefined && { pinned: true }),
    },
  }
}
