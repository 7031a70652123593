import * as z from 'zod/mini'
import { NewEscalation } from '../lib/conversation/endings.ts'
import { EscalationMessage, NewMessage } from '../lib/conversation/escalation/escalation.ts'
import {
  ReadersEscalation,
  ReadersEscalationQuery,
} from '../lib/conversation/escalation/readers-side.ts'
import { History, HistoryMessage, HistoryQuery } from '../lib/conversation/history.ts'
import { Identity } from '../lib/conversation/identity-token.ts'
import { Fact } from '../lib/conversation/memory.ts'
import {
  EscalatedSession,
  NewSession,
  OpenedSession,
  SessionStatus,
} from '../lib/conversation/sessions.ts'
import { User } from '../lib/conversation/users/user.ts'
import { NewIdentity, UserChange } from '../lib/conversation/users/users.ts'
import { anyone, heldSession, reader, readerOrTranscript } from '../lib/http/access.ts'
import { callerAddress } from '../lib/http/address.ts'
import { createApp, oncePerIsolate } from '../lib/http/app.ts'
import { NoFields } from '../lib/http/body.ts'
import { healthRoute } from '../lib/http/health.ts'
import { calls } from '../lib/http/limited.ts'
import { routesOf } from '../lib/http/route.ts'
import { turnstileFrameRoute } from '../lib/http/turnstile-frame.ts'
import { sessionServices } from '../lib/services/sessions.ts'
import { sharedAnswerRoutes, sharedAnswerSchemas } from './sharing/shared-answer-routes.ts'

const route = routesOf<ReturnType<typeof sessionServices>>()

const SessionPath = z.object({ id: z.uuidv4().check(z.toLowerCase()) })

const IdentityQuery = z.strictObject(Identity.shape)

/** The names of its schemas in the OpenAPI document. */
export const sessionSchemas = {
  EscalatedSession,
  EscalationMessage,
  Fact,
  History,
  HistoryMessage,
  Identity,
  NewEscalation,
  NewIdentity,
  NewMessage,
  NewSession,
  OpenedSession,
  ReadersEscalation,
  SessionStatus,
  User,
  UserChange,
  ...sharedAnswerSchemas,
}

export const sessionRoutes = [
  route({
    method: 'POST',
    path: '/v1/sessions',
    id: 'openSession',
    tag: 'Sessions',
    summary: 'Open a session',
    description:
      'Its token opens this session alone. Who opens many gets a `challenge-required` problem: solve its challenge, and send the request again with the answer.',
    access: anyone,
    limit: calls,
    body: NewSession,
    replies: { 201: { description: 'The session and its token', schema: OpenedSession } },
    problems: ['unauthorized', 'challenge-required', 'conflict'],
    async handle({ services, body, c, afterwards }) {
      afterwards(services.challenges.flush())
      const root = await services.admit(
        { ...body, address: callerAddress(c), held: await heldSession(c) },
        c.var.gate,
      )
      const from = { origin: c.req.header('origin'), root }
      const session = await services.sessions.open(body, afterwards, from)
      const { session_id, created_at } = session
      afterwards(services.publish({ type: 'session.created', data: { session_id, created_at } }))
      return { status: 201, body: session, location: `/v1/sessions/${session_id}` }
    },
  }),

  turnstileFrameRoute,

  route({
    method: 'GET',
    path: '/v1/sessions/{id}',
    id: 'getSession',
    tag: 'Sessions',
    summary: 'Get the status of a session',
    access: reader,
    limit: calls,
    params: SessionPath,
    replies: { 200: { description: 'The session', schema: SessionStatus } },
    problems: ['not-found'],
    handle: async ({ services, params }) => ({
      status: 200,
      body: await services.sessions.get(params.id),
    }),
  }),

  route({
    method: 'GET',
    path: '/v1/sessions/{id}/messages',
    id: 'listMessages',
    tag: 'Sessions',
    summary: 'List the messages of a conversation, oldest first',
    description:
      'Each answer comes with its sources. The link in `chat.escalated` opens it without a token.',
    access: readerOrTranscript,
    isAudited: true,
    limit: calls,
    params: SessionPath,
    query: HistoryQuery,
    replies: { 200: { description: 'A page of messages', schema: History } },
    problems: ['not-found'],
    handle: async ({ services, params, query }) => ({
      status: 200,
      body: await services.history(params.id, query),
    }),
  }),

  route({
    method: 'POST',
    path: '/v1/sessions/{id}/resolve',
    id: 'resolveSession',
    tag: 'Sessions',
    summary: 'End a session with its question answered',
    access: reader,
    limit: calls,
    params: SessionPath,
    body: NoFields,
    replies: { 200: { description: 'The session, resolved', schema: SessionStatus } },
    problems: ['not-found', 'conflict'],
    async handle({ services, params }) {
      await services.endings.resolve(params.id)
      return { status: 200, body: await services.sessions.get(params.id) }
    },
  }),

  route({
    method: 'POST',
    path: '/v1/sessions/{id}/escalate',
    id: 'escalateSession',
    tag: 'Sessions',
    summary: 'Ask for a person',
    access: reader,
    limit: calls,
    params: SessionPath,
    body: NewEscalation,
    replies: { 200: { description: 'The session, escalated', schema: EscalatedSession } },
    problems: ['not-found', 'conflict'],
    async handle({ services, params, body, c }) {
      const { is_told } = await services.endings.escalate(
        params.id,
        body,
        new URL(c.req.url).origin,
      )
      return { status: 200, body: { ...(await services.sessions.get(params.id)), is_told } }
    },
  }),

  route({
    method: 'GET',
    path: '/v1/sessions/{id}/escalation',
    id: 'getEscalation',
    tag: 'Sessions',
    summary: 'Get how the latest hand-off stands, and what the person says',
    description: '`after` a message_id, only what was said since then.',
    access: reader,
    limit: calls,
    params: SessionPath,
    query: ReadersEscalationQuery,
    replies: { 200: { description: 'The hand-off', schema: ReadersEscalation } },
    problems: ['not-found'],
    handle: async ({ services, params, query }) => ({
      status: 200,
      body: await services.escalations.get(params.id, query),
    }),
  }),

  route({
    method: 'POST',
    path: '/v1/sessions/{id}/escalation/messages',
    id: 'writeToPerson',
    tag: 'Sessions',
    summary: 'Write to the person who was asked for',
    access: reader,
    limit: calls,
    params: SessionPath,
    body: NewMessage,
    replies: { 201: { description: 'The message', schema: EscalationMessage } },
    problems: ['not-found', 'conflict'],
    handle: async ({ services, params, body }) => ({
      status: 201,
      body: await services.escalations.say(params.id, body),
      location: `/v1/sessions/${params.id}/escalation`,
    }),
  }),

  route({
    method: 'DELETE',
    path: '/v1/sessions/{id}',
    id: 'eraseSession',
    tag: 'Sessions',
    summary: 'Erase the texts of a conversation everywhere',
    access: reader,
    limit: calls,
    params: SessionPath,
    replies: { 204: { description: 'The texts are erased' } },
    problems: ['not-found'],
    async handle({ services, params }) {
      await services.erasure.erase(params.id)
      return { status: 204 }
    },
  }),

  ...sharedAnswerRoutes,

  route({
    method: 'GET',
    path: '/v1/users/me',
    id: 'getMe',
    tag: 'Readers',
    summary: 'Get what is remembered of the reader',
    description: 'Each fact says where it came from.',
    access: reader,
    limit: calls,
    replies: { 200: { description: 'The reader', schema: User } },
    problems: ['not-found'],
    handle: async ({ services, sessionId }) => ({
      status: 200,
      body: await services.users.get(sessionId),
    }),
  }),

  route({
    method: 'PATCH',
    path: '/v1/users/me',
    id: 'updateMe',
    tag: 'Readers',
    summary: 'Set what is remembered of the reader',
    access: reader,
    limit: calls,
    body: UserChange,
    replies: { 200: { description: 'The reader', schema: User } },
    problems: ['not-found', 'conflict'],
    handle: async ({ services, sessionId, body }) => ({
      status: 200,
      body: await services.users.change(sessionId, body),
    }),
  }),

  route({
    method: 'DELETE',
    path: '/v1/users/me',
    id: 'eraseMe',
    tag: 'Readers',
    summary: 'Erase the reader, what is remembered, and every conversation',
    access: reader,
    limit: calls,
    replies: { 204: { description: 'The reader is erased' } },
    problems: ['not-found'],
    async handle({ services, sessionId }) {
      await services.users.forget(sessionId)
      return { status: 204 }
    },
  }),

  route({
    method: 'POST',
    path: '/v1/users/me/identities',
    id: 'addIdentity',
    tag: 'Readers',
    summary: 'Join another channel of the same reader',
    access: reader,
    limit: calls,
    body: NewIdentity,
    replies: { 200: { description: 'The reader', schema: User } },
    problems: ['not-found'],
    handle: async ({ services, sessionId, body }) => ({
      status: 200,
      body: await services.users.join(sessionId, body.identity_token),
    }),
  }),

  route({
    method: 'DELETE',
    path: '/v1/users/me/identities',
    id: 'removeIdentity',
    tag: 'Readers',
    summary: 'Part from another channel of the reader',
    description: 'What is remembered stays with the reader who parts.',
    access: reader,
    limit: calls,
    query: IdentityQuery,
    replies: { 200: { description: 'The reader', schema: User } },
    problems: ['not-found', 'conflict'],
    handle: async ({ services, sessionId, query }) => ({
      status: 200,
      body: await services.users.part(sessionId, query),
    }),
  }),
]

const services = oncePerIsolate(sessionServices)

/** Archives the sessions that are over, and erases what is to be kept no longer. */
export async function keepHouse(env: object) {
  const { houseRest, keepHouse: look, health } = services(env).services
  await houseRest.look(look).finally(health.tellTroubles)
}

/** The same, unless the last look has shown that nothing is over yet. */
export async function keepHouseIfDue(env: object) {
  const { houseRest, keepHouse: look, health } = services(env).services
  await houseRest.orLook(look).finally(health.tellTroubles)
}

/** A function alone has no queue that brings it a look. */
const keepHouseAlone = (env: object) =>
  services(env).services.redis.upstream === 'redis' ? keepHouseIfDue(env) : keepHouse(env)

const app = createApp({ build: sessionServices, routes: [healthRoute, ...sessionRoutes] })

export default {
  fetch: app.fetch,
  scheduled: (_controller, env) => keepHouseAlone(env),
} satisfies ExportedHandler<object>
