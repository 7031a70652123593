import { createApp } from '../lib/http/app.ts'
import { health, healthOperations } from '../lib/http/health.ts'
import { refusalOf } from '../lib/http/openai-error.ts'
import { openApiDocument } from '../lib/http/openapi.ts'
import { telegramOperations } from '../lib/http/telegram.ts'
import { adminServices } from '../lib/services/admin.ts'
import { chatServices } from '../lib/services/chat.ts'
import { ingestServices } from '../lib/services/ingest.ts'
import { sessionServices } from '../lib/services/sessions.ts'
import { webhookServices } from '../lib/services/webhooks.ts'
import { webhookEvents } from '../lib/webhooks/catalogue.ts'
import { adminOperations, figures } from './admin.ts'
import { answerCache, chat, chatOperations, consumeJournal, feedback } from './chat.ts'
import { consumeIngestion, ingest, ingestOperations, startNightly } from './ingest.ts'
import { keepHouse, sessionOperations, sessions, users } from './sessions.ts'
import {
  consumeWebhooks,
  deliverDue,
  webhookDeliveries,
  webhookOperations,
  webhooks,
} from './webhooks.ts'

const document = openApiDocument(
  [
    ...sessionOperations,
    ...chatOperations,
    ...webhookOperations,
    ...ingestOperations,
    ...adminOperations,
    ...telegramOperations,
    ...healthOperations,
  ],
  webhookEvents,
)

const app = createApp(
  (settings) => ({
    ...sessionServices(settings),
    ...chatServices(settings),
    ...webhookServices(settings),
    ...ingestServices(settings),
    ...adminServices(settings),
  }),
  refusalOf,
)
  .route('/v1/sessions', sessions)
  .route('/v1/users', users)
  .route('/v1/chat', chat)
  .route('/v1/answer-cache', answerCache)
  .route('/v1/feedback', feedback)
  .route('/v1/webhooks', webhooks)
  .route('/v1/webhook-deliveries', webhookDeliveries)
  .route('/v1/ingestion-runs', ingest)
  .route('/v1/admin', figures)
  .route('/health', health)
  .get('/openapi.json', (c) => c.json(document))

const nightly = '0 3 * * *'
const everyQuarter = '*/15 * * * *'
const everyMinute = '* * * * *'

export default {
  fetch: app.fetch,

  async queue(batch, env, ctx) {
    switch (batch.queue) {
      case 'ingestion':
        return await consumeIngestion(batch, env)
      case 'journal':
        return await consumeJournal(batch, env)
      case 'webhooks':
        return await consumeWebhooks(batch, env, ctx)
      default:
        throw new Error(`No function consumes the queue ${batch.queue}`)
    }
  },

  async scheduled(controller, env) {
    if (controller.cron === nightly) await startNightly(env)
    if (controller.cron === everyQuarter) await keepHouse(env)
    if (controller.cron === everyMinute) await deliverDue(env)
  },
} satisfies ExportedHandler<object>
