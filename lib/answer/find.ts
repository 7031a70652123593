import { lookUpNear, type NearLookUp } from '../cache/look-up.ts'
import type { NearAnswers } from '../cache/near-answers.ts'
import { hasMaterial, type Question } from '../chat/question.ts'
import type { Embedded } from '../index/embed-question.ts'
import { Problem } from '../problem.ts'
import type { SourceLimits } from '../retrieval/choose-sources.ts'
import { looksLikeFollowUp } from '../retrieval/follow-up.ts'
import { askedOverview } from '../retrieval/overview/asked-overview.ts'
import { findOverview, type Overview } from '../retrieval/overview/find-overview.ts'
import { withAttached } from '../retrieval/reader/attached.ts'
import { embedAsked, type Retrieved, retrieve } from '../retrieval/retrieve.ts'
import { settle } from '../upstream/settle.ts'
import type { Stopwatch } from '../upstream/stopwatch.ts'
import { type FollowUpDeps, findFollowUp } from './find-follow-up.ts'
import type { RequestContext } from './request-context.ts'

export interface FindDeps extends FollowUpDeps {
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
  const before = await turnsBefore(question, context)
  if (before) {
    const { turns, mayAsk } = before
    const found = await findFollowUp(question, turns, mayAsk, deps, clock, signal)
    return { ...found, embedded: undefined, near: noneNear() }
  }
  const { question: text, attached_text: pasted } = question
  const completed = pasted === undefined ? undefined : withAttached(text, pasted)
  const asked = completed ?? { question: text, searchFor: text }
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
  floor: 0,
  missed: [],
  standaloneQuestion: undefined,
  embedded: undefined,
  overview,
  near: noneNear(),
})

const noneNear = () => Promise.resolve({ hits: [], dead: [] })

/**
 * The turns that a follow-up needs, and whether the model may be asked to rewrite it. A question that
 * may be one waits for the conversation; any other waits for nothing.
 */
async function turnsBefore(asked: Question, context: Promise<RequestContext>) {
  if (!looksLikeFollowUp(asked.question, hasMaterial(asked))) return undefined
  const { isFollowUp, isOverBudget, state } = await context
  return isFollowUp ? { turns: state.turns, mayAsk: !isOverBudget } : undefined
}
