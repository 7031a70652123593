import { type Context, Hono } from 'hono'
import type { Postgres } from './postgres.ts'
import { collectionRoutes } from './qdrant-collection-routes.ts'
import { qdrantTables } from './qdrant-collections.ts'
import { failed } from './qdrant-http.ts'
import { pointRoutes } from './qdrant-point-routes.ts'
import type { Session } from './qdrant-statement.ts'
import type { ServiceEnv } from './service.ts'

const version = '1.15.5'

/** The used part of Qdrant's REST API over pgvector; a request is applied whole or not at all. */
export async function createQdrantApp(postgres: Postgres, apiKey: string) {
  await postgres.exclusive((database) => database.exec(qdrantTables))
  const inOne = <T>(work: (session: Session) => Promise<T>) =>
    postgres.exclusive((database) => database.transaction(work))
  return new Hono<ServiceEnv>()
    .onError((error, c) => failed(error, c))
    .get('/', (c) =>
      c.json({ title: 'qdrant - vector search engine', version, commit: 'stand-in' }),
    )
    .get('/healthz', (c) => c.text('healthz check passed'))
    .get('/readyz', (c) => c.text('all shards are ready'))
    .get('/livez', (c) => c.text('healthz check passed'))
    .use(async (c, next) => unauthorized(c, apiKey) ?? next())
    .route('/', collectionRoutes(inOne))
    .route('/', pointRoutes(inOne))
    .notFound((c) => c.body(null, 404))
}

/** Qdrant's reply while the fault switch asks for an error. */
export function qdrantRefusal(status: 429 | 500): Response {
  const error =
    status === 429
      ? 'Rate limiting exceeded: Read rate limit exceeded, retry later'
      : 'Service internal error: the fault switch says so'
  return Response.json({ status: { error }, time: 0 }, { status })
}

function unauthorized(c: Context, apiKey: string): Response | undefined {
  const given = c.req.header('api-key') ?? c.req.header('authorization')?.replace(/^Bearer /i, '')
  if (given === undefined)
    return c.text('Must provide an API key or an Authorization bearer token', 401)
  return given === apiKey ? undefined : c.text('Invalid API key or JWT', 403)
}
