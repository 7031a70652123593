import { Hono } from 'hono'
import { Overview, Period, UnansweredQuestions } from '../lib/admin/figures.ts'
import { admin } from '../lib/http/access.ts'
import { createApp } from '../lib/http/app.ts'
import type { AppEnv } from '../lib/http/app-env.ts'
import { health } from '../lib/http/health.ts'
import type { Operation } from '../lib/http/openapi.ts'
import { valid } from '../lib/http/valid.ts'
import { adminServices } from '../lib/services/admin.ts'

type AdminEnv = AppEnv<ReturnType<typeof adminServices>>

const notKept = { 'cache-control': 'no-store' }

export const figures = new Hono<AdminEnv>()
  .get('/overview', admin(), valid('query', Period), async (c) =>
    c.json(await c.var.services.overview(c.req.valid('query').days), 200, notKept),
  )
  .get('/unanswered', admin(), valid('query', Period), async (c) =>
    c.json(await c.var.services.unanswered(c.req.valid('query').days), 200, notKept),
  )

export const adminOperations: Operation[] = [
  {
    method: 'get',
    path: '/v1/admin/overview',
    summary: "The owner's numbers of the last 7, 30 or 90 days",
    access: 'admin',
    query: Period,
    replies: {
      200: { description: 'Figures by day, by page, by run and by webhook', schema: Overview },
    },
  },
  {
    method: 'get',
    path: '/v1/admin/unanswered',
    summary: 'What the book did not answer, grouped by likeness, with the nearest page',
    access: 'admin',
    query: Period,
    replies: { 200: { description: 'The groups, most asked first', schema: UnansweredQuestions } },
  },
]

const app = createApp(adminServices).route('/health', health).route('/v1/admin', figures)

export default { fetch: app.fetch } satisfies ExportedHandler<object>
