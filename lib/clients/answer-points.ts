import * as z from 'zod/mini'
import { makeCollection, vectorSize } from './qdrant-collections.ts'
import {
  collectionPath,
  createQdrantDoor,
  type QdrantDoorOptions,
  QdrantError,
  unless,
  withVector,
} from './wire/qdrant-door.ts'

/** What a point of an answered question carries: nothing that was said, only when it may be found. */
export interface AnswerPoint {
  /** SHA-256 in hex; its first half is the point's id. */
  query_hash: string
  query_id: string
  session_id: string
  /** What a question must have in common with this one, besides being near. */
  guard: string
  index_version: string
  model: string
  embedding: string
  /** Unix time in seconds. */
  expires_at: number
}

/** A question that was found near another. */
export interface NearPoint {
  hash: string
  cosine: number
}

/** What a point must be to be found. */
export type Wanted = Pick<AnswerPoint, 'guard' | 'index_version' | 'model' | 'embedding'>

const Found = z.object({
  points: z.array(z.object({ score: z.number(), payload: z.object({ query_hash: z.string() }) })),
})

const indexes = {
  guard: 'keyword',
  index_version: 'keyword',
  model: 'keyword',
  embedding: 'keyword',
  session_id: 'keyword',
  expires_at: 'integer',
} as const

export type AnswerPoints = ReturnType<typeof createAnswerPoints>

export interface AnswerPointsOptions extends QdrantDoorOptions {
  /** The passages' collection; answered questions are in one of their own, named after it. */
  collection: string
}

/**
 * Qdrant's collection of answered questions. It is made by the first point that is put, and made
 * anew when vectors have another length; until then it holds nothing.
 */
export function createAnswerPoints({ collection, ...options }: AnswerPointsOptions) {
  const door = createQdrantDoor(options)
  const name = `${collection}-answers`
  const path = (below: string) => collectionPath(name, `/points${below}`)

  /** Removes points; those of a collection that is not there are removed already. */
  async function removeThose(selector: object): Promise<void> {
    await unless(404, door('POST', path('/delete?wait=true'), selector))
  }

  return {
    /** At most `limit` questions at least this near, nearest first. */
    async find(
      query: number[],
      { wanted, now, threshold, limit }: FindOptions,
      signal: AbortSignal,
    ): Promise<NearPoint[]> {
      const must = [
        ...Object.entries(wanted).map(([key, value]) => ({ key, match: { value } })),
        { key: 'expires_at', range: { gt: now } },
      ]
      const search = { filter: { must }, score_threshold: threshold, limit }
      const asked = withVector('query', query, { ...search, with_payload: ['query_hash'] })
      const found = await unless(404, door('POST', path('/query'), asked, signal))
      if (found === undefined) return []
      return Found.parse(found).points.map(({ score, payload }) => ({
        hash: payload.query_hash,
        cosine: score,
      }))
    },

    /** Writes a question's point in the place of one of the same hash. */
    async put(vector: number[], payload: AnswerPoint): Promise<void> {
      const point = withVector('vector', vector, { id: idOf(payload.query_hash), payload })
      const write = () => door('PUT', path('?wait=true'), `{"points":[${point}]}`)
      try {
        await write()
      } catch (error) {
        if (!(error instanceof QdrantError && [400, 404].includes(error.status))) throw error
        // It may have been made meanwhile, for the answer beside this one.
        await make(vector.length)
        await write()
      }
    },

    /** Removes the points of these questions. */
    remove: (hashes: string[]) => removeThose({ points: hashes.map(idOf) }),

    /** Removes the points that these sessions have left. */
    removeOf: (sessions: string[]) =>
      removeThose({ filter: { must: [{ key: 'session_id', match: { any: sessions } }] } }),

    /** Removes what cannot be found any more: what is of another version of the index, or expired. */
    sweep: (indexVersion: string, now: number) =>
      removeThose({
        filter: {
          should: [
            { key: 'index_version', match: { except: [indexVersion] } },
            { key: 'expires_at', range: { lte: now } },
          ],
        },
      }),
  }

  /** Makes the collection for vectors of this length, unless there is one already. */
  async function make(size: number): Promise<void> {
    const before = await vectorSize(door, name)
    if (before === size) return
    if (before !== undefined) await door('DELETE', collectionPath(name))
    await makeCollection(door, name, size, indexes)
  }
}

interface FindOptions {
  wanted: Wanted
  /** Unix time in seconds. */
  now: number
  /** The least cosine. */
  threshold: number
  limit: number
}

/** The hash's first 128 bits, as a UUID. */
const idOf = (hash: string) =>
  hash.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
