import { Overview, Period, QuestionGroup, UnansweredQuestions } from '../lib/admin/figures.ts'
import { Troubles } from '../lib/admin/troubles.ts'
import { admin } from '../lib/http/access.ts'
import { createApp } from '../lib/http/app.ts'
import { healthRoute } from '../lib/http/health.ts'
import { routesOf } from '../lib/http/route.ts'
import { adminServices } from '../lib/services/admin.ts'

const route = routesOf<ReturnType<typeof adminServices>>()

/** The names of its schemas in the OpenAPI document. */
export const adminSchemas = { Overview, QuestionGroup, Troubles, UnansweredQuestions }

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
]

const app = createApp({ build: adminServices, routes: [healthRoute, ...adminRoutes] })

export default { fetch: app.fetch } satisfies ExportedHandler<object>
