import { sha256Hex } from '../../text/sha256.ts'
import { anyone } from '../access.ts'
import { isNamedIn } from '../etag.ts'
import { type Route, routesOf } from '../route.ts'
import { type DescribedWebhook, openApiDocument } from './document.ts'
import type { NamedSchemas } from './named-schemas.ts'

/** Caches may serve it for five minutes, and ask whether it has changed after that. */
const keptFor = 'public, max-age=300'

/** `GET /openapi.json`: what these routes, and those of functions elsewhere, take and reply. */
export function openApiRoute({
  routes,
  elsewhere,
  events,
  names,
}: {
  routes: Route<never>[]
  elsewhere: Route<never>[]
  events: DescribedWebhook[]
  names: NamedSchemas
}): Route<unknown> {
  // Made when it is first asked for: a Worker that is not asked starts without this work.
  let made: Promise<{ text: string; etag: string }> | undefined
  const make = async (): Promise<{ text: string; etag: string }> => {
    const text = JSON.stringify(openApiDocument([...routes, ...elsewhere, self], events, names))
    return { text, etag: `"${(await sha256Hex(text)).slice(0, 32)}"` }
  }
  const self: Route<unknown> = routesOf<unknown>()({
    method: 'GET',
    path: '/openapi.json',
    id: 'getOpenApiDocument',
    tag: 'Service',
    summary: 'Get this description',
    access: anyone,
    replies: {
      200: {
        description: 'An OpenAPI 3.1 document',
        texts: { 'application/json': 'The document' },
      },
      304: { description: 'The document is still the one that If-None-Match names' },
    },
    async handle({ c }) {
      made ??= make()
      const { text, etag } = await made
      const headers = { etag, 'cache-control': keptFor }
      if (isNamedIn(c.req.header('if-none-match'), etag)) return { status: 304, headers }
      return new Response(text, { headers: { ...headers, 'content-type': 'application/json' } })
    },
  })
  return self
}
