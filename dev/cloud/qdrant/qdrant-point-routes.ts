import { type Context, Hono } from 'hono'
import type * as z from 'zod'
import type { ServiceEnv } from '../stand-in/service.ts'
import { getCollection } from './qdrant-collections.ts'
import { QdrantError } from './qdrant-errors.ts'
import { body, failed, nameOf, type OnStore, ok, okWritten, updated } from './qdrant-http.ts'
import * as points from './qdrant-points.ts'
import * as schemas from './qdrant-schemas.ts'
import type { Collection, Store } from './qdrant-store.ts'
import { writtenList, writtenPoints } from './written-points.ts'

/** The routes of the points in a collection. */
export function pointRoutes(onStore: OnStore) {
  const path = '/collections/:name/points'
  /** A route that reads its body by a schema and works on the named collection. */
  const on =
    <T, R>(
      schema: z.ZodType<T>,
      work: (store: Store, collection: Collection, wanted: T) => R,
      reply: (c: Context, result: R) => Response = ok,
    ) =>
    async (c: Context) => {
      const wanted = await body(c, schema)
      const result = await onStore((store) => work(store, getCollection(store, nameOf(c)), wanted))
      return reply(c, result)
    }
  return new Hono<ServiceEnv>()
    .onError((error, c) => failed(error, c))
    .put(
      path,
      on(schemas.Upsert, (store, collection, wanted) => {
        points.upsertPoints(store, collection, wanted.points)
        return updated()
      }),
    )
    .post(
      path,
      on(schemas.Retrieve, (_, collection, wanted) =>
        points.retrievePoints(collection, wanted.ids, wanted),
      ),
    )
    .post(
      `${path}/delete`,
      on(schemas.Selector, (store, collection, wanted) => {
        points.deletePoints(store, collection, wanted)
        return updated()
      }),
    )
    .post(
      `${path}/payload`,
      on(schemas.SetPayload, (store, collection, wanted) => {
        points.setPayload(store, collection, wanted.payload, selectorOf(wanted))
        return updated()
      }),
    )
    .post(
      `${path}/batch`,
      on(schemas.UpdateBatch, (store, collection, { operations }) =>
        operations.map((operation) => {
          points.applyOperation(store, collection, operation)
          return updated()
        }),
      ),
    )
    .post(
      `${path}/query`,
      on(schemas.Query, (_, collection, wanted) => foundBy(collection, wanted), okWritten),
    )
    .post(
      `${path}/query/batch`,
      on(
        schemas.QueryBatch,
        (_, collection, { searches }) =>
          writtenList(searches.map((wanted) => foundBy(collection, wanted))),
        okWritten,
      ),
    )
    .post(
      `${path}/scroll`,
      on(schemas.Scroll, (_, collection, wanted) => points.scrollPoints(collection, wanted)),
    )
    .post(
      `${path}/count`,
      on(schemas.Count, (_, collection, wanted) => ({
        count: points.countPoints(collection, wanted.filter),
      })),
    )
}

const foundBy = (collection: Collection, wanted: z.output<typeof schemas.Query>) => [
  Buffer.from('{"points":'),
  ...writtenPoints(points.queryPoints(collection, wanted)),
  Buffer.from('}'),
]

function selectorOf({ points, filter }: z.output<typeof schemas.SetPayload>): schemas.Selector {
  if (points) return { points }
  if (filter) return { filter }
  throw new QdrantError(400, 'Wrong input: either points or filter must be given')
}
