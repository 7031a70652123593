import { secondLookTokens } from '../answer/after/second-look.ts'
import { createAnswerPointsInPostgres } from '../cache/answer-points-in-postgres.ts'
import { type AnswerPoints, createAnswerPoints } from '../clients/answer-points.ts'
import { createEmbed } from '../clients/embeddings.ts'
import { createNeon } from '../clients/neon.ts'
import { createOpenRouter } from '../clients/openrouter.ts'
import { createOpenRouterDoor } from '../clients/openrouter-door.ts'
import { createQdrant, type Qdrant } from '../clients/qdrant.ts'
import { createRedis, type RedisDoor } from '../clients/redis.ts'
import { createRerank } from '../clients/rerank.ts'
import { createStateInPostgres } from '../clients/state-in-postgres.ts'
import { createTurnstile } from '../clients/turnstile.ts'
import { usualBytes } from '../clients/wire/bounded-reply.ts'
import type { Settings } from '../env.ts'
import { createPassagesInPostgres } from '../retrieval/passages-in-postgres.ts'
import { searchVectors } from '../retrieval/search-vectors.ts'
import { sha256Hex } from '../text/hash/sha256.ts'
import type { Service } from '../upstream/cause.ts'

// The doors as they are. A question's way has a breaker before each, which notes what fails; all else
// goes through those of upstreams.ts, which note it themselves.

export const now = () => Date.now()
export const newId = () => crypto.randomUUID()

export const neonFor = (
  settings: Settings,
  timeoutMs = settings.TIMEOUT_NEON_MS,
  mostBytes?: number,
) =>
  createNeon({
    url: settings.DATABASE_URL,
    httpUrl: settings.NEON_HTTP_URL,
    timeoutMs,
    mostBytes,
  })

/** The same for what a question reads and leaves: none of those replies is long. */
export const neonOfQuestions = (settings: Settings) =>
  neonFor(settings, settings.TIMEOUT_NEON_MS, usualBytes)

/** Holds the state: Redis, or Postgres where the settings name no Redis. */
export function redisFor(settings: Settings): RedisDoor {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = settings
  if (url && token) return createRedis({ url, token, timeoutMs: settings.TIMEOUT_REDIS_MS })
  return createStateInPostgres({
    neon: neonFor(settings),
    limiters: { session: settings.SESSION_LIMITER, address: settings.ADDRESS_LIMITER },
    hash: (id) => sha256Hex(`${settings.SESSION_SECRET}:${id}`),
    now,
  })
}

/** Holds the passages' vectors: Qdrant, or Postgres where the settings name no Qdrant. */
export function qdrantFor(settings: Settings, timeoutMs: number): Qdrant {
  const door = qdrantDoorOf(settings, timeoutMs)
  if (door) return createQdrant(door)
  return createPassagesInPostgres(neonFor(settings, atLeastNeons(settings, timeoutMs)))
}

/** Where vectors are searched while Qdrant is away; nowhere if it is Postgres that answers for them. */
export const searchInsteadFor = ({ QDRANT_URL }: Settings) =>
  QDRANT_URL === undefined ? {} : { searchInstead: searchVectors }

/** Where the vectors of answered questions are. */
export const pointsIn = ({ QDRANT_URL }: Settings): Service =>
  QDRANT_URL === undefined ? 'neon' : 'qdrant'

/** Holds the vectors of answered questions, where those of the passages are. */
export function pointsFor(
  settings: Settings,
  timeoutMs = settings.TIMEOUT_QDRANT_MS,
): AnswerPoints {
  const door = qdrantDoorOf(settings, timeoutMs)
  if (door) return createAnswerPoints(door)
  return createAnswerPointsInPostgres(neonFor(settings, atLeastNeons(settings, timeoutMs)))
}

function qdrantDoorOf(settings: Settings, timeoutMs: number) {
  const { QDRANT_URL: url, QDRANT_API_KEY: apiKey, QDRANT_COLLECTION: collection } = settings
  return url && apiKey ? { url, apiKey, collection, timeoutMs } : undefined
}

// A database that has slept takes longer to answer than Qdrant may.
const atLeastNeons = ({ TIMEOUT_NEON_MS }: Settings, timeoutMs: number) =>
  Math.max(TIMEOUT_NEON_MS, timeoutMs)

/** Embeds texts, where nothing else is asked of OpenRouter. */
export const embedFor = (settings: Settings) =>
  createEmbed(embeddingSettings(settings), openRouterDoorFor(settings))

/** Asks the model that checks claims, where the settings name one. */
export function checkFor(settings: Settings) {
  if (!settings.CLAIM_CHECK_MODEL) return {}
  const checker = {
    ...settings,
    OPENROUTER_CHAT_MODEL: settings.CLAIM_CHECK_MODEL,
    OPENROUTER_FALLBACK_MODELS: [],
    ANSWER_MAX_TOKENS: secondLookTokens,
  }
  return { check: openRouterFor(checker).complete }
}

/** Orders passages anew, where the settings name a model for it. */
export const rerankFor = (settings: Settings) =>
  settings.RERANK_MODEL
    ? { rerank: createRerank(settings.RERANK_MODEL, openRouterDoorFor(settings)) }
    : {}

const openRouterDoorFor = (settings: Settings) =>
  createOpenRouterDoor({
    baseUrl: settings.OPENROUTER_BASE_URL,
    apiKey: settings.OPENROUTER_API_KEY,
  })

const embeddingSettings = (settings: Settings) => ({
  embeddingModel: settings.OPENROUTER_EMBEDDING_MODEL,
  dimensions: settings.EMBEDDING_DIMENSIONS,
})

export const openRouterFor = (settings: Settings) =>
  createOpenRouter({
    baseUrl: settings.OPENROUTER_BASE_URL,
    apiKey: settings.OPENROUTER_API_KEY,
    ...embeddingSettings(settings),
    chatModel: settings.OPENROUTER_CHAT_MODEL,
    fallbackModels: settings.OPENROUTER_FALLBACK_MODELS,
    maxTokens: settings.ANSWER_MAX_TOKENS,
  })

/** Cloudflare Turnstile, where the settings name its keys. */
export function turnstileFor(settings: Settings) {
  const { TURNSTILE_SITE_KEY: siteKey, TURNSTILE_SECRET_KEY: secret } = settings
  if (!siteKey || !secret) return undefined
  const { TURNSTILE_URL: url, TIMEOUT_TURNSTILE_MS: timeoutMs } = settings
  return { ...createTurnstile({ url, secret, timeoutMs }), siteKey }
}
