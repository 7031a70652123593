import * as z from 'zod/mini'

const keptTurns = 4
const keptAnswerCharacters = 1200

const State = z.object({
  turns: z.array(z.object({ question: z.string(), answer: z.string() })),
})

/** What the pipeline remembers of a conversation between two questions. */
export type ConversationState = z.infer<typeof State>

/** The key of a session's state in Redis. */
export const stateKey = (sessionId: string) => `session:${sessionId}`

/** The state as Redis holds it; an empty one when there is none or it cannot be read. */
export function readState(value: string | undefined): ConversationState {
  if (value === undefined) return { turns: [] }
  try {
    return State.parse(JSON.parse(value))
  } catch {
    // A state of another version is as good as none: the conversation starts anew.
    return { turns: [] }
  }
}

/** The state after one more turn, bounded in turns and in length. */
export function withTurn(
  state: ConversationState,
  question: string,
  answer: string,
): ConversationState {
  const turn = { question, answer: answer.slice(0, keptAnswerCharacters) }
  return { turns: [...state.turns, turn].slice(-keptTurns) }
}
