import { Hono } from 'hono'
import * as z from 'zod/mini'
import { NewEscalation } from '../lib/conversation/endings.ts'
import { History, HistoryQuery } from '../lib/conversation/history.ts'
import { NewSession, OpenedSession, SessionStatus } from '../lib/conversation/sessions.ts'
import { NewIdentity, User, UserChange } from '../lib/conversation/users.ts'
import { callerAddress, reader, readerOrAdmin } from '../lib/http/access.ts'
import { createApp, oncePerIsolate } from '../lib/http/app.ts'
import type { AppEnv } from '../lib/http/app-env.ts'
import { health } from '../lib/http/health.ts'
import { limited } from '../lib/http/limited.ts'
import type { Operation } from '../lib/http/openapi.ts'
import { valid } from '../lib/http/valid.ts'
import { sessionServices } from '../lib/services/sessions.ts'

type SessionsEnv = AppEnv<ReturnType<typeof sessionServices>>

const SessionPath = z.object({ id: z.uuidv4().check(z.toLowerCase()) })

export const sessions = new Hono<SessionsEnv>()
  .post('/', limited('sessions', callerAddress), valid('json', NewSession), async (c) => {
    const { sessions, publish } = c.var.services
    const session = await sessions.open(c.req.valid('json'), c.req.header('origin'))
    const { session_id, created_at } = session
    c.executionCtx.waitUntil(publish({ type: 'session.created', data: { session_id, created_at } }))
    return c.json(session, 201, {
      location: `/v1/sessions/${session_id}`,
      'cache-control': 'no-store',
    })
  })
  .get('/:id', reader(), valid('param', SessionPath), async (c) =>
    c.json(await c.var.services.sessions.get(c.req.valid('param').id)),
  )
  .get(
    '/:id/messages',
    readerOrAdmin(),
    valid('param', SessionPath),
    valid('query', HistoryQuery),
    async (c) =>
      c.json(await c.var.services.history(c.req.valid('param').id, c.req.valid('query'))),
  )
  .post(
    '/:id/resolve',
    reader(),
    valid('param', SessionPath),
    valid('json', z.strictObject({})),
    async (c) => {
      const { id } = c.req.valid('param')
      await c.var.services.endings.resolve(id)
      return c.json(await c.var.services.sessions.get(id))
    },
  )
  .post(
    '/:id/escalate',
    reader(),
    valid('param', SessionPath),
    valid('json', NewEscalation),
    async (c) => {
      const { id } = c.req.valid('param')
      const transcriptUrl = new URL(`/v1/sessions/${id}/messages`, c.req.url).href
      await c.var.services.endings.escalate(id, c.req.valid('json'), transcriptUrl)
      return c.json(await c.var.services.sessions.get(id))
    },
  )
  .delete('/:id', reader(), valid('param', SessionPath), async (c) => {
    await c.var.services.erasure.erase(c.req.valid('param').id)
    return c.body(null, 204)
  })

export const users = new Hono<SessionsEnv>()
  .get('/me', reader(), async (c) => c.json(await c.var.services.users.get(c.get('sessionId'))))
  .patch('/me', reader(), valid('json', UserChange), async (c) =>
    c.json(await c.var.services.users.change(c.get('sessionId'), c.req.valid('json'))),
  )
  .delete('/me', reader(), async (c) => {
    await c.var.services.users.forget(c.get('sessionId'))
    return c.body(null, 204)
  })
  .post('/me/identities', reader(), valid('json', NewIdentity), async (c) => {
    const { identity_token } = c.req.valid('json')
    return c.json(await c.var.services.users.join(c.get('sessionId'), identity_token))
  })

export const sessionOperations: Operation[] = [
  {
    method: 'post',
    path: '/v1/sessions',
    summary: 'Open a session; its token opens this session alone',
    access: 'anyone',
    body: NewSession,
    replies: { 201: { description: 'The session and its token', schema: OpenedSession } },
  },
  {
    method: 'get',
    path: '/v1/sessions/{id}',
    summary: 'How a session stands',
    access: 'reader',
    replies: { 200: { description: 'The session', schema: SessionStatus } },
  },
  {
    method: 'get',
    path: '/v1/sessions/{id}/messages',
    summary: 'The conversation, oldest first, with the sources of each answer',
    access: 'readerOrAdmin',
    query: HistoryQuery,
    replies: { 200: { description: 'A page of messages', schema: History } },
  },
  {
    method: 'post',
    path: '/v1/sessions/{id}/resolve',
    summary: 'Say that the question is answered',
    access: 'reader',
    replies: { 200: { description: 'The session, resolved', schema: SessionStatus } },
  },
  {
    method: 'post',
    path: '/v1/sessions/{id}/escalate',
    summary: 'Ask for a person',
    access: 'reader',
    body: NewEscalation,
    replies: { 200: { description: 'The session, escalated', schema: SessionStatus } },
  },
  {
    method: 'delete',
    path: '/v1/sessions/{id}',
    summary: "Erase the conversation's words everywhere",
    access: 'reader',
    replies: { 204: { description: 'They are gone' } },
  },
  {
    method: 'get',
    path: '/v1/users/me',
    summary: 'What is remembered of the reader, and where each fact came from',
    access: 'reader',
    replies: { 200: { description: 'The user', schema: User } },
  },
  {
    method: 'patch',
    path: '/v1/users/me',
    summary: 'Set what is remembered',
    access: 'reader',
    body: UserChange,
    replies: { 200: { description: 'The user', schema: User } },
  },
  {
    method: 'delete',
    path: '/v1/users/me',
    summary: 'Erase the user, what is remembered, and every conversation',
    access: 'reader',
    replies: { 204: { description: 'Gone' } },
  },
  {
    method: 'post',
    path: '/v1/users/me/identities',
    summary: 'Join another channel of the same reader to this user',
    access: 'reader',
    body: NewIdentity,
    replies: { 200: { description: 'The user', schema: User } },
  },
]

const services = oncePerIsolate(sessionServices)

/** Archives the sessions that are over, and erases what is to be kept no longer. */
export const keepHouse = (env: object) => services(env).services.keepHouse()

const app = createApp(sessionServices)
  .route('/health', health)
  .route('/v1/sessions', sessions)
  .route('/v1/users', users)

export default {
  fetch: app.fetch,
  scheduled: (_controller, env) => keepHouse(env),
} satisfies ExportedHandler<object>
