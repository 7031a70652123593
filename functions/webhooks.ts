import { createApp } from '../lib/http/app.ts'
import { health } from '../lib/http/health.ts'

/** Takes events off the queue: until webhooks can be registered, nobody is to be told of them. */
export function consumeWebhooks(batch: MessageBatch) {
  batch.ackAll()
}

const app = createApp(() => ({})).route('/health', health)

export default { fetch: app.fetch, queue: consumeWebhooks } satisfies ExportedHandler<object>
