import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type * as z from 'zod'
import { parseLossless, stringifyLossless } from './lossless-json.ts'
import type { Postgres } from './postgres.ts'
import * as collections from './qdrant-collections.ts'
import { formatError, QdrantError } from './qdrant-errors.ts'
import * as points from './qdrant-points.ts'
import * as schemas from './qdrant-schemas.ts'
import type { Session } from './qdrant-statement.ts'
import type { ServiceEnv } from './service.ts'

const version = '1.15.5'

/** The used part of Qdrant's REST API over pgvector; a request is applied whole or not at all. */
export async function createQdrantApp(postgres: Postgres, apiKey: string) {
  await postgres.exclusive((database) => database.exec(collections.qdrantTables))
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

type InOne = <T>(work: (session: Session) => Promise<T>) => Promise<T>

function collectionRoutes(inOne: InOne) {
  const path = '/collections/:name'
  return new Hono<ServiceEnv>()
    .onError((error, c) => failed(error, c))
    .get('/collections', async (c) => {
      const names = await inOne(collections.listCollections)
      return ok(c, { collections: names.map((name) => ({ name })) })
    })
    .post('/collections/aliases', async (c) => {
      const { actions } = await body(c, schemas.AliasActions)
      await inOne(async (session) => {
        for (const action of actions) await collections.changeAlias(session, action)
      })
      return ok(c, true)
    })
    .get('/aliases', async (c) => ok(c, { aliases: await inOne(collections.listAliases) }))
    .get(path, async (c) => ok(c, await inOne((session) => describe(session, nameOf(c)))))
    .put(path, async (c) => {
      const wanted = await body(c, schemas.NewCollection)
      await inOne((session) => collections.createCollection(session, nameOf(c), wanted))
      return ok(c, true)
    })
    .delete(path, async (c) =>
      ok(c, await inOne((session) => collections.deleteCollection(session, nameOf(c)))),
    )
    .get(`${path}/exists`, async (c) => {
      const found = inOne((session) => collections.getCollection(session, nameOf(c)))
      const exists = await found.then(() => true, isNotFound)
      return ok(c, { exists })
    })
    .get(`${path}/aliases`, async (c) => {
      const aliases = await inOne(async (session) => {
        const { name } = await collections.getCollection(session, nameOf(c))
        return collections.listAliases(session, name)
      })
      return ok(c, { aliases })
    })
    .put(`${path}/index`, async (c) => {
      const { field_name: field, field_schema: schema } = await body(c, schemas.NewIndex)
      await inOne(async (session) => {
        const { name } = await collections.getCollection(session, nameOf(c))
        const type = typeof schema === 'string' ? schema : schema.type
        await collections.setIndex(session, name, field, type)
      })
      return ok(c, updated())
    })
    .delete(`${path}/index/:field`, async (c) => {
      await inOne(async (session) => {
        const { name } = await collections.getCollection(session, nameOf(c))
        await collections.setIndex(session, name, c.req.param('field'))
      })
      return ok(c, updated())
    })
}

function pointRoutes(inOne: InOne) {
  const path = '/collections/:name/points'
  /** A route that reads its body by a schema and works on the named collection. */
  const on =
    <T, R>(
      schema: z.ZodType<T>,
      work: (session: Session, collection: collections.Collection, wanted: T) => Promise<R>,
    ) =>
    async (c: Context) => {
      const wanted = await body(c, schema)
      const result = await inOne(async (session) =>
        work(session, await collections.getCollection(session, nameOf(c)), wanted),
      )
      return ok(c, result)
    }
  return new Hono<ServiceEnv>()
    .onError((error, c) => failed(error, c))
    .put(
      path,
      on(schemas.Upsert, async (session, collection, wanted) => {
        await points.upsertPoints(session, collection, wanted.points)
        return updated()
      }),
    )
    .post(
      path,
      on(schemas.Retrieve, (session, collection, wanted) =>
        points.retrievePoints(session, collection, wanted.ids, wanted),
      ),
    )
    .post(
      `${path}/delete`,
      on(schemas.Selector, async (session, collection, wanted) => {
        await points.deletePoints(session, collection, wanted)
        return updated()
      }),
    )
    .post(
      `${path}/payload`,
      on(schemas.SetPayload, async (session, collection, wanted) => {
        await points.setPayload(session, collection, wanted.payload, selectorOf(wanted))
        return updated()
      }),
    )
    .post(
      `${path}/query`,
      on(schemas.Query, async (session, collection, wanted) => ({
        points: await points.queryPoints(session, collection, wanted),
      })),
    )
    .post(`${path}/scroll`, on(schemas.Scroll, points.scrollPoints))
    .post(
      `${path}/count`,
      on(schemas.Count, async (session, collection, wanted) => ({
        count: await points.countPoints(session, collection, wanted.filter),
      })),
    )
}

const nameOf = (c: Context) => c.req.param('name') ?? ''

let operations = 0
const updated = () => ({ operation_id: operations++, status: 'completed' })

function selectorOf({ points, filter }: z.output<typeof schemas.SetPayload>): schemas.Selector {
  if (points) return { points }
  if (filter) return { filter }
  throw new QdrantError(400, 'Wrong input: either points or filter must be given')
}

async function describe(session: Session, name: string) {
  const collection = await collections.getCollection(session, name)
  const { vectors, indexes } = collection
  const count = await points.countPoints(session, collection)
  const fields = Object.entries(indexes).map(([field, data_type]) => [
    field,
    { data_type, points: count },
  ])
  return {
    status: 'green',
    optimizer_status: 'ok',
    indexed_vectors_count: 0,
    points_count: count,
    segments_count: 1,
    config: {
      params: { vectors, shard_number: 1, replication_factor: 1, write_consistency_factor: 1 },
      hnsw_config: { m: 16, ef_construct: 100, full_scan_threshold: 10000 },
      optimizer_config: {
        deleted_threshold: 0.2,
        vacuum_min_vector_number: 1000,
        flush_interval_sec: 5,
      },
      quantization_config: null,
    },
    payload_schema: Object.fromEntries(fields),
  }
}

function unauthorized(c: Context, apiKey: string): Response | undefined {
  const given = c.req.header('api-key') ?? c.req.header('authorization')?.replace(/^Bearer /i, '')
  if (given === undefined)
    return c.text('Must provide an API key or an Authorization bearer token', 401)
  return given === apiKey ? undefined : c.text('Invalid API key or JWT', 403)
}

async function body<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await json(c))
  if (!parsed.success) throw formatError(parsed.error)
  return parsed.data
}

async function json(c: Context): Promise<unknown> {
  try {
    return parseLossless(await c.req.text())
  } catch (error) {
    throw new QdrantError(
      400,
      `Format error in JSON body: ${error instanceof Error ? error.message : ''}`,
    )
  }
}

function ok(c: Context, result: unknown) {
  const reply = { result, status: 'ok', time: 0.001 }
  return c.body(stringifyLossless(reply), 200, { 'content-type': 'application/json' })
}

function isNotFound(error: unknown): false {
  if (error instanceof QdrantError && error.status === 404) return false
  throw error
}

function failed(error: Error, c: Context): Response {
  if (error instanceof HTTPException) return error.getResponse()
  const [status, message] =
    error instanceof QdrantError
      ? ([error.status, error.message] as const)
      : ([500, `Service internal error: ${error.message}`] as const)
  return c.json({ status: { error: message }, time: 0.001 }, status)
}
