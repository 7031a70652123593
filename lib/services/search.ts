import { createStateValue } from '../clients/state-value.ts'
import type { Settings } from '../env.ts'
import { createActiveEmbedding, embeddingKey } from '../index/active-embedding.ts'
import { createQuestionEmbedding } from '../index/embed-question.ts'
import { createSearchLog } from '../search/log.ts'
import type { Search } from '../search/query.ts'
import { type SearchDeps, search } from '../search/search.ts'
import { embedFor, neonFor, newId, now, qdrantFor } from './doors.ts'
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
    searchLog: createSearchLog({
      neon,
      keepsTexts: settings.QUERY_LOG_TEXT,
      pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    }),
  }
}

/** What a search asks, each service behind its circuit breaker. */
export function searchDeps(settings: Settings): SearchDeps {
  const qdrant = qdrantFor(settings, settings.TIMEOUT_QDRANT_MS)
  const active = createActiveEmbedding(embeddingOf(settings))
  const readState = stateReaderFor(settings)
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
    noteEmbedding: async () => active.note(await readState(embeddingKey)),
    denseWeight: settings.RETRIEVAL_DENSE_WEIGHT,
    lexicalWeight: settings.RETRIEVAL_LEXICAL_WEIGHT,
    meaningMs: settings.TIMEOUT_SEARCH_MEANING_MS,
  }
}

/** Reads what holds the state without the whole door to it, which a search has no other use for. */
function stateReaderFor(settings: Settings) {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = settings
  // Where Postgres holds the state it holds the vectors too, and those have one model alone.
  if (!url || !token) return async () => undefined
  const read = createStateValue({ url, token, timeoutMs: settings.TIMEOUT_REDIS_MS })
  const reach = breakerFor(settings, 'redis')
  return (key: string) => reach(() => read(key))
}
