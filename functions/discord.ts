import { createApp } from '../lib/http/app.ts'
import { discordRoute } from '../lib/http/channels/discord.ts'
import { healthRoute } from '../lib/http/health.ts'
import { discordServices } from '../lib/services/messengers/channels.ts'
import { sessionRoutes } from './sessions.ts'

const app = createApp({
  build: discordServices,
  // An escalation links to the conversation on the URL that it came from.
  routes: [healthRoute, discordRoute, ...sessionRoutes],
})

export default { fetch: app.fetch } satisfies ExportedHandler<object>
