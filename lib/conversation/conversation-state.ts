import * as z from 'zod/mini'
import type { RedisPipeline } from '../clients/redis.ts'
import { jsonOrUndefined } from '../text/json.ts'
import { Recollection, withinPrompt } from './recollection.ts'

/** Turns that a question may need to be understood. */
export const keptTurns = 4
const keptKeys = 200
const keptAnswerCharacters = 1200

const State = z.object({
  /** By what it was written last: comes first, so that it can be told by a value's beginning. */
  version: z._default(z.string(), ''),
  turns: z.array(
    z.object({ question: z.string(), answer: z.string(), query_id: z.optional(z.string()) }),
  ),
  /** How many questions in a row were not answered, up to the last one. */
  unansweredInARow: z._default(z.int(), 0),
  /** What is remembered of the reader, if the reader is known. */
  memory: z._default(z.array(Recollection), []),
  /** Whether somebody was told of a wish for a person when the session was opened. */
  hasPerson: z._default(z.boolean(), false),
  /** The other keys that hold words of this conversation. */
  keys: z._default(z.array(z.string()), []),
})

/** What the pipeline remembers of a conversation between two questions. */
export type ConversationState = z.infer<typeof State>

/** The key of a session's state in Redis. */
export const stateKey = (sessionId: string) => `session:${sessionId}`

/** What stands in place of an erased session's state, while a token of it may be shown. */
export const erasedState = '{"erased":true}'

/** The key of an answer's events in Redis, from which a stream can be resumed. */
export const eventsKey = (queryId: string) => `events:${queryId}`

/** The state of a conversation that has not begun. */
export const emptyState = (memory: Recollection[] = [], hasPerson = false): ConversationState => ({
  version: '',
  turns: [],
  unansweredInARow: 0,
  memory: withinPrompt(memory),
  hasPerson,
  keys: [],
})

/** The state that Redis holds, if any. A state of another version is not read. */
export function readState(value: string | undefined): ConversationState | undefined {
  const { data } = State.safeParse(jsonOrUndefined(value))
  // Whoever wrote it may have kept more.
  return data && { ...data, turns: data.turns.slice(-keptTurns) }
}

/**
 * Puts a state in place of the one that was read, which is undefined where there was none. One that
 * another has written meanwhile is taken away, for it lacks this turn as this one lacks that: Neon
 * has both. An erased session's mark stays.
 */
export function replaceState(
  pipeline: RedisPipeline,
  sessionId: string,
  next: ConversationState,
  { read, version, ex }: { read: ConversationState | undefined; version: string; ex: number },
) {
  pipeline.replace(stateKey(sessionId), JSON.stringify({ ...next, version }), {
    over: read && JSON.stringify({ version: read.version }).slice(0, -1),
    unless: erasedState,
    ex,
  })
}

/** The state with keys that hold words of the conversation as well; the oldest will have expired. */
export const withKeys = (state: ConversationState, keys: string[]): ConversationState => ({
  ...state,
  keys: [...new Set([...state.keys, ...keys])].slice(-keptKeys),
})

/** The state after one more turn, bounded in turns and in length. */
export function withTurn(
  state: ConversationState,
  { answered, ...said }: { question: string; answer: string; query_id?: string; answered: boolean },
): ConversationState {
  const turn = { ...said, answer: said.answer.slice(0, keptAnswerCharacters) }
  return {
    version: state.version,
    turns: [...state.turns, turn].slice(-keptTurns),
    unansweredInARow: answered ? 0 : state.unansweredInARow + 1,
    memory: state.memory,
    hasPerson: state.hasPerson,
    keys: state.keys,
  }
}
