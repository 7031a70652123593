import { createApp } from '../lib/http/app.ts'
import { telegramRoute } from '../lib/http/channels/telegram.ts'
import { healthRoute } from '../lib/http/health.ts'
import { telegramServices } from '../lib/services/messengers/telegram.ts'
import { sessionRoutes } from './sessions.ts'

const app = createApp({
  build: telegramServices,
  // An escalation links to the conversation on the URL that it came from.
  routes: [healthRoute, telegramRoute, ...sessionRoutes],
})

export default { fetch: app.fetch } satisfies ExportedHandler<object>
