import * as z from 'zod/mini'
import { createCollections } from './qdrant-collections.ts'
import { foundBytes } from './wire/bounded-reply.ts'
import {
  collectionPath,
  createQdrantDoor,
  createQdrantReplies,
  type QdrantDoorOptions,
  readExactly,
  withVector,
} from './wire/qdrant-door.ts'

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
  /** Who may read it; absent for everybody. */
  groups: z.optional(z.array(z.string())),
  version: z.optional(z.string()),
  site: z.optional(z.string()),
  language: z.string(),
  content_hash: z.string(),
})

export type Payload = z.infer<typeof Payload>

/** What is asked of a passage that was found: what only filters is not. */
const FoundPayload = z.pick(Payload, {
  text: true,
  source: true,
  part: true,
  part_number: true,
  chapter: true,
  section: true,
  chunk_index: true,
  url: true,
  content_hash: true,
})
const found = ['id', ...Object.keys(FoundPayload.shape)]

export type FoundPayload = z.infer<typeof FoundPayload>

export interface Point {
  id: bigint
  vector: number[]
  payload: Payload
}

/** A point near the query; `score` is the cosine, from -1 to 1. */
export interface Hit {
  id: bigint
  score: number
  payload: FoundPayload
}

/** Only points whose payload has each of these values; of tags and groups, at least one, or no groups. */
export interface PointFilter {
  part_number?: number | undefined
  category?: string | undefined
  intent?: string | undefined
  source?: string | undefined
  tags?: string[] | undefined
  version?: string | undefined
  site?: string | undefined
  groups: readonly string[] | 'all'
  /** Versions of sites whose points are left out. */
  without?: { site: string; version: string }[]
  toldOf?: string
  groupsOf?: string
}

const digits = z.string().check(z.regex(/^\d+$/))

/** A long one comes as its digits. */
const PointId = z.union([z.int(), digits])

/** Of a point that names its id among its payload, the other may be rounded. */
const FoundPoint = z.object({
  id: z.union([z.number(), digits]),
  score: z.number(),
  payload: z.extend(FoundPayload, { id: z.optional(digits) }),
})

const Found = z.object({ points: z.array(FoundPoint) })
const FoundReply = z.object({ result: z.union([Found, z.array(Found)]) })

/** A point without its id among the payload is from before that was kept there. */
const StoredPayload = z.object({ id: z.optional(z.string()), content_hash: z.optional(z.string()) })

const ScrollPage = z.object({
  points: z.array(z.object({ id: PointId, payload: StoredPayload })),
  next_page_offset: z.nullish(PointId),
})

/** What the passages' vectors are asked for, whether Qdrant answers or what stands in its place. */
export type Qdrant = ReturnType<typeof createQdrant>

/** The passages' points; `collection` may be an alias. Requests are given up after `timeoutMs`. */
export function createQdrant(options: QdrantDoorOptions & { collection: string }) {
  const door = createQdrantDoor(options)
  const replyTo = createQdrantReplies(options)
  const path = (below: string, collection = options.collection) =>
    collectionPath(collection, `/points${below}`)

  /** Does operations in their order, in one request, and waits until what they did can be seen. */
  const update = (collection: string, operations: string[]) =>
    door('POST', path('/batch?wait=true', collection), `{"operations":[${operations.join(',')}]}`)

  return {
    /** The service that answers, as `degraded` names it. */
    upstream: 'qdrant' as 'qdrant' | 'neon',

    ...createCollections(door, options.collection),

    /** The points nearest to a vector, best first. */
    async search(vector: number[], limit: number, filter: PointFilter): Promise<Hit[]> {
      const wanted = { limit, with_payload: found, filter: toConditions(filter) }
      const query = withVector('query', vector, wanted)
      const reply = await replyTo('POST', path('/query'), query, undefined, foundBytes)
      return readHits(reply)[0] ?? []
    },

    /** For each vector the points nearest to it, best first, in one request. */
    async searchEach(vectors: number[][], limit: number): Promise<Hit[][]> {
      const searches = vectors.map((query) => ({ query, limit, with_payload: found }))
      const most = foundBytes * vectors.length
      const body = { searches }
      return readHits(await replyTo('POST', path('/query/batch'), body, undefined, most))
    },

    /** Writes points, replacing those of the same id, and waits until they can be found. */
    async put(points: Point[], collection = options.collection): Promise<void> {
      await update(collection, [upsert(points)])
    },

    /**
     * Writes points of pages, then removes every other point of each but the kept ones, in one request,
     * and waits until that can be seen.
     */
    async putPages(
      pages: { source: string; kept: bigint[] }[],
      points: Point[],
      collection = options.collection,
    ): Promise<void> {
      const written = points.length > 0 ? [upsert(points)] : []
      await update(collection, [...written, ...pages.map(removeOthers)])
    },

    /** Removes points, but for those of some sources, and waits until they cannot be found. */
    async remove(ids: bigint[], exceptSources: string[] = []): Promise<void> {
      const kept = JSON.stringify([{ key: 'source', match: { any: exceptSources } }])
      const filter = `{"must":[{"has_id":[${ids.join(',')}]}],"must_not":${kept}}`
      await door('POST', path('/delete?wait=true'), `{"filter":${filter}}`)
    },

    /** A page of the points' ids and content hashes, in the order of their ids. */
    async scroll(
      after: bigint | undefined,
      limit: number,
    ): Promise<{ hashes: Map<bigint, string>; next?: bigint }> {
      const offset = after === undefined ? '' : `,"offset":${after}`
      const wanted = `{"limit":${limit},"with_payload":["id","content_hash"]${offset}}`
      const reply = ScrollPage.parse(await door('POST', path('/scroll'), wanted))
      const { points, next_page_offset: next } = reply
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

/**
 * What each search found. A long reply is not searched for ids: points have theirs among the payload, but
 * for those of old.
 */
function readHits(reply: string): Hit[][] {
  const found = foundIn(JSON.parse(reply))
  const isNamed = found.every(({ points }) => points.every(({ payload: { id } }) => id))
  return (isNamed ? found : foundIn(readExactly(reply))).map(toHits)
}

const foundIn = (reply: unknown) => [FoundReply.parse(reply).result].flat()

/** Best first; of those that are as near, that with the lower id, as Postgres gives them. */
const toHits = ({ points }: z.infer<typeof Found>): Hit[] =>
  points
    .map(({ id, score, payload: { id: named, ...payload } }) => ({
      id: BigInt(named ?? id),
      score,
      payload,
    }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))

const toConditions = (filter: PointFilter) => ({
  must: conditions(filter),
  ...(filter.without && { must_not: filter.without.map(ofEdition) }),
})

/** A source that names a version and no site is of the site without a name. */
const ofEdition = ({ site, version }: { site: string; version: string }) => ({
  must: [
    { key: 'version', match: { value: version } },
    site === '' ? { is_empty: { key: 'site' } } : { key: 'site', match: { value: site } },
  ],
})

function conditions(filter: PointFilter) {
  const { tags, groups, version, without: _, toldOf: __, groupsOf: ___, ...values } = filter
  const equal = Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, match: { value } }],
  )
  return [
    ...equal,
    ...(tags?.length ? [{ key: 'tags', match: { any: tags } }] : []),
    ...(version === undefined ? [] : [isEmptyOr('version', { value: version })]),
    ...(groups === 'all' ? [] : [isEmptyOr('groups', groups.length > 0 && { any: groups })]),
  ]
}

const isEmptyOr = (key: string, match: object | false) => {
  const isEmpty = { is_empty: { key } }
  return match ? { should: [isEmpty, { key, match }] } : isEmpty
}

const upsert = (points: Point[]) => `{"upsert":{"points":[${points.map(toJson).join(',')}]}}`

const removeOthers = ({ source, kept }: { source: string; kept: bigint[] }) =>
  `{"delete":{"filter":{"must":${JSON.stringify([{ key: 'source', match: { value: source } }])},` +
  `"must_not":[{"has_id":[${kept.join(',')}]}]}}}`

const toJson = ({ id, vector, payload }: Point) =>
  `{"id":${id},"vector":${JSON.stringify(vector)},` +
  `"payload":${JSON.stringify({ id: id.toString(), ...payload })}}`
