import * as z from 'zod/mini'

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

/** What a point must be to be found. */
export type Wanted = Pick<AnswerPoint, 'guard' | 'index_version' | 'model' | 'embedding'>

const Found = z.object({
  result: z.object({
    points: z.array(z.object({ payload: z.object({ query_hash: z.string() }) })),
  }),
})

const Described = z.object({
  result: z.object({
    config: z.object({ params: z.object({ vectors: z.object({ size: z.int() }) }) }),
  }),
})

const indexes = {
  guard: 'keyword',
  index_version: 'keyword',
  model: 'keyword',
  embedding: 'keyword',
  session_id: 'keyword',
  expires_at: 'integer',
}

export type AnswerPoints = ReturnType<typeof createAnswerPoints>

export interface AnswerPointsOptions {
  url: string
  apiKey: string
  /** The passages' collection; answered questions are in one of their own, named after it. */
  collection: string
  timeoutMs: number
}

/**
 * The door to Qdrant's collection of answered questions. It asks by fetch alone: that can be called
 * off, and is small enough for a function that only erases. The collection is made by the first
 * point that is put, and made anew when vectors have another length; until then it holds nothing.
 */
export function createAnswerPoints({ url, apiKey, collection, timeoutMs }: AnswerPointsOptions) {
  const path = `${url.replace(/\/+$/, '')}/collections/${encodeURIComponent(`${collection}-answers`)}`

  async function send(method: string, rest: string, body?: unknown, signal?: AbortSignal) {
    const timeout = AbortSignal.timeout(timeoutMs)
    return await fetch(`${path}${rest}`, {
      method,
      headers: { 'api-key': apiKey, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
  }

  /** Removes points; those of a collection that is not there are removed already. */
  async function removeThose(selector: unknown) {
    const response = await send('POST', '/points/delete?wait=true', selector)
    await response.body?.cancel()
    if (response.status !== 404) requireOk(response)
  }

  return {
    /** The hashes of at most `limit` questions at least this near, nearest first. */
    async find(
      query: number[],
      { wanted, now, threshold, limit }: FindOptions,
      signal: AbortSignal,
    ): Promise<string[]> {
      const must = [
        ...Object.entries(wanted).map(([key, value]) => ({ key, match: { value } })),
        { key: 'expires_at', range: { gt: now } },
      ]
      const search = { query, filter: { must }, score_threshold: threshold, limit }
      const asked = { ...search, with_payload: ['query_hash'] }
      const response = await send('POST', '/points/query', asked, signal)
      if (response.status !== 404) {
        requireOk(response)
        const { points } = Found.parse(await response.json()).result
        return points.map(({ payload }) => payload.query_hash)
      }
      await response.body?.cancel()
      return []
    },

    /** Writes a question's point in the place of one of the same hash. */
    async put(vector: number[], payload: AnswerPoint): Promise<void> {
      const points = [{ id: idOf(payload.query_hash), vector, payload }]
      const write = async () => {
        const response = await send('PUT', '/points?wait=true', { points })
        await response.body?.cancel()
        return response
      }
      const first = await write()
      const isUnfit = first.status === 404 || first.status === 400
      requireOk(isUnfit && (await make(vector.length)) ? await write() : first)
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

  /** Makes the collection for vectors of this length; says false when there is one already. */
  async function make(size: number): Promise<boolean> {
    const described = await send('GET', '')
    const body: unknown = await described.json()
    if (described.ok) {
      if (Described.parse(body).result.config.params.vectors.size === size) return false
      await must('DELETE', '')
    }
    await must('PUT', '', { vectors: { size, distance: 'Cosine' } })
    await Promise.all(
      Object.entries(indexes).map(([field_name, field_schema]) =>
        must('PUT', '/index?wait=true', { field_name, field_schema }),
      ),
    )
    return true
  }

  async function must(method: string, rest: string, body?: unknown) {
    const response = await send(method, rest, body)
    await response.body?.cancel()
    // Another isolate may have been here first.
    if (response.status !== 409) requireOk(response)
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

function requireOk(response: Response) {
  if (!response.ok) throw new Error(`Qdrant answered ${response.status}`)
}

/** The hash's first 128 bits, as a UUID. */
const idOf = (hash: string) =>
  hash.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
