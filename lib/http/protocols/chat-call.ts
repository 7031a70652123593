import type { Context } from 'hono'
import * as z from 'zod/mini'
import { NewQuestion } from '../../chat/question.ts'
import type { AppEnv } from '../app-env.ts'
import type { Body } from '../body.ts'
import { chatReply } from '../chat-reply.ts'
import { parsed } from '../valid.ts'
import { AiSdkRequest, aiSdkCall } from './ai-sdk.ts'
import { type ChatCall, protocolBytes } from './protocol.ts'

/** Which protocol `POST /v1/chat` speaks; its own when absent. */
export const ChatProtocol = z.object({ protocol: z.optional(z.literal('ai-sdk')) })

const questionBytes = 64 * 1024

/** A question of `POST /v1/chat` in the protocol that the URL names. */
export const chatBody: Body<ChatCall> = {
  schema: z.union([NewQuestion, AiSdkRequest]),
  maxBytes: (c) => (speaksAiSdk(c) ? protocolBytes : questionBytes),
  parse(json, c) {
    if (speaksAiSdk(c)) return aiSdkCall(json, c)
    const asked = parsed('body', NewQuestion, json)
    return { asked, reply: (events, leave) => chatReply(c, events, leave) }
  },
}

const speaksAiSdk = (c: Context<AppEnv>) => c.req.query('protocol') === 'ai-sdk'
