import { createApp } from '../lib/http/app.ts'
import { health, healthOperations } from '../lib/http/health.ts'
import { openApiDocument } from '../lib/http/openapi.ts'
import { chatServices, ingestServices, sessionServices } from '../lib/services.ts'
import { chat, chatOperations, consumeJournal } from './chat.ts'
import { consumeIngestion, ingest, ingestOperations, startNightly } from './ingest.ts'
import { sessionOperations, sessions } from './sessions.ts'
import { consumeWebhooks } from './webhooks.ts'

const document = openApiDocument([
  ...sessionOperations,
  ...chatOperations,
  ...ingestOperations,
  ...healthOperations,
])

const app = createApp((settings) => ({
  ...sessionServices(settings),
  ...chatServices(settings),
  ...ingestServices(settings),
}))
  .route('/v1/sessions', sessions)
  .route('/v1/chat', chat)
  .route('/v1/ingestion-runs', ingest)
  .route('/health', health)
  .get('/openapi.json', (c) => c.json(document))

const nightly = '0 3 * * *'

export default {
  fetch: app.fetch,

  async queue(batch, env) {
    switch (batch.queue) {
      case 'ingestion':
        return await consumeIngestion(batch, env)
      case 'journal':
        return await consumeJournal(batch, env)
      case 'webhooks':
        return consumeWebhooks(batch)
      default:
        throw new Error(`No function consumes the queue ${batch.queue}`)
    }
  },

  async scheduled(controller, env) {
    if (controller.cron === nightly) await startNightly(env)
  },
} satisfies ExportedHandler<object>
