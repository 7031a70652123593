import * as z from 'zod/mini'
import { AuditEntry, AuditLog, AuditQuery } from '../lib/admin/audit.ts'
import { Conversation } from '../lib/admin/conversation.ts'
import {
  ConversationLine,
  ConversationList,
  ConversationQuery,
} from '../lib/admin/conversations.ts'
import { Costs } from '../lib/admin/costs.ts'
import { Overview, Period, QuestionGroup, UnansweredQuestions } from '../lib/admin/figures.ts'
import { Freshness, FreshnessQuery, SourceState } from '../lib/admin/fresh/freshness.ts'
import {
  AnsweredQuery,
  AnsweredQuestion,
  AnsweredQuestions,
} from '../lib/admin/gaps/answered-questions.ts'
import {
  Gap,
  GapChange,
  GapCheck,
  GapList,
  GapQuery,
  Regression,
  RegressionList,
  RegressionQuery,
} from '../lib/admin/gaps/gap-list.ts'
import { NewGap } from '../lib/admin/gaps/open-gap.ts'
import { RatedAnswer, RatedAnswers, RatedQuery } from '../lib/admin/rated-answers.ts'
import { Reader, ReaderList, ReaderQuery } from '../lib/admin/readers.ts'
import { CreatedMember, Me, Member, MemberList, NewMember } from '../lib/admin/staff.ts'
import { TopQuestions } from '../lib/admin/top-questions.ts'
import { Troubles } from '../lib/admin/troubles.ts'
import { admin, owner } from '../lib/http/access.ts'
import { createApp } from '../lib/http/app.ts'
import { NoFields } from '../lib/http/body.ts'
import { chatwootRoute, chatwootSchemas } from '../lib/http/channels/chatwoot.ts'
import { exported, exportTexts, Format, jsonStream } from '../lib/http/export.ts'
import { healthRoute } from '../lib/http/health.ts'
import { routesOf } from '../lib/http/route.ts'
import { adminServices } from '../lib/services/admin.ts'
import { abuseRoutes, abuseSchemas } from './desk/abuse-routes.ts'
import { escalationRoutes, escalationSchemas } from './desk/escalation-routes.ts'
import { deskSettingsRoutes, deskSettingsSchemas } from './desk/settings-routes.ts'
import { deskWhyRoutes, deskWhySchemas } from './desk/why-routes.ts'

const route = routesOf<ReturnType<typeof adminServices>>()

/** The names of its schemas in the OpenAPI document. */
export const adminSchemas = {
  AnsweredQuestion,
  AnsweredQuestions,
  ...escalationSchemas,
  ...chatwootSchemas,
  ...abuseSchemas,
  ...deskSettingsSchemas,
  ...deskWhySchemas,
  AuditEntry,
  AuditLog,
  CreatedMember,
  Gap,
  GapChange,
  GapCheck,
  GapList,
  NewGap,
  Me,
  Member,
  MemberList,
  NewMember,
  Reader,
  ReaderList,
  Regression,
  RegressionList,
  Conversation,
  ConversationLine,
  ConversationList,
  Costs,
  Freshness,
  Overview,
  QuestionGroup,
  RatedAnswer,
  RatedAnswers,
  SourceState,
  Troubles,
  TopQuestions,
  UnansweredQuestions,
}

const ReaderPath = z.object({ id: z.uuidv4().check(z.toLowerCase()) })
const SessionPath = z.object({ id: z.uuid() })
const ConversationsQuery = z.extend(ConversationQuery, { format: Format })
const FeedbackQuery = z.extend(RatedQuery, { format: Format })

export const adminRoutes = [
  ...escalationRoutes,

  chatwootRoute,

  route({
    method: 'GET',
    path: '/v1/admin/me',
    id: 'getMember',
    tag: 'Administration',
    summary: 'See who you are here, and what you may do',
    access: admin,
    replies: {
      200: { description: 'The name and role of the token, or of who signed in', schema: Me },
    },
    handle: async ({ c }) => ({
      status: 200,
      body: { name: c.var.member?.name ?? '', role: c.var.member?.role ?? 'viewer' },
    }),
  }),

  route({
    method: 'GET',
    path: '/v1/admin/overview',
    id: 'getOverview',
    tag: 'Administration',
    summary: "Get the owner's figures of the last 7, 30 or 90 days",
    access: admin,
    query: Period,
    replies: {
      200: { description: 'Figures by day, by page, by run and by webhook', schema: Overview },
    },
    handle: async ({ services, query }) => ({
      status: 200,
      body: await services.overview(query.days),
    }),
  }),

  route({
    method: 'GET',
    path: '/v1/admin/freshness',
    id: 'getFreshness',
    tag: 'Administration',
    summary:
      'See what is indexed, how old it is, what failed, what was left out, and how its floor was measured',
    description:
      'With `look=true` sources that were not asked for ten minutes are asked for their newest commit or change.',
    access: admin,
    query: FreshnessQuery,
    replies: { 200: { description: 'How the index is', schema: Freshness } },
    handle: async ({ services, query }) => ({
      status: 200,
      body: await services.freshness(query.look === 'true'),
    }),
  }),

  route({
    method: 'GET',
    path: '/v1/admin/unanswered',
    id: 'listUnansweredQuestions',
    tag: 'Administration',
    summary: 'List the questions that the book did not answer',
    description: 'Similar questions form a group, with the page that is nearest to it.',
    access: admin,
    query: Period,
    replies: {
      200: { description: 'The groups, most asked first', schema: UnansweredQuestions },
    },
    handle: async ({ services, query }) => ({
      status: 200,
      body: await services.unanswered(query.days),
    }),
  }),

  route({
    method: 'GET',
    path: '/v1/admin/top-questions',
    id: 'listTopQuestions',
    tag: 'Administration',
    summary: 'List what is asked and searched most',
    description: 'Similar questions form a group, with the page that is nearest to it.',
    access: admin,
    query: Period,
    replies: {
      200: { description: 'The groups and the searches, most asked first', schema: TopQuestions },
    },
    handle: async ({ services, query }) => ({
      status: 200,
      body: await services.topQuestions(query.days),
    }),
  }),

  route({
    method: 'GET',
    path: '/v1/admin/health',
    id: 'listTroubles',
    tag: 'Administration',
    summary: 'List what went wrong with the services',
    description: 'By service and cause, with the first words of the service and what to do.',
    access: admin,
    query: Period,
    replies: { 200: { description: 'The troubles, the latest first', schema: Troubles } },
    handle: async ({ services, query }) => ({
      status: 200,
      body: await services.troubles(query.days),
    }),
  }),

  route({
    method: 'GET',
    path: '/v1/admin/conversations',
    id: 'listConversations',
    tag: 'Administration',
    summary: 'List the conversations, the latest first',
    description:
      'Those in which one question meets all that is asked of questions. With `format` csv or jsonl the whole list comes as a file.',
    access: admin,
    query: ConversationsQuery,
    replies: {
      200: { description: 'A page of conversations', schema: ConversationList, texts: exportTexts },
    },
    async handle({ services, query: { format, ...query }, settings }) {
      if (format === 'json') return { status: 200, body: await services.conversations(query) }
      return exported({
        format,
        name: 'conversations',
        columns: Object.keys(ConversationLine.shape),
        from: query.cursor,
        read: (cursor, limit) => services.conversations({ ...query, cursor, limit }),
        mostPages: settings.SUBREQUEST_BUDGET,
      })
    },
  }),

  route({
    method: 'GET',
    path: '/v1/admin/conversations/{id}',
    id: 'getConversation',
    tag: 'Administration',
    summary: 'Get a conversation as its reader saw it, with what its answers rest on',
    access: admin,
    isAudited: true,
    params: SessionPath,
    replies: { 200: { description: 'The conversation', schema: Conversation } },
    problems: ['not-found'],
    handle: async ({ services, params }) => ({
      status: 200,
      body: await services.conversation(params.id),
    }),
  }),

  route({
    method: 'GET',
    path: '/v1/admin/feedback',
    id: 'listFeedback',
    tag: 'Administration',
    summary: 'List the answers that readers have rated, and why',
    description:
      'The disliked ones unless `rating` is `up`. With `format` csv or jsonl the whole list comes as a file.',
    access: admin,
    query: FeedbackQuery,
    replies: {
      200: { description: 'A page of rated answers', schema: RatedAnswers, texts: exportTexts },
    },
    async handle({ services, query: { format, ...query }, settings }) {
      if (format === 'json') return { status: 200, body: await services.rated(query) }
      return exported({
        format,
        name: 'feedback',
        columns: Object.keys(RatedAnswer.shape),
        from: query.cursor,
        read: (cursor, limit) => services.rated({ ...query, cursor, limit }),
        mostPages: settings.SUBREQUEST_BUDGET,
      })
    },
  }),

  route({
    method: 'GET',
    path: '/v1/admin/costs',
    id: 'getCosts',
    tag: 'Administration',
    summary: 'Get what the model has cost, today and this month',
    access: admin,
    replies: { 200: { description: 'Tokens, and money where prices are set', schema: Costs } },
    handle: async ({ services }) => ({ status: 200, body: await services.costs() }),
  }),

  route({
    method: 'GET',
    path: '/v1/admin/gaps',
    id: 'listGaps',
    tag: 'Administration',
    summary: 'List what the book lacks',
    description:
      'Refused and disliked questions and searches without a hit, grouped; a gap is the same from day to day.',
    access: admin,
    query: GapQuery,
    replies: { 200: { description: 'A page of gaps, the latest opened first', schema: GapList } },
    handle: async ({ services, query }) => ({
      status: 200,
      body: await services.gapList.list(query),
    }),
  }),

  route({
    method: 'PATCH',
    path: '/v1/admin/gaps/{id}',
    id: 'updateGap',
    tag: 'Administration',
    summary: 'Lay a gap aside, or take it up again',
    access: admin,
    params: ReaderPath,
    body: GapChange,
    replies: { 200: { description: 'The gap', schema: Gap } },
    problems: ['not-found'],
    handle: async ({ services, params, body }) => ({
      status: 200,
      body: await services.gapList.change(params.id, body),
    }),
  }),

  route({
    method: 'POST',
    path: '/v1/admin/gaps',
    id: 'openGap',
    tag: 'Administration',
    summary: 'Make a gap of a question of the log',
    description: 'A wording that is in a gap already opens that one again.',
    access: admin,
    body: NewGap,
    replies: { 201: { description: 'The gap', schema: Gap } },
    problems: ['not-found'],
    handle: async ({ services, body }) => ({
      status: 201,
      body: await services.gapList.open(body.query_id),
      location: '/v1/admin/gaps',
    }),
  }),

  route({
    method: 'POST',
    path: '/v1/admin/gaps/{id}/issue',
    id: 'openGapIssue',
    tag: 'Administration',
    summary: 'Open an issue on GitHub for a gap, or bring the one that it has up to date',
    access: admin,
    params: ReaderPath,
    body: NoFields,
    replies: { 200: { description: 'The gap, with its issue', schema: Gap } },
    problems: ['not-found', 'conflict', 'unavailable'],
    handle: async ({ services, params }) => ({
      status: 200,
      body: await services.gapList.issue(params.id),
    }),
  }),

  route({
    method: 'POST',
    path: '/v1/admin/gap-checks',
    id: 'checkGaps',
    tag: 'Administration',
    summary: 'Ask open gaps, and answers of pages that the latest run has changed, once more',
    access: admin,
    body: NoFields,
    replies: { 202: { description: 'They are being asked', schema: GapCheck } },
    problems: ['conflict'],
    handle: async ({ services }) => ({
      status: 202,
      body: { run_id: await services.gapList.check() },
      location: '/v1/admin/regressions',
    }),
  }),

  route({
    method: 'GET',
    path: '/v1/admin/answered-questions',
    id: 'listAnsweredQuestions',
    tag: 'Administration',
    summary: 'List the questions that a change of the pages could break',
    description:
      'Those of the last 30 days that were answered for everybody, with verified citations alone. `npm run gaps -- --check --questions-of` asks them of a branch.',
    access: admin,
    query: AnsweredQuery,
    replies: {
      200: { description: 'The most asked ones', schema: AnsweredQuestions },
    },
    handle: async ({ services, query }) => ({
      status: 200,
      body: await services.gapList.answered(query),
    }),
  }),

  route({
    method: 'GET',
    path: '/v1/admin/regressions',
    id: 'listRegressions',
    tag: 'Administration',
    summary: 'List the answers that runs broke',
    access: admin,
    query: RegressionQuery,
    replies: {
      200: { description: 'At most 200 of them, the latest first', schema: RegressionList },
    },
    handle: async ({ services, query }) => ({
      status: 200,
      body: await services.gapList.regressions(query),
    }),
  }),

  route({
    method: 'GET',
    path: '/v1/admin/readers',
    id: 'findReaders',
    tag: 'Administration',
    summary: 'Find readers by the id of a session or user, or by their id on a channel',
    access: owner,
    isAudited: true,
    query: ReaderQuery,
    replies: { 200: { description: 'At most twenty readers', schema: ReaderList } },
    handle: async ({ services, query }) => ({
      status: 200,
      body: await services.readers.find(query),
    }),
  }),

  route({
    method: 'GET',
    path: '/v1/admin/readers/{id}/export',
    id: 'exportReader',
    tag: 'Administration',
    summary: 'Get all that is held of a reader',
    description: 'The id of a session stands for the reader behind it.',
    access: owner,
    isAudited: true,
    params: ReaderPath,
    replies: {
      200: { description: 'All of it', texts: { 'application/json': 'A document for the reader' } },
    },
    problems: ['not-found'],
    handle: async ({ services, params }) =>
      jsonStream(await services.readers.export(params.id), `reader-${params.id}.json`),
  }),

  route({
    method: 'DELETE',
    path: '/v1/admin/readers/{id}',
    id: 'eraseReader',
    tag: 'Administration',
    summary: 'Erase a reader: every conversation, and what is remembered',
    description: 'The id of a session stands for the reader behind it.',
    access: owner,
    params: ReaderPath,
    replies: { 204: { description: 'The reader is erased' } },
    problems: ['not-found'],
    async handle({ services, params }) {
      await services.readers.erase(params.id)
      return { status: 204 }
    },
  }),

  route({
    method: 'GET',
    path: '/v1/admin/tokens',
    id: 'listTokens',
    tag: 'Administration',
    summary: 'List who has a token for the admin routes',
    access: owner,
    replies: { 200: { description: 'The tokens, without themselves', schema: MemberList } },
    handle: async ({ services }) => ({ status: 200, body: await services.staff.list() }),
  }),

  route({
    method: 'POST',
    path: '/v1/admin/tokens',
    id: 'createToken',
    tag: 'Administration',
    summary: 'Give somebody a token of their own, as owner, editor or viewer',
    access: owner,
    body: NewMember,
    replies: { 201: { description: 'The token, shown this once', schema: CreatedMember } },
    problems: ['conflict'],
    handle: async ({ services, body }) => ({
      status: 201,
      body: await services.staff.add(body),
      location: '/v1/admin/tokens',
    }),
  }),

  route({
    method: 'DELETE',
    path: '/v1/admin/tokens/{id}',
    id: 'deleteToken',
    tag: 'Administration',
    summary: 'Take a token back',
    description: 'It opens nothing more within a minute.',
    access: owner,
    params: ReaderPath,
    replies: { 204: { description: 'The token is taken back' } },
    problems: ['not-found'],
    async handle({ services, params }) {
      await services.staff.remove(params.id)
      return { status: 204 }
    },
  }),

  route({
    method: 'GET',
    path: '/v1/admin/audit-log',
    id: 'listAuditLog',
    tag: 'Administration',
    summary: 'List what the staff changed, and which conversations it read',
    access: owner,
    query: z.extend(AuditQuery, { format: Format }),
    replies: {
      200: {
        description: 'A page of entries, the latest first',
        schema: AuditLog,
        texts: exportTexts,
      },
    },
    async handle({ services, query: { format, ...query }, settings }) {
      if (format === 'json') return { status: 200, body: await services.audit(query) }
      return exported({
        format,
        name: 'audit-log',
        columns: Object.keys(AuditEntry.shape),
        from: query.cursor,
        read: (cursor, limit) => services.audit({ ...query, cursor, limit }),
        mostPages: settings.SUBREQUEST_BUDGET,
      })
    },
  }),

  ...deskSettingsRoutes,

  ...deskWhyRoutes,

  ...abuseRoutes,
]

const app = createApp({ build: adminServices, routes: [healthRoute, ...adminRoutes] })

export default { fetch: app.fetch } satisfies ExportedHandler<object>
