import type { Context } from 'hono'
import * as z from 'zod/mini'
import type { ChatEvent } from '../chat/events.ts'
import { NewQuestion } from '../chat/question.ts'
import { aiSdkCall } from './ai-sdk.ts'
import { chatReply } from './chat-reply.ts'
import { parsed } from './valid.ts'

/** What a protocol's request asks, and how the answer's events go back in that protocol. */
export interface ChatCall {
  /** Without a session, it is that of the token. */
  asked: Omit<z.infer<typeof NewQuestion>, 'session_id'> & { session_id?: string | undefined }
  reply: (events: AsyncGenerator<ChatEvent>, leave: () => void) => Promise<Response>
}

/** Which protocol `POST /v1/chat` speaks; its own when absent. */
export const ChatProtocol = z.object({ protocol: z.optional(z.literal('ai-sdk')) })

/** Reads a question of `POST /v1/chat` in the protocol that the URL names. */
export async function chatCall(c: Context): Promise<ChatCall> {
  const { protocol } = await parsed(c, 'query', ChatProtocol)
  if (protocol === 'ai-sdk') return await aiSdkCall(c)
  const asked = await parsed(c, 'json', NewQuestion)
  return { asked, reply: (events, leave) => chatReply(c, events, leave) }
}
