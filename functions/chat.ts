import { Hono } from 'hono'
import { AnswerDocument } from '../lib/answer/events.ts'
import { JournalEntry } from '../lib/answer/journal.ts'
import { NewQuestion } from '../lib/answer/question.ts'
import { NewFeedback } from '../lib/conversation/feedback.ts'
import { callerAddress, reader, requireOwn } from '../lib/http/access.ts'
import { type AppEnv, createApp, oncePerIsolate } from '../lib/http/app.ts'
import { chatReply } from '../lib/http/chat-reply.ts'
import { health } from '../lib/http/health.ts'
import type { Operation } from '../lib/http/openapi.ts'
import { valid } from '../lib/http/valid.ts'
import { chatServices } from '../lib/services.ts'

type ChatEnv = AppEnv<Pick<ReturnType<typeof chatServices>, 'answer' | 'newId' | 'now' | 'rate'>>

export const chat = new Hono<ChatEnv>().post(
  '/',
  reader(),
  valid('json', NewQuestion),
  async (c) => {
    const question = c.req.valid('json')
    requireOwn(question.session_id, c.get('sessionId'))
    const { answer, newId, now } = c.var.services
    const leaving = new AbortController()
    const left = AbortSignal.any([leaving.signal, c.req.raw.signal])
    const asked = {
      ...question,
      session_id: question.session_id.toLowerCase(),
      query_id: newId(),
      address: callerAddress(c),
      askedAt: now(),
    }
    const events = answer(asked, left, (work) => c.executionCtx.waitUntil(work))
    return await chatReply(c, events, () => leaving.abort())
  },
)

export const feedback = new Hono<ChatEnv>().post(
  '/',
  reader(),
  valid('json', NewFeedback),
  async (c) => {
    await c.var.services.rate(c.req.valid('json'), c.get('sessionId'))
    return c.body(null, 204)
  },
)

export const chatOperations: Operation[] = [
  {
    method: 'post',
    path: '/v1/chat',
    summary: 'Ask a question; the answer streams and cites the passages it rests on',
    access: 'reader',
    body: NewQuestion,
    replies: { 200: { description: 'The answer', schema: AnswerDocument, isStream: true } },
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

const app = createApp(chatServices)
  .route('/health', health)
  .route('/v1/chat', chat)
  .route('/v1/feedback', feedback)

export default { fetch: app.fetch, queue: consumeJournal } satisfies ExportedHandler<object>
