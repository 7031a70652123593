import * as z from 'zod/mini'
import { NewReply } from '../../lib/conversation/escalation/escalation.ts'
import {
  Inbox,
  InboxEntry,
  InboxLine,
  InboxQuery,
} from '../../lib/conversation/escalation/inbox.ts'
import { SentReply } from '../../lib/conversation/escalation/replies.ts'
import { admin } from '../../lib/http/access.ts'
import type { AppEnv } from '../../lib/http/app-env.ts'
import { NoFields } from '../../lib/http/body.ts'
import { exported, exportTexts, Format } from '../../lib/http/export.ts'
import { routesOf } from '../../lib/http/route.ts'

interface Services {
  inbox: {
    list: (query: InboxQuery) => Promise<Inbox>
    get: (id: string) => Promise<InboxEntry>
    take: (id: string, by: string) => Promise<void>
    release: (id: string) => Promise<void>
    reply: (id: string, said: z.infer<typeof NewReply>, by: string) => Promise<SentReply>
    resend: (id: string, messageId: string) => Promise<SentReply>
    close: (id: string, by: string) => Promise<void>
  }
}

const route = routesOf<Services>()

const EscalationPath = z.object({ id: z.uuid().check(z.toLowerCase()) })
const MessagePath = z.extend(EscalationPath, {
  message_id: z.string().check(z.maxLength(40)),
})
const InboxListQuery = z.extend(InboxQuery, { format: Format })

const entry = { 200: { description: 'The hand-off as it stands', schema: InboxEntry } }

/** Who does it, as the list shows it to the others. */
const nameOf = (c: { var: AppEnv['Variables'] }) => c.var.member?.name ?? 'ADMIN_TOKEN'

/** The names of its schemas in the OpenAPI document. */
export const escalationSchemas = { Inbox, InboxEntry, InboxLine, NewReply, SentReply }

/** The inbox: who waits for a person, and what a person does about it. */
export const escalationRoutes = [
  route({
    method: 'GET',
    path: '/v1/admin/escalations',
    id: 'listEscalations',
    tag: 'Administration',
    summary: 'List who waits for a person, the longest first',
    description:
      'Those that wait or were taken, unless `status` says otherwise. With `format` csv or jsonl the whole list comes as a file.',
    access: admin,
    query: InboxListQuery,
    replies: { 200: { description: 'A page of hand-offs', schema: Inbox, texts: exportTexts } },
    async handle({ services, query: { format, ...query }, settings }) {
      if (format === 'json') return { status: 200, body: await services.inbox.list(query) }
      return exported({
        format,
        name: 'escalations',
        columns: Object.keys(InboxLine.shape),
        from: query.cursor,
        read: (cursor, limit) => services.inbox.list({ ...query, cursor, limit }),
        mostPages: settings.SUBREQUEST_BUDGET,
      })
    },
  }),

  route({
    method: 'GET',
    path: '/v1/admin/escalations/{id}',
    id: 'readEscalation',
    tag: 'Administration',
    summary: 'Get a hand-off, with what was said since',
    access: admin,
    isAudited: true,
    params: EscalationPath,
    replies: entry,
    problems: ['not-found'],
    handle: async ({ services, params }) => ({
      status: 200,
      body: await services.inbox.get(params.id),
    }),
  }),

  route({
    method: 'POST',
    path: '/v1/admin/escalations/{id}/take',
    id: 'takeEscalation',
    tag: 'Administration',
    summary: 'Take a hand-off, so that others know',
    access: admin,
    params: EscalationPath,
    body: NoFields,
    replies: entry,
    problems: ['not-found', 'conflict'],
    async handle({ services, params, c }) {
      await services.inbox.take(params.id, nameOf(c))
      return { status: 200, body: await services.inbox.get(params.id) }
    },
  }),

  route({
    method: 'POST',
    path: '/v1/admin/escalations/{id}/release',
    id: 'releaseEscalation',
    tag: 'Administration',
    summary: 'Give a hand-off back, so that it waits again',
    access: admin,
    params: EscalationPath,
    body: NoFields,
    replies: entry,
    problems: ['not-found', 'conflict'],
    async handle({ services, params }) {
      await services.inbox.release(params.id)
      return { status: 200, body: await services.inbox.get(params.id) }
    },
  }),

  route({
    method: 'POST',
    path: '/v1/admin/escalations/{id}/messages',
    id: 'replyToReader',
    tag: 'Administration',
    summary: 'Answer a reader who asked for a person',
    description:
      'Takes the hand-off where nobody has. The words are in the conversation; where the reader asks on a messenger they are sent there too, and `is_sent` tells whether it took them.',
    access: admin,
    params: EscalationPath,
    body: NewReply,
    replies: { 201: { description: 'What was said', schema: SentReply } },
    problems: ['not-found', 'conflict'],
    handle: async ({ services, params, body, c }) => ({
      status: 201,
      body: await services.inbox.reply(params.id, body, nameOf(c)),
      location: `/v1/admin/escalations/${params.id}`,
    }),
  }),

  route({
    method: 'POST',
    path: '/v1/admin/escalations/{id}/messages/{message_id}/send',
    id: 'resendReply',
    tag: 'Administration',
    summary: 'Send once more what the messenger did not take',
    access: admin,
    params: MessagePath,
    body: NoFields,
    replies: { 200: { description: 'What was said', schema: SentReply } },
    problems: ['not-found', 'conflict'],
    handle: async ({ services, params }) => ({
      status: 200,
      body: await services.inbox.resend(params.id, params.message_id),
    }),
  }),

  route({
    method: 'POST',
    path: '/v1/admin/escalations/{id}/close',
    id: 'closeEscalation',
    tag: 'Administration',
    summary: 'Close a hand-off: the question is dealt with, and its session resolved',
    access: admin,
    params: EscalationPath,
    body: NoFields,
    replies: entry,
    problems: ['not-found'],
    async handle({ services, params, c }) {
      await services.inbox.close(params.id, nameOf(c))
      return { status: 200, body: await services.inbox.get(params.id) }
    },
  }),
]
