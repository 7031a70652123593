import { type CachedAnswer, cacheKeyOf, queryHash, readCached } from '../cache/answer-cache.ts'
import { type AskedHere, askedHereKey, readAskedHere } from '../cache/asked-here.ts'
import { isLikelyNear, type NearQuestion, nearQuestion } from '../cache/near-question.ts'
import { hasMaterial, type Question } from '../chat/question.ts'
import type { Turn } from '../chat/turn.ts'
import type { Neon } from '../clients/neon.ts'
import type { RedisDoor } from '../clients/redis.ts'
import {
  type ConversationState,
  emptyState,
  erasedState,
  readState,
  stateKey,
} from '../conversation/conversation-state.ts'
import type { Person } from '../conversation/escalation/offer-person.ts'
import { readBack } from '../conversation/read-back.ts'
import type { InForce } from '../desk/in-force.ts'
import { embeddingKey } from '../index/active-embedding.ts'
import { calibrationKey } from '../index/calibration.ts'
import { changingKey, versionKey } from '../index/index-version.ts'
import { type Budgets, boundsOf, counters, isSpent } from '../limits/budget.ts'
import type { Gate } from '../limits/gate.ts'
import { Problem } from '../problem.ts'
import { looksLikeFollowUp, needsContext } from '../retrieval/follow-up.ts'
import { askedOverview } from '../retrieval/overview/asked-overview.ts'
import type { Breaker } from '../upstream/breaker.ts'
import { settle } from '../upstream/settle.ts'
import { limitsOf, type RateLimits } from './rate-limit.ts'

export interface RequestContextDeps {
  redis: RedisDoor
  reachRedis: Breaker
  /** Has the conversation where Redis does not. */
  neon: Neon
  reachNeon: Breaker
  /** Has counted the question in this isolate, which is enough while Redis is away. */
  gate: Gate
  limits: RateLimits
  budgets: () => Budgets
  chatModel: () => string
  /** Throws `rate-limited` for whom the owner has blocked. */
  requireOpen: (asker: { address: string; sessionId: string }) => void
  /** What the owner's desk says; told what the state has of it. */
  desk: Pick<InForce, 'keys' | 'note' | 'pinsAreCurrent'>
  /** Reads what the desk says where the state is away, unless that is known; never fails. */
  readDeskInstead: () => Promise<unknown>
  /** Whether somebody looks at the inbox of the desk. */
  isInboxWatched: boolean
  /** Where readers reach the owner when nobody is told. */
  contact: string | undefined
  /** Told which model's vectors answer now, as Redis has it. */
  noteEmbedding: (value: string | undefined) => void
  /** Told how the index answers what it does not know, as Redis has it. */
  noteCalibration: (value: string | undefined) => void
  now: () => number
}

/** What one trip to Redis gives of a question, and what follows from it. */
export interface RequestContext {
  cacheKey: string
  /** The answer to this very question, if it may be given again. */
  cached: CachedAnswer | undefined
  state: ConversationState
  /** The state as Redis had it. */
  heldState: ConversationState | undefined
  /** Whether the state is all there was, and not an empty one because nobody could be asked. */
  isStateKnown: boolean
  indexVersion: string
  /** Whether pages are being written, so that nothing answered now may be cached. */
  isChanging: boolean
  /** How the question may be near others; undefined when it is not. */
  near: NearQuestion | undefined
  /** What other readers have asked on the reader's page; undefined on none. */
  askedHere?: AskedHere | undefined
  /** Whether a cached answer near by is worth looking for. */
  mayBeNear: boolean
  /** Whether the question needs the turns before it. */
  isFollowUp: boolean
  /**
   * Whether the answer may be shared: it depends on the book alone, not on the conversation, nor on
   * who asks. Only then is it taken from the cache or put there.
   */
  isShareable: boolean
  /** Whether a budget of the day is spent, so that the model is not asked. */
  isOverBudget: boolean
  person: Person
  missed: string[]
}

/**
 * Counts a question against its limits and fetches what Redis knows of it, in one request. Throws
 * `rate-limited`, and `not-found` for an erased session. Without Redis, goes on with nothing known.
 */
export async function readContext(
  question: Question,
  deps: RequestContextDeps,
): Promise<RequestContext> {
  const [hash, near, pageKey] = await Promise.all([
    queryHash(question),
    nearQuestion(question),
    askedHereKey(question),
  ])
  const cacheKey = cacheKeyOf(hash)
  const trip = await settle(deps.reachRedis(() => ask(question, { cacheKey, near, pageKey }, deps)))
  if (!trip.ok) {
    const known = await withoutRedis(question, deps)
    return { ...known, person: personOf(known.state, deps), cacheKey, near }
  }
  const { decisions, cached, version, embedding, calibration, changing } = trip.value
  const { subjects } = trip.value
  deps.noteEmbedding(embedding)
  deps.noteCalibration(calibration)
  requireUnblocked(question, deps)
  deps.gate.judge(limitsOf(question, deps.limits), decisions)
  if (trip.value.state === erasedState)
    throw new Problem('not-found', `There is no session ${question.session_id}.`)
  const indexVersion = version ?? '0'
  const heldState = readState(trip.value.state)
  const { state, isStateKnown } = await stateOf(question, heldState, deps)
  const isFollowUp = pointsToTurns(question, state.turns)
  const standsAlone = isStateKnown
    ? !isFollowUp
    : !looksLikeFollowUp(question.question, hasMaterial(question))
  const isShareable =
    standsAlone && isAnybodys(question) && state.memory.length === 0 && deps.desk.pinsAreCurrent()
  const known = isShareable
    ? readCached(cached, { indexVersion, model: deps.chatModel() })
    : undefined
  return {
    cacheKey,
    cached: known,
    state,
    heldState,
    isStateKnown,
    indexVersion,
    isChanging: changing !== undefined,
    near,
    askedHere: pageKey === undefined ? undefined : readAskedHere(pageKey, trip.value.askedHere),
    mayBeNear: isShareable && !known && near !== undefined && isLikelyNear(subjects.map(isHeld)),
    isFollowUp,
    isShareable,
    person: personOf(state, deps),
    isOverBudget: isSpent(boundsOf(question, deps.budgets(), question.askedAt), trip.value.spent),
    missed: [],
  }
}

/** Turns away whom the owner has blocked, as far as is known. */
export const requireUnblocked = (
  { address, session_id: sessionId }: Question,
  { requireOpen }: Pick<RequestContextDeps, 'requireOpen'>,
) => requireOpen({ address, sessionId })

const personOf = (
  { hasPerson }: ConversationState,
  { isInboxWatched, contact }: RequestContextDeps,
): Person => ({ isTold: isInboxWatched || hasPerson, contact })

/** Without Redis the conversation comes from Neon, and no answer is shared. */
async function withoutRedis(question: Question, deps: RequestContextDeps) {
  const [known] = await Promise.all([stateOf(question, undefined, deps), deps.readDeskInstead()])
  requireUnblocked(question, deps)
  return {
    ...known,
    heldState: undefined,
    cached: undefined,
    indexVersion: '',
    isChanging: false,
    mayBeNear: false,
    isFollowUp: pointsToTurns(question, known.state.turns),
    isShareable: false,
    isOverBudget: false,
    missed: [deps.redis.upstream],
  }
}

/**
 * The conversation so far. A session begins with a state in Redis: where that is gone, Neon tells what
 * was said, beside the search.
 */
async function stateOf(
  { session_id }: Question,
  held: ConversationState | undefined,
  { neon, reachNeon }: RequestContextDeps,
): Promise<{ state: ConversationState; isStateKnown: boolean }> {
  if (held) return { state: held, isStateKnown: true }
  const kept = await settle(reachNeon(() => readBack(session_id, neon)))
  return kept.ok
    ? { state: kept.value, isStateKnown: true }
    : { state: emptyState(), isStateKnown: false }
}

/** Whether a question needs the turns before it; one for an overview says itself what it is of. */
const pointsToTurns = (question: Question, turns: Turn[]) =>
  !askedOverview(question) && needsContext(question.question, turns, hasMaterial(question))

/** What a reader pasted may be private, and a question that hid text must not answer for others. */
const isAnybodys = ({ hidText, attached_text: attached }: Question) =>
  !hidText && attached === undefined

const isHeld = (value: string | undefined) => value !== undefined

async function ask(
  question: Question,
  wanted: { cacheKey: string; near: NearQuestion | undefined; pageKey: string | undefined },
  deps: RequestContextDeps,
) {
  const { cacheKey, near, pageKey } = wanted
  const batch = deps.redis.batch()
  const spendings = counters(question, deps.budgets(), question.askedAt)
  const deskKeys = deps.desk.keys()
  const keys = [
    cacheKey,
    stateKey(question.session_id),
    versionKey,
    embeddingKey,
    changingKey,
    calibrationKey,
    ...deskKeys,
    ...spendings,
  ]
  const [decisions, values] = await Promise.all([
    Promise.all(
      limitsOf(question, deps.limits).map(({ name, limit, id }) => batch.limit(name, limit, id)),
    ),
    batch.getAll([...keys, ...(pageKey ? [pageKey] : []), ...(near?.subjectKeys ?? [])]),
  ])
  const [cached, state, version, embedding, changing, calibration, ...more] = values
  deps.desk.note(more.splice(0, deskKeys.length), deskKeys)
  const counts = more.splice(0, spendings.length)
  const [askedHere] = more.splice(0, pageKey ? 1 : 0)
  const spent = new Map(spendings.map((key, at) => [key, counts[at]]))
  return {
    decisions,
    cached,
    state,
    version,
    embedding,
    calibration,
    changing,
    askedHere,
    subjects: more,
    spent,
  }
}
