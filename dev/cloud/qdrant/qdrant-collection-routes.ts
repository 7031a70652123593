import { Hono } from 'hono'
import type { ServiceEnv } from '../stand-in/service.ts'
import * as collections from './qdrant-collections.ts'
import { QdrantError } from './qdrant-errors.ts'
import { body, failed, nameOf, type OnStore, ok, updated } from './qdrant-http.ts'
import * as schemas from './qdrant-schemas.ts'
import type { Collection } from './qdrant-store.ts'

/** The routes of collections, their indexes and aliases. */
export function collectionRoutes(onStore: OnStore) {
  const path = '/collections/:name'
  return new Hono<ServiceEnv>()
    .onError((error, c) => failed(error, c))
    .get('/collections', async (c) => {
      const names = await onStore(collections.listCollections)
      return ok(c, { collections: names.map((name) => ({ name })) })
    })
    .post('/collections/aliases', async (c) => {
      const { actions } = await body(c, schemas.AliasActions)
      await onStore((store) => collections.changeAliases(store, actions))
      return ok(c, true)
    })
    .get('/aliases', async (c) =>
      ok(c, { aliases: await onStore((store) => collections.listAliases(store)) }),
    )
    .get(path, async (c) =>
      ok(c, await onStore((store) => describe(collections.getCollection(store, nameOf(c))))),
    )
    .put(path, async (c) => {
      const wanted = await body(c, schemas.NewCollection)
      await onStore((store) => collections.createCollection(store, nameOf(c), wanted))
      return ok(c, true)
    })
    .delete(path, async (c) =>
      ok(c, await onStore((store) => collections.deleteCollection(store, nameOf(c)))),
    )
    .get(`${path}/exists`, async (c) => {
      const found = onStore((store) => collections.getCollection(store, nameOf(c)))
      const exists = await found.then(() => true, isNotFound)
      return ok(c, { exists })
    })
    .get(`${path}/aliases`, async (c) => {
      const aliases = await onStore((store) =>
        collections.listAliases(store, collections.getCollection(store, nameOf(c)).name),
      )
      return ok(c, { aliases })
    })
    .put(`${path}/index`, async (c) => {
      const { field_name: field, field_schema: schema } = await body(c, schemas.NewIndex)
      const type = typeof schema === 'string' ? schema : schema.type
      await onStore((store) =>
        collections.setIndex(store, collections.getCollection(store, nameOf(c)), field, type),
      )
      return ok(c, updated())
    })
    .delete(`${path}/index/:field`, async (c) => {
      const field = c.req.param('field')
      await onStore((store) =>
        collections.setIndex(store, collections.getCollection(store, nameOf(c)), field),
      )
      return ok(c, updated())
    })
}

function describe({ vectors, indexes, points: { size: count } }: Collection) {
  const fields = [...indexes].map(([field, data_type]) => [field, { data_type, points: count }])
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
