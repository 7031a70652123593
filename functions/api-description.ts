import { discordRoute } from '../lib/http/channels/discord.ts'
import { slackRoute } from '../lib/http/channels/slack.ts'
import { telegramRoute } from '../lib/http/channels/telegram.ts'
import { openApiDocument } from '../lib/http/openapi/document.ts'
import { openApiRoute } from '../lib/http/openapi/openapi-route.ts'
import { webhookEvents } from '../lib/webhooks/catalogue.ts'
import { adminSchemas } from './admin.ts'
import { chatSchemas } from './chat.ts'
import { describedRoutes } from './index.ts'
import { ingestSchemas } from './ingest.ts'
import { mcpSchemas } from './mcp.ts'
import { searchSchemas } from './search.ts'
import { sessionSchemas } from './sessions.ts'
import { webhookSchemas } from './webhooks.ts'

/**
 * The OpenAPI document of every function. The build writes it to a file that the suite serves: a
 * Worker has neither what it says nor what makes it.
 */
export const openApiText = (): string =>
  JSON.stringify(
    openApiDocument(
      [...describedRoutes, telegramRoute, slackRoute, discordRoute, openApiRoute],
      webhookEvents,
      {
        ...sessionSchemas,
        ...chatSchemas,
        ...searchSchemas,
        ...mcpSchemas,
        ...webhookSchemas,
        ...ingestSchemas,
        ...adminSchemas,
      },
    ),
  )
