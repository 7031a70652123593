import { type Context, Hono } from 'hono'
import * as z from 'zod/mini'
import { JournalEntry } from '../lib/answer/journal.ts'
import { AnswerDocument } from '../lib/chat/events.ts'
import { NewQuestion } from '../lib/chat/question.ts'
import { NewFeedback } from '../lib/conversation/feedback.ts'
import { admin, callerAddress, reader, requireOwn } from '../lib/http/access.ts'
import { AiSdkRequest } from '../lib/http/ai-sdk.ts'
import { createApp, oncePerIsolate } from '../lib/http/app.ts'
import type { AppEnv } from '../lib/http/app-env.ts'
import { ChatProtocol, chatCall } from '../lib/http/chat-call.ts'
import { replayReply } from '../lib/http/chat-reply.ts'
import { health } from '../lib/http/health.ts'
import { openAiCall } from '../lib/http/openai.ts'
import { ChatCompletion } from '../lib/http/openai-completion.ts'
import { refusalOf } from '../lib/http/openai-error.ts'
import { OpenAiRequest } from '../lib/http/openai-request.ts'
import type { Operation } from '../lib/http/openapi.ts'
import type { ChatCall } from '../lib/http/protocol.ts'
import { valid } from '../lib/http/valid.ts'
import { chatServices } from '../lib/services/chat.ts'

type ChatEnv = AppEnv<
  Pick<ReturnType<typeof chatServices>, 'answer' | 'newId' | 'now' | 'rate' | 'replay' | 'purge'>
>

const QueryPath = z.object({ query_id: z.uuidv4() })
const HashPath = z.object({ query_hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)) })

type ReaderEnv = ChatEnv & { Variables: { sessionId: string } }

export const chat = new Hono<ChatEnv>()
  .post('/', reader(), async (c) => ask(c, await chatCall(c)))
  .post('/completions', reader(), async (c) => ask(c, await openAiCall(c)))

async function ask(c: Context<ReaderEnv>, { asked, reply }: ChatCall): Promise<Response> {
  const session_id = c.get('sessionId')
  if (asked.session_id !== undefined) requireOwn(asked.session_id, session_id)
  const { answer, newId, now } = c.var.services
  const leaving = new AbortController()
  const left = AbortSignal.any([leaving.signal, c.req.raw.signal])
  const question = {
    ...asked,
    session_id,
    query_id: newId(),
    address: callerAddress(c),
    askedAt: now(),
  }
  const events = answer(question, left, (work) => c.executionCtx.waitUntil(work))
  return await reply(events, () => leaving.abort())
}

chat.get('/:query_id/events', reader(), valid('param', QueryPath), async (c) => {
  const lastId = Number(/^\d{1,9}$/.exec(c.req.header('last-event-id') ?? '')?.[0] ?? 0)
  const queryId = c.req.valid('param').query_id.toLowerCase()
  const heard = await c.var.services.replay(queryId, c.get('sessionId'), lastId)
  return replayReply(c, heard, lastId)
})

export const answerCache = new Hono<ChatEnv>()
  .delete('/', admin(), async (c) => {
    await c.var.services.purge()
    return c.body(null, 204)
  })
  .delete('/:query_hash', admin(), valid('param', HashPath), async (c) => {
    await c.var.services.purge(c.req.valid('param').query_hash)
    return c.body(null, 204)
  })

export const feedback = new Hono<ChatEnv>().post(
  '/',
  reader(),
  valid('json', NewFeedback),
  async (c) => {
    await c.var.services.rate(c.req.valid('json'), c.get('sessionId'))
    return c.body(null, 204)
  },
)

const ownEvents = 'Events: sources, delta, citations, done, error'
const chatStream = `${ownEvents}; with protocol=ai-sdk, parts of the AI SDK's UI message stream`

export const chatOperations: Operation[] = [
  {
    method: 'post',
    path: '/v1/chat',
    summary: 'Ask a question; the answer streams and cites the passages it rests on',
    access: 'reader',
    query: ChatProtocol,
    body: z.union([NewQuestion, AiSdkRequest]),
    replies: { 200: { description: 'The answer', schema: AnswerDocument, stream: chatStream } },
  },
  {
    method: 'post',
    path: '/v1/chat/completions',
    summary: "Ask a question in OpenAI's protocol",
    access: 'reader',
    body: OpenAiRequest,
    replies: {
      200: {
        description: 'The answer, its sources as annotations',
        schema: ChatCompletion,
        stream: 'Chunks of a chat completion, then [DONE]',
      },
    },
  },
  {
    method: 'get',
    path: '/v1/chat/{query_id}/events',
    summary: 'The events of an answer after Last-Event-ID, for who lost its stream',
    access: 'reader',
    replies: { 200: { description: 'The events', schema: AnswerDocument, stream: ownEvents } },
  },
  {
    method: 'delete',
    path: '/v1/answer-cache',
    summary: 'Forget all cached answers',
    access: 'admin',
    replies: { 204: { description: 'None of them is served any more' } },
  },
  {
    method: 'delete',
    path: '/v1/answer-cache/{query_hash}',
    summary: 'Forget one cached answer',
    access: 'admin',
    replies: { 204: { description: 'It is not served any more' } },
  },
  {
    method: 'post',
    path: '/v1/feedback',
    summary: 'Rate an answer; the latest rating counts',
    access: 'reader',
    body: NewFeedback,
    replies: { 204: { description: 'It is noted' } },
  },
]

const services = oncePerIsolate(chatServices)

/** Writes the answers that could not be logged while Neon was away. */
export async function consumeJournal(batch: MessageBatch, env: object) {
  const { journal } = services(env).services
  for (const message of batch.messages) {
    const entry = JournalEntry.safeParse(message.body)
    if (!entry.success) {
      console.error(
        `A journal entry cannot be read: ${entry.error.issues.map((issue) => issue.path.join('.'))}`,
      )
      message.ack()
      continue
    }
    await journal.write(entry.data).then(
      () => message.ack(),
      () => message.retry(),
    )
  }
}

const app = createApp(chatServices, refusalOf)
  .route('/health', health)
  .route('/v1/chat', chat)
  .route('/v1/answer-cache', answerCache)
  .route('/v1/feedback', feedback)

export default { fetch: app.fetch, queue: consumeJournal } satisfies ExportedHandler<object>
