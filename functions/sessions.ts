import { Hono } from 'hono'
import * as z from 'zod/mini'
import { NewSession, OpenedSession, SessionStatus } from '../lib/conversation/sessions.ts'
import { callerAddress, reader } from '../lib/http/access.ts'
import { type AppEnv, createApp } from '../lib/http/app.ts'
import { health } from '../lib/http/health.ts'
import { limited } from '../lib/http/limited.ts'
import type { Operation } from '../lib/http/openapi.ts'
import { valid } from '../lib/http/valid.ts'
import { sessionServices } from '../lib/services.ts'

type SessionsEnv = AppEnv<ReturnType<typeof sessionServices>>

const SessionPath = z.object({ id: z.uuidv4() })

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
    c.json(await c.var.services.sessions.get(c.req.valid('param').id.toLowerCase())),
  )

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
]

const app = createApp(sessionServices).route('/health', health).route('/v1/sessions', sessions)

export default { fetch: app.fetch } satisfies ExportedHandler<object>
