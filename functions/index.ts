import { cronDuty } from '../lib/cron-duty.ts'
import type { Settings } from '../lib/env.ts'
import { createApp } from '../lib/http/app.ts'
import { healthRoute } from '../lib/http/health.ts'
import { openApiRoute } from '../lib/http/openapi/openapi-route.ts'
import { adminServices } from '../lib/services/admin.ts'
import { askHere } from '../lib/services/ask-here.ts'
import { chatServices } from '../lib/services/chat.ts'
import { ingestServices } from '../lib/services/ingest.ts'
import { mcpServices } from '../lib/services/mcp.ts'
import { searchServices } from '../lib/services/search.ts'
import { sessionServices } from '../lib/services/sessions.ts'
import { webhookServices } from '../lib/services/webhooks.ts'
import { adminRoutes } from './admin.ts'
import { chatRoutes, consumeJournal } from './chat.ts'
import { consumeIngestion, ingestRoutes, startNightly } from './ingest.ts'
import { mcpRoutes } from './mcp.ts'
import { searchRoutes } from './search.ts'
import { keepHouse, keepHouseIfDue, sessionRoutes } from './sessions.ts'
import { consumeWebhooks, deliverDue, webhookRoutes } from './webhooks.ts'

/** Every route that the suite mounts, but for the one that describes them. */
export const describedRoutes = [
  ...sessionRoutes,
  ...chatRoutes,
  ...searchRoutes,
  ...mcpRoutes,
  ...webhookRoutes,
  ...ingestRoutes,
  ...adminRoutes,
  healthRoute,
]

/** Every route that the suite mounts. */
export const mountedRoutes = [...describedRoutes, openApiRoute]

function suiteServices(settings: Settings) {
  const ofSessions = sessionServices(settings)
  const ofChat = chatServices(settings)
  return {
    ...ofSessions,
    ...ofChat,
    ...searchServices(settings),
    ...mcpServices(settings, askHere(settings, { ...ofSessions, ...ofChat })),
    ...webhookServices(settings),
    ...ingestServices(settings),
    ...adminServices(settings),
  }
}

const app = createApp({ build: suiteServices, routes: mountedRoutes })

export default {
  fetch: app.fetch,

  async queue(batch, env, ctx) {
    // A queue's name begins with the Worker's where several books live on one account.
    switch (batch.queue.split('-').at(-1)) {
      case 'ingestion':
        return await consumeIngestion(batch, env)
      case 'journal':
        return await consumeJournal(batch, env)
      case 'webhooks':
        return await consumeWebhooks(batch, env, ctx, keepHouse)
      default:
        throw new Error(`No function consumes the queue ${batch.queue}`)
    }
  },

  async scheduled(controller, env) {
    switch (cronDuty(controller.cron)) {
      case 'nightly':
        return await startNightly(env)
      case 'keep-house':
        return await keepHouseIfDue(env)
      case 'deliver':
        return await deliverDue(env)
    }
  },
} satisfies ExportedHandler<object>
