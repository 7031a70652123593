import type { Embedded, NearAnswers } from '../cache/near-answers.ts'
import type { Question } from '../chat/question.ts'
import { asksForPerson } from '../conversation/hand-off.ts'
import { looksLikeFollowUp, needsContext } from '../retrieval/follow-up.ts'
import { type RetrieveDeps, type Retrieved, retrieve } from '../retrieval/retrieve.ts'
import { type Standalone, type StandaloneDeps, standalone } from '../retrieval/standalone.ts'
import { outcome, within } from '../upstream/outcome.ts'
import type { Stopwatch } from '../upstream/stopwatch.ts'
import type { Arrival } from './arrive.ts'
import type { Draft } from './draft.ts'

export interface FindDeps extends RetrieveDeps, StandaloneDeps {
  /** What makes the vectors of questions at present. */
  embeddedBy: () => string
  /** Looks up cached answers that a question may share; never throws. */
  findNear: (
    question: string,
    embedded: Embedded,
    arrival: Arrival,
    signal: AbortSignal,
  ) => Promise<NearAnswers>
}

/** Finds the passages for a question, and beside that begins to look for a cached answer near by. */
export async function find(
  question: Question,
  draft: Draft,
  arrival: Promise<Arrival>,
  deps: FindDeps,
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
  deps: FindDeps,
  clock: Stopwatch,
  signal: AbortSignal,
) {
  const { question } = draft
  if (!arrival.isLikelyNear || !isOfTheBookAlone(question, arrival)) return
  const work = deps.findNear(question.question, embedded, arrival, signal)
  draft.near = clock.time('near', work)
}

/** A cached answer near by whose passages all stand; only Neon, when it has answered, can say so. */
export async function nearest({ near }: Draft, { removed, missed }: Retrieved, timeoutMs: number) {
  if (!near || missed.includes('neon')) return undefined
  const answers = await within(near, timeoutMs)
  return answers?.hits.find(({ answer }) => answer.passages.every(({ id }) => !removed.has(id)))
}

/** Whether an answer depends on nothing but the book: not on the conversation, nor on who asks. */
export const isOfTheBookAlone = ({ question }: Question, { state }: Arrival) =>
  !needsContext(question, state.turns) && !asksForPerson(question) && state.memory.length === 0

/** A question that may need the conversation waits for it; any other waits for nothing. */
async function asStandalone(
  question: string,
  arrival: Promise<Arrival>,
  deps: FindDeps,
  clock: Stopwatch,
  signal: AbortSignal,
): Promise<Standalone | undefined> {
  if (!looksLikeFollowUp(question)) return undefined
  const { turns } = (await arrival).state
  if (!needsContext(question, turns)) return undefined
  return await clock.time('rewrite', standalone(question, turns, deps, signal))
}
