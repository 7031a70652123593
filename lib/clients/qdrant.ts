import { QdrantClient } from '@qdrant/js-client-rest'
import * as z from 'zod/mini'

/** What a point carries beside its vector: enough to answer while Neon is away. */
export const Payload = z.object({
  text: z.string(),
  source: z.string(),
  part: z.string(),
  part_number: z.int(),
  chapter: z.string(),
  section: z.string(),
  chunk_index: z.int(),
  url: z.string(),
  category: z.optional(z.string()),
  intent: z.optional(z.string()),
  tags: z.array(z.string()),
  language: z.string(),
  content_hash: z.string(),
})

export type Payload = z.infer<typeof Payload>

export interface Point {
  id: bigint
  vector: number[]
  payload: Payload
}

/** A point near the query; `score` is the cosine, from -1 to 1. */
export interface Hit {
  id: bigint
  score: number
  payload: Payload
}

/** Only points whose payload has each of these values; of tags, at least one. */
export interface PointFilter {
  part_number?: number | undefined
  category?: string | undefined
  intent?: string | undefined
  source?: string | undefined
  tags?: string[] | undefined
}

const Points = z.array(
  z.object({ id: z.union([z.bigint(), z.int()]), score: z.number(), payload: Payload }),
)

const indexedFields = {
  source: 'keyword',
  category: 'keyword',
  intent: 'keyword',
  tags: 'keyword',
  part_number: 'integer',
} as const

export type Qdrant = ReturnType<typeof createQdrant>

/** The door to Qdrant; `collection` may be an alias. Requests are given up after `timeoutMs`. */
export function createQdrant(options: {
  url: string
  apiKey: string
  collection: string
  timeoutMs: number
}) {
  const client = new QdrantClient({
    ...address(options.url),
    // As a header of our own: the client's apiKey option warns on every start over plain http.
    headers: { 'api-key': options.apiKey },
    timeout: options.timeoutMs,
    checkCompatibility: false,
  })

  return {
    /** The points nearest to a vector, best first. */
    async search(vector: number[], limit: number, filter: PointFilter = {}): Promise<Hit[]> {
      const { points } = await client.query(options.collection, {
        query: vector,
        limit,
        with_payload: true,
        filter: { must: conditions(filter) },
      })
      return Points.parse(points).map((point) => ({ ...point, id: BigInt(point.id) }))
    },

    /** Writes points, replacing those of the same id, and waits until they can be found. */
    async put(points: Point[], collection = options.collection): Promise<void> {
      await client.upsert(collection, { wait: true, points: points.map(toWire) })
    },

    /** Removes points and waits until they cannot be found. */
    async remove(ids: bigint[]): Promise<void> {
      await client.delete(options.collection, { wait: true, points: ids.map(wireId) })
    },

    /** Removes every point of a page. */
    async removePage(source: string): Promise<void> {
      await client.delete(options.collection, {
        wait: true,
        filter: { must: conditions({ source }) },
      })
    },

    /** Makes the collection behind the alias, unless it is there. */
    async prepare(dimensions: number): Promise<void> {
      const { exists } = await client.collectionExists(options.collection)
      if (exists) return
      const collection = `${options.collection}-${dimensions}`
      await client.createCollection(collection, {
        vectors: { size: dimensions, distance: 'Cosine' },
      })
      for (const [field, schema] of Object.entries(indexedFields)) {
        await client.createPayloadIndex(collection, {
          field_name: field,
          field_schema: schema,
          wait: true,
        })
      }
      await client.updateCollectionAliases({
        actions: [
          { create_alias: { collection_name: collection, alias_name: options.collection } },
        ],
      })
    },
  }
}

/** The client drops a URL's path and takes port 6333 where none is named. */
function address(url: string) {
  const { protocol, hostname, port, pathname } = new URL(url)
  const prefix = pathname.replace(/\/+$/, '')
  return {
    url: `${protocol}//${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`,
    ...(prefix && { prefix }),
  }
}

function conditions({ tags, ...values }: PointFilter) {
  const equal = Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, match: { value } }],
  )
  return tags?.length ? [...equal, { key: 'tags', match: { any: tags } }] : equal
}

// The client writes a bigint as the integer it is; its types know numbers and strings alone.
const wireId = (id: bigint) => id as unknown as number

const toWire = ({ id, vector, payload }: Point) => ({ id: wireId(id), vector, payload })
