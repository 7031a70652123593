import { createAnswerPoints } from '../clients/answer-points.ts'
import { createNeon, isCallersFault } from '../clients/neon.ts'
import { createOpenRouter } from '../clients/openrouter.ts'
import { createQdrant } from '../clients/qdrant.ts'
import { createRedis } from '../clients/redis.ts'
import type { Settings } from '../env.ts'
import type { Budgets } from '../limits/budget.ts'
import { createBreaker } from '../upstream/breaker.ts'
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

export const redisFor = (settings: Settings) =>
  createRedis({
    url: settings.UPSTASH_REDIS_REST_URL,
    token: settings.UPSTASH_REDIS_REST_TOKEN,
    timeoutMs: settings.TIMEOUT_REDIS_MS,
  })

export const qdrantFor = (settings: Settings, timeoutMs: number) =>
  createQdrant({
    url: settings.QDRANT_URL,
    apiKey: settings.QDRANT_API_KEY,
    collection: settings.QDRANT_COLLECTION,
    timeoutMs,
  })

export const pointsFor = (settings: Settings, timeoutMs = settings.TIMEOUT_QDRANT_MS) =>
  createAnswerPoints({
    url: settings.QDRANT_URL,
    apiKey: settings.QDRANT_API_KEY,
    collection: settings.QDRANT_COLLECTION,
    timeoutMs,
  })

export const openRouterFor = (settings: Settings) =>
  createOpenRouter({
    baseUrl: settings.OPENROUTER_BASE_URL,
    apiKey: settings.OPENROUTER_API_KEY,
    embeddingModel: settings.OPENROUTER_EMBEDDING_MODEL,
    dimensions: settings.EMBEDDING_DIMENSIONS,
    chatModel: settings.OPENROUTER_CHAT_MODEL,
    fallbackModels: settings.OPENROUTER_FALLBACK_MODELS,
    maxTokens: settings.ANSWER_MAX_TOKENS,
  })

export const wakerFor = (settings: Settings) => createWaker({ queue: settings.WEBHOOKS_QUEUE })

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

/** A circuit breaker for the upstream of this name. */
export const breakerFor = (settings: Settings, upstream: string) =>
  createBreaker(upstream, {
    failures: settings.BREAKER_FAILURES,
    pauseMs: settings.BREAKER_PAUSE_MS,
    now,
    isCallersFault,
  })
