import * as z from 'zod/mini'
import { Conversation } from '../lib/admin/conversation.ts'
import {
  ConversationLine,
  ConversationList,
  ConversationQuery,
} from '../lib/admin/conversations.ts'
import { Costs } from '../lib/admin/costs.ts'
import { Overview, Period, QuestionGroup, UnansweredQuestions } from '../lib/admin/figures.ts'
import { RatedAnswer, RatedAnswers, RatedQuery } from '../lib/admin/rated-answers.ts'
import { Troubles } from '../lib/admin/troubles.ts'
import { admin } from '../lib/http/access.ts'
import { createApp } from '../lib/http/app.ts'
import { exported, exportTexts, Format } from '../lib/http/export.ts'
import { healthRoute } from '../lib/http/health.ts'
import { routesOf } from '../lib/http/route.ts'
import { adminServices } from '../lib/services/admin.ts'

const route = routesOf<ReturnType<typeof adminServices>>()

/** The names of its schemas in the OpenAPI document. */
export const adminSchemas = {
  Conversation,
  ConversationLine,
  ConversationList,
  Costs,
  Overview,
  QuestionGroup,
  RatedAnswer,
  RatedAnswers,
  Troubles,
  UnansweredQuestions,
}

const SessionPath = z.object({ id: z.uuid() })
const ConversationsQuery = z.extend(ConversationQuery, { format: Format })
const FeedbackQuery = z.extend(RatedQuery, { format: Format })

export const adminRoutes = [
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
]

const app = createApp({ build: adminServices, routes: [healthRoute, ...adminRoutes] })

export default { fetch: app.fetch } satisfies ExportedHandler<object>
