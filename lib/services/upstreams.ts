import { createAnswerPointsInPostgres } from '../cache/answer-points-in-postgres.ts'
import { type AnswerPoints, createAnswerPoints } from '../clients/answer-points.ts'
import { type CronRest, createCronRest, createQueuedLook } from '../clients/cron-rest.ts'
import { createEmbed } from '../clients/embeddings.ts'
import { createNeon, isCallersFault } from '../clients/neon.ts'
import { createOpenRouter } from '../clients/openrouter.ts'
import { createOpenRouterDoor } from '../clients/openrouter-door.ts'
import { createQdrant, type Qdrant } from '../clients/qdrant.ts'
import { createRedis, type RedisDoor } from '../clients/redis.ts'
import { createStateInPostgres } from '../clients/state-in-postgres.ts'
import { createTurnstile } from '../clients/turnstile.ts'
import type { Settings } from '../env.ts'
import type { Budgets } from '../limits/budget.ts'
import { createPassagesInPostgres } from '../retrieval/passages-in-postgres.ts'
import { searchVectors } from '../retrieval/search-vectors.ts'
import { sha256Hex } from '../text/sha256.ts'
import { createBreaker } from '../upstream/breaker.ts'
import { isRequestsFault, type Service } from '../upstream/cause.ts'
import { createTroubles, type Troubles } from '../upstream/troubles.ts'
import { createPublisher } from '../webhooks/publish.ts'
import { createWaker } from '../webhooks/wake.ts'

export const now = () => Date.now()
export const newId = () => crypto.randomUUID()

export const neonFor = (settings: Settings, timeoutMs = settings.TIMEOUT_NEON_MS) =>
  createNeon({
    url: settings.DATABASE_URL,
    httpUrl: settings.NEON_HTTP_URL,
    timeoutMs,
  })

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
  createEmbed(
    embeddingSettings(settings),
    createOpenRouterDoor({
      baseUrl: settings.OPENROUTER_BASE_URL,
      apiKey: settings.OPENROUTER_API_KEY,
    }),
  )

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

export const wakerFor = (settings: Settings) =>
  createWaker({ queue: settings.WEBHOOKS_QUEUE, now, rest: restFor(settings, 'deliveries') })

const queuedLooks = new WeakMap<Settings, CronRest>()

/** What keeps a cron from waking Neon: a mark in Redis, or the queue where there is no Redis. */
export function restFor(settings: Settings, duty: 'deliveries' | 'house'): CronRest {
  const redis = redisFor(settings)
  if (redis.upstream === 'redis') return createCronRest(duty, redis.commands)
  const known = queuedLooks.get(settings)
  if (known) return known
  const made = createQueuedLook(settings.WEBHOOKS_QUEUE, now)
  queuedLooks.set(settings, made)
  return made
}

export const publisherFor = (settings: Settings) =>
  createPublisher({
    neon: neonFor(settings),
    queue: settings.WEBHOOKS_QUEUE,
    waker: wakerFor(settings),
    newId,
    now,
  })

/** The model, and the length of its vectors, that the settings name. */
export const embeddingOf = (settings: Settings) => ({
  model: settings.OPENROUTER_EMBEDDING_MODEL,
  dimensions: settings.EMBEDDING_DIMENSIONS,
})

/** What a day may cost, as the settings say. */
export const budgetsOf = (settings: Settings): Budgets => ({
  deployment: { tokens: settings.BUDGET_TOKENS_PER_DAY, money: settings.BUDGET_MONEY_PER_DAY },
  session: {
    tokens: settings.BUDGET_SESSION_TOKENS_PER_DAY,
    money: settings.BUDGET_SESSION_MONEY_PER_DAY,
  },
  address: { tokens: settings.BUDGET_IP_TOKENS_PER_DAY, money: settings.BUDGET_IP_MONEY_PER_DAY },
  prices: {
    input: settings.PRICE_INPUT_PER_MILLION,
    output: settings.PRICE_OUTPUT_PER_MILLION,
  },
})

/** A circuit breaker for a service; what it fails with is noted. */
export const breakerFor = (settings: Settings, service: Service, name: string = service) =>
  createBreaker(name, {
    failures: settings.BREAKER_FAILURES,
    pauseMs: settings.BREAKER_PAUSE_MS,
    now,
    isCallersFault: (error) => isCallersFault(error) || isRequestsFault(error),
    noteFailure: (error) => {
      if (!isCallersFault(error)) troublesFor(settings).note(service, error)
    },
  })

const troublesOf = new WeakMap<Settings, Troubles>()

/** What went wrong with the services in this isolate: one list for all that it does. */
export function troublesFor(settings: Settings): Troubles {
  const known = troublesOf.get(settings)
  if (known) return known
  const made = createTroubles({
    neon: neonFor(settings),
    publish: publisherFor(settings),
    now,
    secrets: secretsOf(settings),
    log: (line) => console.error(line),
  })
  troublesOf.set(settings, made)
  return made
}

const secretsOf = ({ DATABASE_URL, GITHUB_TOKEN, ...settings }: Settings) => [
  DATABASE_URL,
  new URL(DATABASE_URL).password || DATABASE_URL,
  settings.OPENROUTER_API_KEY,
  ...[
    GITHUB_TOKEN,
    settings.QDRANT_API_KEY,
    settings.UPSTASH_REDIS_REST_TOKEN,
    settings.TURNSTILE_SECRET_KEY,
  ].filter((secret) => secret !== undefined),
]

/** Does the work, and notes what a service fails with. */
export async function noted<T>(
  settings: Settings,
  service: Service,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    troublesFor(settings).note(service, error)
    throw error
  }
}
