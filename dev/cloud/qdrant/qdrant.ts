import { type Context, Hono } from 'hono'
import type { ServiceEnv } from '../stand-in/service.ts'
import { collectionRoutes } from './qdrant-collection-routes.ts'
import { failed } from './qdrant-http.ts'
import { pointRoutes } from './qdrant-point-routes.ts'
import { openStore, type Store } from './qdrant-store.ts'

const version = '1.15.5'

/** The used part of Qdrant's REST API, searching exactly; a request is applied whole or not at all. */
export async function createQdrantApp(apiKey: string, file?: string) {
  const store = await openStore(file)
  const onStore = async <T>(work: (store: Store) => T): Promise<T> => {
    const result = work(store)
    await store.flush()
    return result
  }
  return new Hono<ServiceEnv>()
    .onError((error, c) => failed(error, c))
    .get('/', (c) =>
      c.json({ title: 'qdrant - vector search engine', version, commit: 'stand-in' }),
    )
    .get('/healthz', (c) => c.text('healthz check passed'))
    .get('/readyz', (c) => c.text('all shards are ready'))
    .get('/livez', (c) => c.text('healthz check passed'))
    .use(async (c, next) => unauthorized(c, apiKey) ?? next())
    .route('/', collectionRoutes(onStore))
    .route('/', pointRoutes(onStore))
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
