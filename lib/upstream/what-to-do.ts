import type { Cause, Service } from './cause.ts'

/** What an owner can do about a service's failure, in one sentence. */
export function whatToDo(service: Service, cause: Cause): string {
  if (service === 'assets') {
    return 'A Worker cannot read its own texts: set its binding ASSETS as wrangler.toml does, and deploy it again.'
  }
  const { name, url, key, thing, timeout } = remotes[service]
  switch (cause) {
    case 'unreachable':
      return `${name} cannot be reached: check ${url}, and the service's status page.`
    case 'late':
      return `${name} did not answer in time: if it stays so, raise ${timeout}.`
    case 'redirected':
      if (service === 'github') {
        return 'GitHub says that the repository has moved: set CONTENT_REPO to its new name.'
      }
      return `${name} redirects to another address, which is not followed with your key: set ${url} to the address itself.`
    case 'without-credit':
      return `${name} wants to be paid: add credit to the account that ${key} belongs to.`
    case 'key-refused':
      return `${name} refuses the key: set ${key} anew.`
    case 'not-found':
      return `${name} does not know what was asked for: check ${thing}.`
    case 'refused':
      return `${name} does not take the request: its message says why; check ${thing}.`
    case 'index-missing':
      return `${name} lacks an index on a field that a filter uses: start an ingestion run, which makes it.`
    case 'daily-limit':
      return `${name} has answered as many requests as its plan allows a day: wait for its reset, or choose a larger plan.`
    case 'too-many-requests':
      return `${name} gets more requests than its plan allows: it is asked again later; a larger plan allows more.`
    case 'failing':
      return `${name} fails at its own side: see the service's status page.`
    case 'unreadable':
      return `${name} answers with something else than was asked for: check ${url === thing ? url : `${url} and ${thing}`}.`
  }
}

/** What a service is called, and the settings for its address, its key, what is asked of it and how long it may take. */
interface Remote {
  name: string
  url: string
  key: string
  thing: string
  timeout: string
}

const openRouter = { url: 'OPENROUTER_BASE_URL', key: 'OPENROUTER_API_KEY' }

const remotes: Record<Exclude<Service, 'assets'>, Remote> = {
  neon: {
    name: 'Neon',
    url: 'DATABASE_URL',
    key: 'DATABASE_URL',
    thing: 'DATABASE_URL',
    timeout: 'TIMEOUT_NEON_MS',
  },
  qdrant: {
    name: 'Qdrant',
    url: 'QDRANT_URL',
    key: 'QDRANT_API_KEY',
    thing: 'QDRANT_COLLECTION, and start an ingestion run',
    timeout: 'TIMEOUT_QDRANT_MS',
  },
  redis: {
    name: 'Upstash Redis',
    url: 'UPSTASH_REDIS_REST_URL',
    key: 'UPSTASH_REDIS_REST_TOKEN',
    thing: 'UPSTASH_REDIS_REST_URL',
    timeout: 'TIMEOUT_REDIS_MS',
  },
  embedding: {
    name: "OpenRouter's embedding model",
    ...openRouter,
    thing: 'OPENROUTER_EMBEDDING_MODEL and EMBEDDING_DIMENSIONS',
    timeout: 'TIMEOUT_EMBEDDING_MS',
  },
  model: {
    name: "OpenRouter's chat model",
    ...openRouter,
    thing: 'OPENROUTER_CHAT_MODEL',
    timeout: 'TIMEOUT_FIRST_TOKEN_MS',
  },
  reranker: {
    name: "OpenRouter's reranking model",
    ...openRouter,
    thing: 'RERANK_MODEL',
    timeout: 'TIMEOUT_RERANK_MS',
  },
  checker: {
    name: "OpenRouter's model that checks claims",
    ...openRouter,
    thing: 'CLAIM_CHECK_MODEL',
    timeout: 'TIMEOUT_CLAIM_CHECK_MS',
  },
  github: {
    name: 'GitHub',
    url: 'GITHUB_API_URL',
    key: 'GITHUB_TOKEN',
    thing: 'CONTENT_REPO and CONTENT_REF',
    timeout: 'TIMEOUT_INGESTION_MS',
  },
  turnstile: {
    name: 'Cloudflare Turnstile',
    url: 'TURNSTILE_URL',
    key: 'TURNSTILE_SECRET_KEY',
    thing: 'TURNSTILE_SITE_KEY and TURNSTILE_SECRET_KEY',
    timeout: 'TIMEOUT_TURNSTILE_MS',
  },
  telegram: {
    name: 'Telegram',
    url: 'TELEGRAM_API_URL',
    key: 'TELEGRAM_BOT_TOKEN',
    thing: 'TELEGRAM_BOT_TOKEN',
    timeout: 'TIMEOUT_TELEGRAM_MS',
  },
  slack: {
    name: 'Slack',
    url: 'SLACK_API_URL',
    key: 'SLACK_BOT_TOKEN',
    thing: 'SLACK_BOT_TOKEN and SLACK_HAND_OFF_CHANNEL',
    timeout: 'TIMEOUT_CHANNEL_MS',
  },
  discord: {
    name: 'Discord',
    url: 'DISCORD_API_URL',
    key: 'DISCORD_BOT_TOKEN',
    thing: 'DISCORD_BOT_TOKEN',
    timeout: 'TIMEOUT_CHANNEL_MS',
  },
  chatwoot: {
    name: 'Chatwoot',
    url: 'CHATWOOT_URL',
    key: 'CHATWOOT_API_TOKEN',
    thing: 'CHATWOOT_ACCOUNT_ID and CHATWOOT_INBOX_ID',
    timeout: 'TIMEOUT_CHANNEL_MS',
  },
  collector: {
    name: 'The collector of traces',
    url: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    key: 'OTEL_EXPORTER_OTLP_HEADERS',
    thing: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    timeout: 'OTEL_EXPORTER_OTLP_TIMEOUT',
  },
}
