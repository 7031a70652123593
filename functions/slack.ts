import { createApp } from '../lib/http/app.ts'
import { slackRoute } from '../lib/http/channels/slack.ts'
import { healthRoute } from '../lib/http/health.ts'
import { slackServices } from '../lib/services/messengers/channels.ts'
import { sessionRoutes } from './sessions.ts'

const app = createApp({
  build: slackServices,
  // An escalation links to the conversation on the URL that it came from.
  routes: [healthRoute, slackRoute, ...sessionRoutes],
})

export default { fetch: app.fetch } satisfies ExportedHandler<object>
