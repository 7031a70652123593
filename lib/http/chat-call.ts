import type { Context } from 'hono'
import * as z from 'zod/mini'
import { NewQuestion } from '../chat/question.ts'
import { aiSdkCall } from './ai-sdk.ts'
import { chatReply } from './chat-reply.ts'
import type { ChatCall } from './protocol.ts'
import { parsed } from './valid.ts'

/** Which protocol `POST /v1/chat` speaks; its own when absent. */
export const ChatProtocol = z.object({ protocol: z.optional(z.literal('ai-sdk')) })

/** Reads a question of `POST /v1/chat` in the protocol that the URL names. */
export async function chatCall(c: Context): Promise<ChatCall> {
  const { protocol } = await parsed(c, 'query', ChatProtocol)
  if (protocol === 'ai-sdk') return await aiSdkCall(c)
  const asked = await parsed(c, 'json', NewQuestion)
  return { asked, reply: (events, leave) => chatReply(c, events, leave) }
}
