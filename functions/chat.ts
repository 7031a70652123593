import type { Context } from 'hono'
import * as z from 'zod/mini'
import { GapMessage } from '../lib/admin/gaps/gap-job.ts'
import { JournalEntry } from '../lib/answer/after/journal.ts'
import { AnswerDocument, Citation, Done, Source } from '../lib/chat/events.ts'
import { Filter } from '../lib/chat/filter.ts'
import { NewQuestion, withoutHiddenText } from '../lib/chat/question.ts'
import { NewFeedback } from '../lib/conversation/feedback.ts'
import { admin, filterOf, reader, requireOwn } from '../lib/http/access.ts'
import { callerAddress } from '../lib/http/address.ts'
import { createApp, oncePerIsolate } from '../lib/http/app.ts'
import type { AppEnv } from '../lib/http/app-env.ts'
import { replayReply } from '../lib/http/chat-reply.ts'
import { healthRoute } from '../lib/http/health.ts'
import { calls } from '../lib/http/limited.ts'
import { aiSdkReplay } from '../lib/http/protocols/ai-sdk.ts'
import { ChatProtocol, chatBody } from '../lib/http/protocols/chat-call.ts'
import { openAiBody } from '../lib/http/protocols/openai.ts'
import { ChatCompletion } from '../lib/http/protocols/openai-completion.ts'
import { openAiProblemFormat } from '../lib/http/protocols/openai-error.ts'
import { ModelList, modelList } from '../lib/http/protocols/openai-models.ts'
import type { ChatCall } from '../lib/http/protocols/protocol.ts'
import { routesOf } from '../lib/http/route.ts'
import { chatServices } from '../lib/services/chat.ts'

type Services = Pick<
  ReturnType<typeof chatServices>,
  'answer' | 'newId' | 'now' | 'rate' | 'replay' | 'purge'
>

const route = routesOf<Services>()

const QueryPath = z.object({ query_id: z.uuidv4().check(z.toLowerCase()) })
const HashPath = z.object({ query_hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)) })

const ownEvents = 'Events: sources, delta, citations, suggestions, done, error'

/** The names of its schemas in the OpenAPI document. */
export const chatSchemas = {
  Answer: AnswerDocument,
  Citation,
  Done,
  Filter,
  ModelList,
  NewFeedback,
  NewQuestion,
  Source,
}

export const chatRoutes = [
  route({
    method: 'POST',
    path: '/v1/chat',
    id: 'ask',
    tag: 'Questions',
    summary: 'Ask a question',
    description: 'The answer streams, and cites the passages that it rests on.',
    access: reader,
    query: ChatProtocol,
    body: chatBody,
    replies: {
      200: {
        description: 'The answer',
        schema: AnswerDocument,
        texts: {
          'text/event-stream': `${ownEvents}; with protocol=ai-sdk, parts of the AI SDK's UI message stream`,
        },
      },
    },
    problems: ['not-found', 'rate-limited'],
    handle: async ({ services, sessionId, body, c }) => await ask(c, services, sessionId, body),
  }),

  route({
    method: 'POST',
    path: '/v1/chat/completions',
    id: 'createChatCompletion',
    tag: 'Questions',
    summary: "Ask a question in OpenAI's protocol",
    access: reader,
    body: openAiBody,
    replies: {
      200: {
        description: 'The answer, its sources as annotations',
        schema: ChatCompletion,
        texts: { 'text/event-stream': 'Chunks of a chat completion, then [DONE]' },
      },
    },
    problems: ['not-found', 'rate-limited'],
    problemFormat: openAiProblemFormat,
    handle: async ({ services, sessionId, body, c }) => await ask(c, services, sessionId, body),
  }),

  route({
    method: 'GET',
    path: '/v1/models',
    id: 'listModels',
    tag: 'Questions',
    summary: "List what answers, in OpenAI's protocol",
    access: reader,
    limit: calls,
    replies: { 200: { description: 'One model, the book', schema: ModelList } },
    problemFormat: openAiProblemFormat,
    handle: async () => ({ status: 200, body: modelList }),
  }),

  route({
    method: 'GET',
    path: '/v1/chat/{query_id}/events',
    id: 'replayAnswer',
    tag: 'Questions',
    summary: 'Read the rest of an answer whose stream broke off',
    description:
      'The events that follow the one named by the header Last-Event-ID. With protocol=ai-sdk the whole answer once more, as useChat resumes a stream.',
    access: reader,
    limit: calls,
    params: QueryPath,
    query: ChatProtocol,
    replies: {
      200: { description: 'The events', texts: { 'text/event-stream': ownEvents } },
      204: { description: 'With protocol=ai-sdk: there is nothing to resume' },
    },
    problems: ['forbidden', 'not-found', 'conflict', 'gone'],
    async handle({ services, sessionId, params, query, c }) {
      if (query.protocol === 'ai-sdk')
        return await aiSdkReplay(c, () => services.replay(params.query_id, sessionId, 0))
      const lastId = Number(/^\d{1,9}$/.exec(c.req.header('last-event-id') ?? '')?.[0] ?? 0)
      const heard = await services.replay(params.query_id, sessionId, lastId)
      return replayReply(c, heard, lastId)
    },
  }),

  route({
    method: 'POST',
    path: '/v1/feedback',
    id: 'rateAnswer',
    tag: 'Questions',
    summary: 'Rate an answer',
    description: 'The latest rating of an answer counts.',
    access: reader,
    limit: calls,
    body: NewFeedback,
    replies: { 204: { description: 'The rating is noted' } },
    problems: ['forbidden', 'not-found'],
    async handle({ services, sessionId, body }) {
      await services.rate(body, sessionId)
      return { status: 204 }
    },
  }),

  route({
    method: 'DELETE',
    path: '/v1/answer-cache',
    id: 'forgetCachedAnswers',
    tag: 'Administration',
    summary: 'Forget all cached answers',
    access: admin,
    replies: { 204: { description: 'No cached answer is served any more' } },
    async handle({ services }) {
      await services.purge()
      return { status: 204 }
    },
  }),

  route({
    method: 'DELETE',
    path: '/v1/answer-cache/{query_hash}',
    id: 'forgetCachedAnswer',
    tag: 'Administration',
    summary: 'Forget one cached answer',
    access: admin,
    params: HashPath,
    replies: { 204: { description: 'The answer is not served from the cache any more' } },
    async handle({ services, params }) {
      await services.purge(params.query_hash)
      return { status: 204 }
    },
  }),
]

/** The first language of a browser's list. */
function browserLanguage(c: Context<AppEnv>): { browserLanguage?: string } {
  const [, language] = /^\s*([a-z]{2})\b/i.exec(c.req.header('accept-language') ?? '') ?? []
  return language === undefined ? {} : { browserLanguage: language.toLowerCase() }
}

/** The call's place in its caller's trace. */
function traceparent(c: Context<AppEnv>): { traceparent?: string } {
  const header = c.req.header('traceparent')
  return header === undefined ? {} : { traceparent: header.slice(0, 100) }
}

async function ask(
  c: Context<AppEnv>,
  { answer, newId, now }: Services,
  session_id: string,
  { asked, reply }: ChatCall,
): Promise<Response> {
  if (asked.session_id !== undefined) requireOwn(asked.session_id, session_id)
  const leaving = new AbortController()
  const left = AbortSignal.any([leaving.signal, c.req.raw.signal])
  const seen = withoutHiddenText(asked)
  const question = {
    ...seen,
    filter: filterOf(c, asked.filter, seen),
    session_id,
    query_id: newId(),
    address: callerAddress(c),
    askedAt: now(),
    ...browserLanguage(c),
    ...traceparent(c),
  }
  const events = answer(question, left, (work) => c.executionCtx.waitUntil(work))
  return await reply(events, () => leaving.abort())
}

const services = oncePerIsolate(chatServices)

const mostAttempts = 5

/** Writes the answers that could not be logged while Neon was away, and asks gaps again after a run. */
export async function consumeJournal(batch: MessageBatch, env: object) {
  const { journal, health, gaps } = services(env).services
  for (const message of batch.messages) {
    const gapStep = GapMessage.safeParse(message.body)
    if (gapStep.success) {
      await gaps.work(gapStep.data).then(
        () => message.ack(),
        // What was not asked now is asked after the next run.
        () => (message.attempts < mostAttempts ? message.retry() : message.ack()),
      )
      continue
    }
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
  await health.tellTroubles()
}

const app = createApp({ build: chatServices, routes: [healthRoute, ...chatRoutes] })

export default { fetch: app.fetch, queue: consumeJournal } satisfies ExportedHandler<object>
