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

const PointId = z.union([z.bigint(), z.int()])

const VectorParams = z.object({ size: z.int() })

/** A point without its id among the payload is from before that was kept there. */
const StoredPayload = z.object({ id: z.optional(z.string()), content_hash: z.optional(z.string()) })

const ScrollPage = z.object({
  points: z.array(z.object({ id: PointId, payload: StoredPayload })),
  next_page_offset: z.nullish(PointId),
})

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

  /** Does operations in their order, in one request, and waits until what they did can be seen. */
  async function update(collection: string, operations: string[]): Promise<void> {
    const path = `/collections/${encodeURIComponent(collection)}/points/batch?wait=true`
    // The client calls a function for each of a vector's numbers to find the bigints among them.
    const response = await fetch(`${baseUrl(options.url)}${path}`, {
      method: 'POST',
      headers: { 'api-key': options.apiKey, 'content-type': 'application/json' },
      body: `{"operations":[${operations.join(',')}]}`,
      signal: AbortSignal.timeout(options.timeoutMs),
    })
    const reply = await response.text()
    if (!response.ok) throw new Error(`Qdrant: ${response.status} ${reply.slice(0, 500)}`)
  }

  /** What answers under the configured name, and whether that is an alias; undefined where nothing does. */
  async function answering(): Promise<{ dimensions: number; isAlias: boolean } | undefined> {
    const { exists } = await client.collectionExists(options.collection)
    if (!exists) return undefined
    const [{ config }, { aliases }] = await Promise.all([
      client.getCollection(options.collection),
      client.getAliases(),
    ])
    return {
      dimensions: VectorParams.parse(config.params.vectors).size,
      isAlias: aliases.some((one) => one.alias_name === options.collection),
    }
  }

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

    /** For each vector the points nearest to it, best first, in one request. */
    async searchEach(vectors: number[][], limit: number): Promise<Hit[][]> {
      const results = await client.queryBatch(options.collection, {
        searches: vectors.map((query) => ({ query, limit, with_payload: true })),
      })
      return results.map(({ points }) =>
        Points.parse(points).map((point) => ({ ...point, id: BigInt(point.id) })),
      )
    },

    /** Writes points, replacing those of the same id, and waits until they can be found. */
    async put(points: Point[], collection = options.collection): Promise<void> {
      await update(collection, [upsert(points)])
    },

    /**
     * Writes points of a page, then removes every other point of it but the kept ones, in one request,
     * and waits until that can be seen.
     */
    async putPage(
      source: string,
      { points, kept }: { points: Point[]; kept: bigint[] },
      collection = options.collection,
    ): Promise<void> {
      const written = points.length > 0 ? [upsert(points)] : []
      await update(collection, [...written, removeOfPage(source, kept)])
    },

    /** Removes points and waits until they cannot be found. */
    async remove(ids: bigint[]): Promise<void> {
      await client.delete(options.collection, { wait: true, points: ids.map(wireId) })
    },

    /** The length of the vectors that answer; undefined where there is no collection yet. */
    dimensions: async () => (await answering())?.dimensions,

    answering,

    /** Makes a first collection behind the alias, unless there is one. */
    async prepare(dimensions: number): Promise<void> {
      const { exists } = await client.collectionExists(options.collection)
      if (exists) return
      const collection = await freeName(client, `${options.collection}-${dimensions}`)
      await makeCollection(client, collection, dimensions)
      await client.updateCollectionAliases({ actions: [alias(options.collection, collection)] })
    },

    /** Makes an empty collection to be filled beside the one that answers. */
    async create(collection: string, dimensions: number): Promise<void> {
      await makeCollection(client, collection, dimensions)
    },

    /**
     * Lets a collection answer from now on, in one step, and drops the one that answered before. Where
     * that has the alias' own name it has to go first, and nothing answers in between.
     */
    async swap(collection: string): Promise<void> {
      const { aliases } = await client.getAliases()
      const before = aliases.find((one) => one.alias_name === options.collection)?.collection_name
      if (before === collection) return
      if (!before) await client.deleteCollection(options.collection)
      const actions = [alias(options.collection, collection)]
      const free = { delete_alias: { alias_name: options.collection } }
      await client.updateCollectionAliases({ actions: before ? [free, ...actions] : actions })
      if (before) await client.deleteCollection(before)
    },

    /**
     * The name of the collection that a run fills beside the one that answers. Ids of runs begin anew
     * in a new database, so the moment at which the run began is part of it.
     */
    collectionOf: (runId: number, startedAt: Date) =>
      `${options.collection}-run-${runId}-${startedAt.getTime()}`,

    /** Drops the collections of earlier runs that never came to answer, or answer no more. */
    async sweep(besides: string): Promise<void> {
      const [{ collections }, { aliases }] = await Promise.all([
        client.getCollections(),
        client.getAliases(),
      ])
      const answering = aliases.map((one) => one.collection_name)
      for (const { name } of collections) {
        if (!isOfARun(name, options.collection) || name === besides || answering.includes(name))
          continue
        await client.deleteCollection(name)
      }
    },

    /** A page of the points' ids and content hashes, in the order of their ids. */
    async scroll(
      after: bigint | undefined,
      limit: number,
    ): Promise<{ hashes: Map<bigint, string>; next?: bigint }> {
      const reply = await client.scroll(options.collection, {
        limit,
        with_payload: ['id', 'content_hash'],
        ...(after !== undefined && { offset: wireId(after) }),
      })
      const { points, next_page_offset: next } = ScrollPage.parse(reply)
      return {
        hashes: new Map(
          points.map(({ id, payload }) => [
            BigInt(id),
            payload.id === id.toString() ? (payload.content_hash ?? '') : '',
          ]),
        ),
        ...(next != null && { next: BigInt(next) }),
      }
    },
  }
}

/** A name that no filled collection has: what another system left under it is not for ours to answer from. */
async function freeName(client: QdrantClient, wanted: string): Promise<string> {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? wanted : `${wanted}-${n}`
    const { exists } = await client.collectionExists(name)
    if (!exists || (await client.count(name, { exact: true })).count === 0) return name
  }
}

/** Makes a collection with its payload indexes, each step of which may have been done before. */
async function makeCollection(
  client: QdrantClient,
  collection: string,
  dimensions: number,
): Promise<void> {
  const { exists } = await client.collectionExists(collection)
  if (!exists) {
    await client.createCollection(collection, { vectors: { size: dimensions, distance: 'Cosine' } })
  }
  const fields = Object.entries(indexedFields)
  await Promise.all(
    fields.map(([field_name, field_schema]) =>
      client.createPayloadIndex(collection, { field_name, field_schema, wait: true }),
    ),
  )
}

// Runs of before had UUIDs for ids.
const isOfARun = (name: string, collection: string) =>
  name.startsWith(`${collection}-`) &&
  /^(?:run-\d+-\d+|[0-9a-f]{8}-[0-9a-f-]{27})$/.test(name.slice(collection.length + 1))

const alias = (alias_name: string, collection_name: string) => ({
  create_alias: { alias_name, collection_name },
})

/** The client drops a URL's path and takes port 6333 where none is named. */
function address(url: string) {
  const { protocol, hostname, port, pathname } = new URL(url)
  const prefix = pathname.replace(/\/+$/, '')
  return {
    url: `${protocol}//${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`,
    ...(prefix && { prefix }),
  }
}

const baseUrl = (url: string) => url.replace(/\/+$/, '')

function conditions({ tags, ...values }: PointFilter) {
  const equal = Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, match: { value } }],
  )
  return tags?.length ? [...equal, { key: 'tags', match: { any: tags } }] : equal
}

// The client writes a bigint as the integer it is; its types know numbers and strings alone.
const wireId = (id: bigint) => id as unknown as number

const upsert = (points: Point[]) => `{"upsert":{"points":[${points.map(toJson).join(',')}]}}`

const removeOfPage = (source: string, kept: bigint[]) =>
  `{"delete":{"filter":{"must":${JSON.stringify(conditions({ source }))},` +
  `"must_not":[{"has_id":[${kept.join(',')}]}]}}}`

const toJson = ({ id, vector, payload }: Point) =>
  `{"id":${id},"vector":${JSON.stringify(vector)},` +
  `"payload":${JSON.stringify({ id: id.toString(), ...payload })}}`
