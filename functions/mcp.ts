import type { Settings } from '../lib/env.ts'
import { createApp } from '../lib/http/app.ts'
import { healthRoute } from '../lib/http/health.ts'
import { pageRoutes } from '../lib/http/page-routes.ts'
import { mcpRoute, RpcReply } from '../lib/http/protocols/mcp.ts'
import { RpcMessage } from '../lib/mcp/rpc.ts'
import { askAt } from '../lib/services/ask-at.ts'
import { mcpServices } from '../lib/services/mcp.ts'

/** The names of its schemas in the OpenAPI document. */
export const mcpSchemas = { RpcMessage, RpcReply }

export const mcpRoutes = [mcpRoute, ...pageRoutes]

const app = createApp({
  build: (settings: Settings) => mcpServices(settings, askAt(settings)),
  routes: [healthRoute, ...mcpRoutes],
})

export default { fetch: app.fetch } satisfies ExportedHandler<object>
