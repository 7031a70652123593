import type { Context } from 'hono'
import * as z from 'zod/mini'
import { Problem } from '../../problem.ts'
import { sha256Hex } from '../../text/hash/sha256.ts'
import { anyone } from '../access.ts'
import type { AppEnv } from '../app-env.ts'
import { isNamedIn } from '../etag.ts'
import { routesOf } from '../route.ts'

/** Caches may serve it for five minutes, and ask whether it has changed after that. */
const keptFor = 'public, max-age=300'

const Files = z.object({
  ASSETS: z.custom<{ fetch: (url: URL) => Promise<Response> }>((value) => value instanceof Object),
})

// Read when it is first asked for: a Worker that is not asked starts without this work.
let known: { text: string; etag: string } | undefined

/** `GET /openapi.json`: what the suite's routes take and reply, as the build has written it down. */
export const openApiRoute = routesOf<unknown>()({
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
    known ??= await read(c)
    const { text, etag } = known
    const headers = { etag, 'cache-control': keptFor }
    if (isNamedIn(c.req.header('if-none-match'), etag)) return { status: 304, headers }
    return new Response(text, { headers: { ...headers, 'content-type': 'application/json' } })
  },
})

async function read(c: Context<AppEnv>): Promise<{ text: string; etag: string }> {
  const files = Files.safeParse(c.env)
  if (!files.success) throw new Problem('misconfigured', 'The binding ASSETS is missing.')
  const file = await files.data.ASSETS.fetch(new URL('/openapi.json', c.req.url))
  if (!file.ok) throw new Problem('misconfigured', 'openapi.json is missing among the assets.')
  const text = await file.text()
  return { text, etag: `"${(await sha256Hex(text)).slice(0, 32)}"` }
}
