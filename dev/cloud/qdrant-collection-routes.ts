import { Hono } from 'hono'
import * as collections from './qdrant-collections.ts'
import { QdrantError } from './qdrant-errors.ts'
import { body, failed, type InOne, nameOf, ok, updated } from './qdrant-http.ts'
import { countPoints } from './qdrant-points.ts'
import * as schemas from './qdrant-schemas.ts'
import type { Session } from './qdrant-statement.ts'
import type { ServiceEnv } from './service.ts'

/** The routes of collections, their indexes and aliases. */
export function collectionRoutes(inOne: InOne) {
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

async function describe(session: Session, name: string) {
  const collection = await collections.getCollection(session, name)
  const { vectors, indexes } = collection
  const count = await countPoints(session, collection)
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

function isNotFound(error: unknown): false {
  if (error instanceof QdrantError && error.status === 404) return false
  throw error
}
