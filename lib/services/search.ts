import type { ReaderFilter } from '../chat/filter.ts'
import type { Settings } from '../env.ts'
import { createActiveEmbedding, embeddingKey } from '../index/active-embedding.ts'
import { createQuestionEmbedding } from '../index/embed-question.ts'
import { createSearchLog } from '../search/log.ts'
import type { Search } from '../search/query.ts'
import { type SearchDeps, search } from '../search/search.ts'
import { startersOf } from '../search/starters.ts'
import { deskFor, inForce, readDesk, tuningOf } from './answering/in-force.ts'
import { embedFor, neonFor, newId, now, qdrantFor, redisFor } from './doors.ts'
import { healthServices } from './health.ts'
import { breakerFor, embeddingOf } from './upstreams.ts'

/** What the search function needs. */
export function searchServices(settings: Settings) {
  const neon = neonFor(settings)
  const deps = searchDeps(settings)
  return {
    ...healthServices(settings),
    newId,
    now,
    search: (asked: Search) => search(asked, deps),
    starters: (path: string, filter: ReaderFilter) =>
      startersOf(path, filter, {
        ...deps,
        async desk() {
          // What was known before is said while the state is away.
          await deps.readDesk().catch(() => undefined)
          return deskFor(settings).desk().values
        },
      }),
    searchLog: createSearchLog({
      neon,
      keepsTexts: settings.QUERY_LOG_TEXT,
      pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    }),
  }
}

/** What a search asks, each service behind its circuit breaker. */
export function searchDeps(settings: Settings): SearchDeps & { readDesk: () => Promise<void> } {
  const qdrant = qdrantFor(settings, settings.TIMEOUT_QDRANT_MS)
  const active = createActiveEmbedding(embeddingOf(settings))
  const redis = redisFor(settings)
  const reachRedis = breakerFor(settings, redis.upstream)
  return {
    neon: neonFor(settings),
    qdrant,
    reachNeon: breakerFor(settings, 'neon'),
    reachEmbedding: breakerFor(settings, 'embedding'),
    reachQdrant: breakerFor(settings, qdrant.upstream),
    embedQuestion: createQuestionEmbedding({
      openrouter: { embed: embedFor(settings) },
      active,
      timeoutMs: settings.TIMEOUT_EMBEDDING_MS,
    }),
    async noteEmbedding() {
      const asked = async () => {
        const batch = redis.batch()
        return await Promise.all([batch.get(embeddingKey), readDesk(settings, batch)])
      }
      const [embedding] = await reachRedis(asked)
      active.note(embedding)
    },
    readDesk: () => reachRedis(() => readDesk(settings, redis.batch())),
    tuning: () => tuningOf(inForce(settings)),
    meaningMs: settings.TIMEOUT_SEARCH_MEANING_MS,
  }
}
