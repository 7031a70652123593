import { type Context, Hono } from 'hono'
import type * as z from 'zod'
import { type Collection, getCollection } from './qdrant-collections.ts'
import { QdrantError } from './qdrant-errors.ts'
import { body, failed, type InOne, nameOf, ok, updated } from './qdrant-http.ts'
import * as points from './qdrant-points.ts'
import * as schemas from './qdrant-schemas.ts'
import type { Session } from './qdrant-statement.ts'
import type { ServiceEnv } from './service.ts'

/** The routes of the points in a collection. */
export function pointRoutes(inOne: InOne) {
  const path = '/collections/:name/points'
  /** A route that reads its body by a schema and works on the named collection. */
  const on =
    <T, R>(
      schema: z.ZodType<T>,
      work: (session: Session, collection: Collection, wanted: T) => Promise<R>,
    ) =>
    async (c: Context) => {
      const wanted = await body(c, schema)
      const result = await inOne(async (session) =>
        work(session, await getCollection(session, nameOf(c)), wanted),
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

function selectorOf({ points, filter }: z.output<typeof schemas.SetPayload>): schemas.Selector {
  if (points) return { points }
  if (filter) return { filter }
  throw new QdrantError(400, 'Wrong input: either points or filter must be given')
}
