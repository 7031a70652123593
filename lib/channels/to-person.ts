import type { ReadersSide } from '../conversation/escalation/readers-side.ts'
import { Problem } from '../problem.ts'
import type { Conversations } from './conversations.ts'
import type { Writer } from './writer.ts'

export interface ToPersonDeps {
  conversations: Conversations
  readersSide: Pick<ReadersSide, 'say'>
}

/** Hands what a reader writes to the person who has the conversation; false where nobody has it. */
export async function isSaidToPerson(
  content: string,
  writer: Writer,
  { conversations, readersSide }: ToPersonDeps,
): Promise<boolean> {
  const sessionId = await conversations.withPerson(writer)
  if (sessionId === undefined) return false
  try {
    await readersSide.say(sessionId, { content })
    return true
  } catch (error) {
    // The hand-off has been closed or erased meanwhile: the book answers.
    if (error instanceof Problem && ['conflict', 'not-found'].includes(error.type)) return false
    throw error
  }
}
