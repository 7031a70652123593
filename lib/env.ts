import type { Queue, RateLimit } from '@cloudflare/workers-types/experimental'
import * as z from 'zod/mini'
import { ContentSources, generator } from './content-sources.ts'

const url = z.url({ protocol: /^https?$/ })

const whereAbsent = new Map<z.ZodMiniType, () => unknown>()

/** Says what a setting is where nobody has set it, so that its schema need not be made to learn it. */
function absentAs<S extends z.ZodMiniType>(schema: S, value: () => z.output<S>): S {
  whereAbsent.set(schema, value)
  return schema
}

/** What is the fallback where nobody has set it. */
const or = <S extends z.ZodMiniType>(schema: S, fallback: z.util.NoUndefined<z.output<S>>) =>
  absentAs(z._default(schema, fallback), () => fallback)
/** What may be left out; `optional` may be left empty too. */
const maybe = <S extends z.ZodMiniType>(schema: S) => absentAs(z.optional(schema), () => undefined)

// What many settings share is made once: every isolate starts with this.
const anyText = z.string()
const number = z.coerce.number()
const atLeast = (least: number) => number.check(z.int(), z.gte(least))
const positive = atLeast(1)
const natural = atLeast(0)
const fraction = number.check(z.gte(0), z.lte(1))
const sum = number.check(z.gte(0))
const yesOrNo = z.enum(['true', 'false'])
const isYes = z.transform((value: 'true' | 'false') => value === 'true')

const text = (fallback: string) => or(anyText, fallback)
const whole = (fallback: number, least: 0 | 1 = 1) => or(least === 0 ? natural : positive, fallback)
const share = (fallback: number) => or(fraction, fallback)
const amount = (fallback: number) => or(sum, fallback)
const words = (value: string) => value.split(',').flatMap((part) => part.trim() || [])
const list = absentAs(z.pipe(z._default(anyText, ''), z.transform(words)), () => [])
const flag = (fallback: boolean) =>
  absentAs(z.pipe(z._default(yesOrNo, fallback ? 'true' : 'false'), isYes), () => fallback)
const parts = (value: string) => value.split(',')
const ports = (fallback: string) =>
  absentAs(
    z.pipe(
      z._default(z.string().check(z.regex(/^\d{1,5}(,\d{1,5})*$/)), fallback),
      z.transform(parts),
    ),
    () => parts(fallback),
  )
const numbers = (value: string) => value.split(',').map(Number)
const seconds = (fallback: string) =>
  absentAs(
    z.pipe(
      z._default(z.string().check(z.regex(/^\d+(\.\d+)?(,\d+(\.\d+)?)*$/)), fallback),
      z.transform(numbers),
    ),
    () => numbers(fallback),
  )
/** `ada@example.com=owner,@example.com=viewer`: what who has signed in at Cloudflare Access may do. */
const accessRoles = absentAs(
  z.pipe(
    z._default(
      z
        .string()
        .check(
          z.regex(
            /^(?:\s*[\w.+-]*@?[\w.-]+=(?:viewer|editor|owner)\s*(?:,|$))*$/,
            'must be like ada@example.com=owner,@example.com=viewer',
          ),
        ),
      '',
    ),
    z.transform((value: string) =>
      value.split(',').flatMap((part) => {
        const [who = '', role = ''] = part.trim().toLowerCase().split('=')
        return role === 'viewer' || role === 'editor' || role === 'owner'
          ? [{ who, role } as const]
          : []
      }),
    ),
  ),
  () => [],
)
const secret = z.string().check(z.minLength(8))
/** What may be left out on purpose, or left empty. */
const optional = <Value extends z.ZodMiniType>(value: Value) =>
  absentAs(
    z.pipe(
      z.optional(z.union([value, nothing])),
      z.transform((given) => (given === '' ? undefined : given)),
    ),
    () => undefined,
  )
const nothing = z.literal('')
/** A mail address, or the URL of a page. */
const contact = z.union([z.email(), z.url({ protocol: /^https?$/ })])
const key = z.string().check(z.minLength(32, 'must have at least 32 characters'))
const limiter = z.custom<RateLimit>((value) => typeof value === 'object' && value !== null)
const queue = z.custom<Queue>((value) => typeof value === 'object' && value !== null)
const files = z.custom<{ fetch(url: URL, init: { signal: AbortSignal }): Promise<Response> }>(
  (value) => typeof value === 'object' && value !== null,
)

/** Every setting, with its unit in the name and its default beside it. */
export const Settings = z.object({
  DATABASE_URL: z.string().check(z.startsWith('postgres')),
  NEON_HTTP_URL: maybe(url),
  QDRANT_URL: optional(url),
  QDRANT_API_KEY: optional(secret),
  UPSTASH_REDIS_REST_URL: optional(url),
  UPSTASH_REDIS_REST_TOKEN: optional(secret),
  OPENROUTER_API_KEY: secret,
  ADMIN_TOKEN: secret,
  SESSION_SECRET: key,
  IDENTITY_SECRET: key,
  WEBHOOK_SECRET_KEY: key,
  GITHUB_TOKEN: maybe(secret),
  GITHUB_WEBHOOK_SECRET: maybe(z.string().check(z.minLength(16))),
  TELEGRAM_BOT_TOKEN: maybe(z.string().check(z.regex(/^\d+:[\w-]{20,}$/))),
  TELEGRAM_WEBHOOK_SECRET: maybe(z.string().check(z.regex(/^[\w-]{16,256}$/))),
  SLACK_BOT_TOKEN: maybe(z.string().check(z.regex(/^xoxb-[\w-]{10,}$/))),
  SLACK_SIGNING_SECRET: maybe(z.string().check(z.regex(/^[0-9a-f]{32,64}$/))),
  SLACK_HAND_OFF_CHANNEL: optional(z.string().check(z.regex(/^[CG][A-Z0-9]{5,}$/))),
  CHATWOOT_API_TOKEN: optional(secret),
  CHATWOOT_WEBHOOK_SECRET: optional(z.string().check(z.minLength(16))),
  DISCORD_APPLICATION_ID: maybe(z.string().check(z.regex(/^\d{5,20}$/))),
  DISCORD_PUBLIC_KEY: maybe(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
  DISCORD_BOT_TOKEN: maybe(z.string().check(z.minLength(20))),
  MCP_TOKEN: optional(secret),
  ACCESS_TEAM_URL: optional(z.url({ protocol: /^https?$/ })),
  ACCESS_AUDIENCE: optional(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
  ACCESS_ROLES: accessRoles,
  OTEL_EXPORTER_OTLP_HEADERS: maybe(z.string()),
  ALLOW_DEVELOPMENT_SECRETS: flag(false),

  OPENROUTER_BASE_URL: or(url, 'https://openrouter.ai/api/v1'),
  OPENROUTER_EMBEDDING_MODEL: text('qwen/qwen3-embedding-0.6b'),
  EMBEDDING_DIMENSIONS: whole(1024),
  OPENROUTER_CHAT_MODEL: text('qwen/qwen3-30b-a3b'),
  OPENROUTER_FALLBACK_MODELS: list,
  RERANK_MODEL: text(''),
  CLAIM_CHECK_MODEL: text(''),
  QDRANT_COLLECTION: text('textbook-passages'),

  GITHUB_API_URL: or(url, 'https://api.github.com'),
  GITHUB_RAW_URL: maybe(z.union([url, nothing])),
  CONTENT_REPO: optional(z.string().check(z.regex(/^[\w.-]+\/[\w.-]+$/, 'must be owner/name'))),
  CONTENT_REF: text('main'),
  CONTENT_PATH: text('docs'),
  CONTENT_SITE_URL: or(z.union([url, nothing]), ''),
  CONTENT_GENERATOR: optional(generator),
  CONTENT_SOURCES: absentAs(ContentSources, () => []),

  TELEGRAM_API_URL: or(url, 'https://api.telegram.org'),
  SLACK_API_URL: or(url, 'https://slack.com/api'),
  CHATWOOT_URL: or(url, 'https://app.chatwoot.com'),
  CHATWOOT_ACCOUNT_ID: optional(z.coerce.number().check(z.int(), z.gte(1))),
  CHATWOOT_INBOX_ID: optional(z.coerce.number().check(z.int(), z.gte(1))),
  DISCORD_API_URL: or(url, 'https://discord.com/api/v10'),

  OTEL_EXPORTER_OTLP_ENDPOINT: maybe(url),
  OTEL_EXPORTER_OTLP_TIMEOUT: whole(10_000),
  OTEL_METRICS_EXPORTER: or(z.enum(['otlp', 'none']), 'otlp'),
  OTEL_SERVICE_NAME: text('marginalia'),
  OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: flag(false),

  PUBLIC_URL: maybe(url),
  SUITE_URL: maybe(url),
  ALLOWED_ORIGINS: list,
  PERSIST_MESSAGES: flag(true),
  INBOX_WATCHED: flag(false),
  CONTACT: optional(contact),
  QUERY_LOG_TEXT: flag(true),
  SEARCH_CLICKS: flag(false),
  SHARED_ANSWER_DAYS: or(z.coerce.number().check(z.int(), z.gte(0), z.lte(3650)), 0),
  RETENTION_DAYS: whole(0, 0),
  ARCHIVE_SUMMARIES_PER_RUN: whole(40, 0),
  SESSION_TOKEN_HOURS: whole(24),

  RATE_LIMIT_SESSION_PER_MINUTE: whole(20),
  RATE_LIMIT_IP_PER_MINUTE: whole(60),
  RATE_LIMIT_IP_PER_DAY: whole(1000),
  RATE_LIMIT_NEW_SESSIONS_PER_HOUR: whole(60),
  RATE_LIMIT_CALLS_PER_MINUTE: whole(120),
  RATE_LIMIT_SEARCHES_PER_MINUTE: whole(300),
  RATE_LIMIT_ADMIN_GUESSES_PER_MINUTE: whole(10),

  CHALLENGE: or(z.enum(['auto', 'always', 'never']), 'auto'),
  CHALLENGE_ADDRESS_SESSIONS_PER_MINUTE: whole(5),
  CHALLENGE_SESSIONS_PER_MINUTE: whole(120),
  CHALLENGE_BITS: or(z.coerce.number().check(z.int(), z.gte(8), z.lte(20)), 12),
  TURNSTILE_SITE_KEY: optional(z.string().check(z.regex(/^[\w.-]{8,100}$/))),
  TURNSTILE_SECRET_KEY: optional(secret),
  TURNSTILE_URL: or(url, 'https://challenges.cloudflare.com'),

  GAPS_ASKED_PER_RUN: whole(20, 0),
  GAP_DRAFTS_PER_RUN: whole(0, 0),
  GAP_ISSUES_FROM: whole(0, 0),
  GAP_ISSUES_REPO: optional(z.string().check(z.regex(/^[\w.-]+\/[\w.-]+$/, 'must be owner/name'))),

  BUDGET_TOKENS_PER_DAY: whole(0, 0),
  BUDGET_MONEY_PER_DAY: amount(0),
  BUDGET_SESSION_TOKENS_PER_DAY: whole(0, 0),
  BUDGET_SESSION_MONEY_PER_DAY: amount(0),
  BUDGET_IP_TOKENS_PER_DAY: whole(0, 0),
  BUDGET_IP_MONEY_PER_DAY: amount(0),
  PRICE_INPUT_PER_MILLION: amount(0),
  PRICE_OUTPUT_PER_MILLION: amount(0),

  TIMEOUT_REDIS_MS: whole(1000),
  TIMEOUT_NEON_MS: whole(4000),
  TIMEOUT_NEW_SESSION_MS: whole(10_000),
  TIMEOUT_QDRANT_MS: whole(2000),
  TIMEOUT_EMBEDDING_MS: whole(3000),
  TIMEOUT_FIRST_TOKEN_MS: whole(8000),
  TIMEOUT_MODEL_MS: whole(60_000),
  TIMEOUT_REWRITE_MS: whole(800),
  TIMEOUT_RERANK_MS: whole(250),
  TIMEOUT_CLAIM_CHECK_MS: whole(5000),
  TIMEOUT_NEAR_MATCH_MS: whole(50, 0),
  TIMEOUT_SEARCH_MEANING_MS: whole(400),
  TIMEOUT_INGESTION_MS: whole(30_000),
  TIMEOUT_TELEGRAM_MS: whole(5000),
  TIMEOUT_CHANNEL_MS: whole(5000),
  TIMEOUT_TURNSTILE_MS: whole(3000),

  SUBREQUEST_BUDGET: or(atLeast(20), 45),

  BREAKER_FAILURES: whole(5),
  BREAKER_PAUSE_MS: whole(10_000),

  RETRIEVAL_DENSE_WEIGHT: share(0.4),
  RETRIEVAL_LEXICAL_WEIGHT: share(0.6),
  RETRIEVAL_FLOOR: share(0.35),
  RETRIEVAL_STRICTNESS: share(0.85),
  RETRIEVAL_PASSAGES: whole(6),
  RETRIEVAL_MAX_TOKENS: whole(6000),
  ANSWER_MAX_TOKENS: whole(700),
  CACHE_TTL_SECONDS: whole(86_400),
  NEAR_MATCH_THRESHOLD: share(0.8),
  CONVERSATION_TTL_SECONDS: whole(7200),
  UNANSWERED_LIKENESS: share(0.65),

  WEBHOOK_TIMEOUT_MS: whole(15_000),
  WEBHOOK_RETRY_SECONDS: seconds('5,300,1800,7200,18000,36000,50400,72000,86400'),
  WEBHOOK_DELIVERIES_PER_RUN: whole(400),
  WEBHOOK_DELIVERIES_PER_SECOND: whole(50),
  WEBHOOK_LOG_DAYS: whole(30),
  WEBHOOK_PORTS: ports('443,8443'),
  WEBHOOK_ALLOW_PRIVATE: flag(false),

  INGESTION_QUEUE: queue,
  WEBHOOKS_QUEUE: queue,
  JOURNAL_QUEUE: queue,

  ASSETS: maybe(files),

  SESSION_LIMITER: maybe(limiter),
  ADDRESS_LIMITER: maybe(limiter),
})

export type Settings = z.infer<typeof Settings>

/** The name a setting must have for its value to be one that is printed in the handbook. */
const developmentPrefix = 'dev-'
const leastAdminToken = 32
const guardedSecrets = [
  'ADMIN_TOKEN',
  'SESSION_SECRET',
  'IDENTITY_SECRET',
  'WEBHOOK_SECRET_KEY',
] as const

/** Thrown when a binding is missing or wrong; the message names it and never shows its value. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
}

/** Checks the bindings of a Worker and gives them their types; throws a SettingsError. */
export function readSettings(bindings: unknown): Settings {
  const settings = readGiven(bindings)
  rejectHalfPairs(settings)
  rejectHalfHelpdesks(settings)
  rejectNoSource(settings)
  rejectDevelopmentSecrets(settings)
  return settings
}

/** Reads what is set: most settings are not in most deployments, and what they are then is known. */
function readGiven(bindings: unknown): Settings {
  const all = Object.entries<z.ZodMiniType>(Settings.shape)
  const given = Object(bindings)
  const toRead = all.filter(([name, schema]) => name in given || !whereAbsent.has(schema))
  const { success, data, error } = z.object(Object.fromEntries(toRead)).safeParse(bindings)
  if (!success) {
    const faults = error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new SettingsError(`Settings are missing or wrong. ${faults.join('; ')}`)
  }
  const settings = all.flatMap(([name, schema]) => {
    if (name in data) return [[name, data[name]]]
    const value = whereAbsent.get(schema)?.()
    return value === undefined ? [] : [[name, value]]
  })
  // Each value is what its schema reads, or what absentAs has been told that it would read.
  return Object.fromEntries(settings) as Settings
}

/** Without the one there is no use for the other: a service is left out whole, or not at all. */
export const optionalServices = [
  ['QDRANT_URL', 'QDRANT_API_KEY'],
  ['UPSTASH_REDIS_REST_URL', 'UPSTASH_REDIS_REST_TOKEN'],
] as const

const pairs = [
  ...optionalServices,
  ['TURNSTILE_SITE_KEY', 'TURNSTILE_SECRET_KEY'],
  ['ACCESS_TEAM_URL', 'ACCESS_AUDIENCE'],
] as const

const chatwootSettings = [
  'CHATWOOT_API_TOKEN',
  'CHATWOOT_WEBHOOK_SECRET',
  'CHATWOOT_ACCOUNT_ID',
  'CHATWOOT_INBOX_ID',
] as const

/** Hand-offs that no reply comes back from would leave readers waiting. */
function rejectHalfHelpdesks(settings: Settings) {
  const missing = chatwootSettings.filter((name) => settings[name] === undefined)
  if (missing.length > 0 && missing.length < chatwootSettings.length)
    throw new SettingsError(
      `${missing.join(', ')}: is missing; set all of ${chatwootSettings.join(', ')}, or none`,
    )
  if (settings.SLACK_HAND_OFF_CHANNEL !== undefined && !settings.SLACK_BOT_TOKEN)
    throw new SettingsError(
      'SLACK_BOT_TOKEN: is missing; SLACK_HAND_OFF_CHANNEL is of no use without it',
    )
}

function rejectHalfPairs(settings: Settings) {
  for (const [address, key] of pairs) {
    if ((settings[address] === undefined) === (settings[key] === undefined)) continue
    const missing = settings[address] === undefined ? address : key
    throw new SettingsError(
      `${missing}: is missing; set ${address} and ${key}, or neither, to do without the service`,
    )
  }
}

function rejectNoSource({ CONTENT_REPO, CONTENT_SOURCES }: Settings) {
  if (CONTENT_REPO !== undefined || CONTENT_SOURCES.length > 0) return
  throw new SettingsError('CONTENT_REPO: is missing; name it, or the sources in CONTENT_SOURCES')
}

function rejectDevelopmentSecrets(settings: Settings) {
  if (settings.ALLOW_DEVELOPMENT_SECRETS) return
  if (settings.WEBHOOK_ALLOW_PRIVATE) {
    throw new SettingsError('WEBHOOK_ALLOW_PRIVATE: for development only; take it away')
  }
  const published = guardedSecrets.filter((name) => settings[name].startsWith(developmentPrefix))
  if (published.length > 0) {
    throw new SettingsError(
      `${published.join(', ')}: a development secret, known to everyone; set one of your own`,
    )
  }
  if (settings.ADMIN_TOKEN.length < leastAdminToken) {
    throw new SettingsError(`ADMIN_TOKEN: must have at least ${leastAdminToken} characters`)
  }
}
