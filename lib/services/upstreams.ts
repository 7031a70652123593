import { type CronRest, createCronRest, createQueuedLook } from '../clients/cron-rest.ts'
import { isCallersFault } from '../clients/neon.ts'
import type { Settings } from '../env.ts'
import type { Budgets } from '../limits/budget.ts'
import { readTexts, type TextsName } from '../text/assets/asset-texts.ts'
import { readHeaders } from '../tracing/collector.ts'
import { createBreaker } from '../upstream/breaker.ts'
import { isCalledOff, isRequestsFault, type Service } from '../upstream/cause.ts'
import { createTroubles, type Troubles } from '../upstream/troubles.ts'
import { watch } from '../upstream/watch.ts'
import { createPublisher } from '../webhooks/publish.ts'
import { createWaker, type RelayMessage } from '../webhooks/wake.ts'
import * as doors from './doors.ts'
import { newId, now } from './doors.ts'

export const neonFor = (settings: Settings, timeoutMs?: number) =>
  watch(doors.neonFor(settings, timeoutMs), noting(settings, 'neon'))

/** The same for what a question reads and leaves. */
export const neonOfQuestions = (settings: Settings) =>
  watch(doors.neonOfQuestions(settings), noting(settings, 'neon'))

/** Holds the state: Redis, or Postgres where the settings name no Redis. */
export function redisFor(settings: Settings) {
  const door = doors.redisFor(settings)
  return watch(door, noting(settings, door.upstream))
}

/** Holds the passages' vectors: Qdrant, or Postgres where the settings name no Qdrant. */
export const qdrantFor = (settings: Settings, timeoutMs: number) =>
  watch(doors.qdrantFor(settings, timeoutMs), noting(settings, doors.pointsIn(settings)))

/** Holds the vectors of answered questions, where those of the passages are. */
export const pointsFor = (settings: Settings, timeoutMs?: number) =>
  watch(doors.pointsFor(settings, timeoutMs), noting(settings, doors.pointsIn(settings)))

export function openRouterFor(settings: Settings) {
  const { embed, complete, ...door } = doors.openRouterFor(settings)
  return {
    ...door,
    ...watch({ embed }, noting(settings, 'embedding')),
    ...watch({ complete }, noting(settings, 'model')),
  }
}

/** Reads texts that the Worker has among its assets; throws where they are not to be had. */
export const readTextsFor = (settings: Settings, name: TextsName): Promise<void> =>
  watch({ readTexts }, noting(settings, 'assets')).readTexts(name, settings.ASSETS)

export const wakerFor = (settings: Settings) =>
  createWaker({ queue: settings.WEBHOOKS_QUEUE, now, rest: restFor(settings, 'deliveries') })

/** Whether the team answers hand-offs in a tool of its own. */
export const hasHelpdesk = (settings: Settings) =>
  settings.SLACK_HAND_OFF_CHANNEL !== undefined || settings.CHATWOOT_API_TOKEN !== undefined

/** Whether somebody sees to it when a reader asks for a person, without any webhook. */
export const isInboxWatched = (settings: Settings) =>
  settings.INBOX_WATCHED || hasHelpdesk(settings)

/** Has the team's tools told of a session's hand-offs, by the queue; what is lost there, a cron finds. */
export const relayFor = (settings: Settings) => async (sessionId: string) => {
  if (!hasHelpdesk(settings)) return
  const message: RelayMessage = { relay: sessionId }
  await Promise.allSettled([
    settings.WEBHOOKS_QUEUE.send(message),
    restFor(settings, 'deliveries').end(),
  ])
}

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

export const publisherFor = (settings: Settings) => publisherOf(settings, neonFor(settings))

const publisherOf = (settings: Settings, neon: ReturnType<typeof neonFor>) =>
  createPublisher({
    neon,
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
    noteFailure: noting(settings, service),
  })

const troublesOf = new WeakMap<Settings, Troubles>()

/** What went wrong with the services in this isolate: one list for all that it does. */
export function troublesFor(settings: Settings): Troubles {
  const known = troublesOf.get(settings)
  if (known) return known
  const made = createTroubles({
    neon: doors.neonFor(settings),
    publish: publisherOf(settings, doors.neonFor(settings)),
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
    settings.TELEGRAM_BOT_TOKEN,
    settings.SLACK_BOT_TOKEN,
    settings.DISCORD_BOT_TOKEN,
    settings.CHATWOOT_API_TOKEN,
    ...Object.values(readHeaders(settings.OTEL_EXPORTER_OTLP_HEADERS)).filter(Boolean),
  ].filter((secret) => secret !== undefined),
]

/** Notes what a service fails with, unless it is the caller's fault, or the caller has gone. */
export const noting =
  (settings: Settings, service: Service) =>
  (error: unknown): void => {
    if (!isCallersFault(error) && !isCalledOff(error)) troublesFor(settings).note(service, error)
  }
