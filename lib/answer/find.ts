import { lookUpNear, type NearLookUp } from '../cache/look-up.ts'
import type { NearAnswers } from '../cache/near-answers.ts'
import { hasMaterial, type Question } from '../chat/question.ts'
import type { Embedded } from '../index/embed-question.ts'
import { Problem } from '../problem.ts'
import { withAttached } from '../retrieval/attached.ts'
import type { SourceLimits } from '../retrieval/choose-sources.ts'
import { joined, looksLikeFollowUp } from '../retrieval/follow-up.ts'
import { askedOverview } from '../retrieval/overview/asked-overview.ts'
import { findOverview, type Overview } from '../retrieval/overview/find-overview.ts'
import { embedAsked, type RetrieveDeps, type Retrieved, retrieve } from '../retrieval/retrieve.ts'
import { type Standalone, type StandaloneDeps, standalone } from '../retrieval/standalone.ts'
import { settle } from '../upstream/settle.ts'
import type { Stopwatch } from '../upstream/stopwatch.ts'
import type { RequestContext } from './request-context.ts'

export interface FindDeps extends RetrieveDeps, StandaloneDeps {
  findNear: NearLookUp
  sources: SourceLimits
}

/** What was found for a question. */
export interface Found extends Retrieved {
  /** A follow-up, or a question on a pasted text, as one that stands alone. */
  standaloneQuestion: string | undefined
  /** The vector of the question as it was asked. */
  embedded: Embedded | undefined
  /** What an overview is written from, where one is asked for. */
  overview?: Overview
  /** Cached answers near by, as they are looked up; it finds some or none, and never rejects. */
  near: Promise<NearAnswers>
}

/**
 * Finds the passages for a question and, beside that, begins to look for a cached answer near by.
 * Waits for the context only where something hangs on it.
 */
export async function find(
  question: Question,
  context: Promise<RequestContext>,
  deps: FindDeps,
  clock: Stopwatch,
  signal: AbortSignal,
): Promise<Found> {
  const overview = await asOverview(question, deps, clock, signal)
  if (overview) return overview
  const followUp = await asStandalone(question, context, deps, clock, signal)
  const completed = attached(question, followUp)
  const asked = completed ?? { question: question.question, searchFor: question.question }
  const vector = embedAsked(asked, deps, clock, signal, context)
  const near = lookUpNear(question.question, vector, context, deps.findNear, clock, signal)
  const retrieved = await retrieve(question, asked, deps, clock, signal, vector)
  const embedded = completed ? undefined : await vector
  return {
    ...retrieved,
    standaloneQuestion: completed?.question,
    embedded: embedded?.ok ? embedded.value : undefined,
    near,
  }
}

/** What is found for a question that asks for an overview; none where Neon is away. */
async function asOverview(
  question: Question,
  deps: FindDeps,
  clock: Stopwatch,
  signal: AbortSignal,
): Promise<Found | undefined> {
  const whole = askedOverview(question)
  if (!whole) return undefined
  const read = () => findOverview(deps.neon, question, whole, deps.sources, signal)
  const overview = await settle(clock.time('lexical', deps.reachNeon(read, signal)))
  if (!overview.ok && overview.error instanceof Problem) throw overview.error
  return overview.ok && overview.value ? ofOverview(overview.value) : undefined
}

const ofOverview = (overview: Overview): Found => ({
  passages: overview.found,
  beside: [],
  page: [],
  aroundSelection: [],
  removed: new Set(),
  confidence: 1,
  missed: [],
  standaloneQuestion: undefined,
  embedded: undefined,
  overview,
  near: Promise.resolve({ hits: [], dead: [] }),
})

/** A question together with what a pasted text says went wrong. */
function attached(
  { question, attached_text: text }: Question,
  followUp: Standalone | undefined,
): Standalone | undefined {
  if (text === undefined) return followUp
  const own = withAttached(question, text)
  return followUp
    ? { question: followUp.question, searchFor: `${followUp.searchFor}\n${own.searchFor}` }
    : own
}

/** A question that may need the conversation waits for it; any other waits for nothing. */
async function asStandalone(
  asked: Question,
  context: Promise<RequestContext>,
  deps: FindDeps,
  clock: Stopwatch,
  signal: AbortSignal,
): Promise<Standalone | undefined> {
  if (!looksLikeFollowUp(asked.question, hasMaterial(asked))) return undefined
  const { isFollowUp, isOverBudget, state } = await context
  if (!isFollowUp) return undefined
  if (isOverBudget) {
    const question = joined(asked.question, state.turns)
    return { question, searchFor: question }
  }
  return await clock.time(
    'rewrite',
    standalone(asked.query_id, asked.question, state.turns, deps, signal),
  )
}
