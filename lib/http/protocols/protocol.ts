import type * as z from 'zod/mini'
import type { ChatEvent } from '../../chat/events.ts'
import type { NewQuestion } from '../../chat/question.ts'

/**
 * The most bytes of a body in another protocol than our own: its clients send the whole conversation
 * with every question, of which the last message is read.
 */
export const protocolBytes = 1024 * 1024

/** What a protocol's request asks, and how the answer's events go back in that protocol. */
export interface ChatCall {
  /** Without a session, it is that of the token. */
  asked: Omit<z.infer<typeof NewQuestion>, 'session_id'> & { session_id?: string | undefined }
  reply: (events: AsyncGenerator<ChatEvent>, leave: () => void) => Promise<Response>
}
