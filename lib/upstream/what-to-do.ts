import type { Cause, Service } from './cause.ts'

/** What an owner can do about a service's failure, in one sentence. */
export function whatToDo(service: Service, cause: Cause): string {
  switch (cause) {
    case 'unreachable':
      return `${nameOf[service]} cannot be reached: check ${urlOf[service]}, and the service's status page.`
    case 'late':
      return `${nameOf[service]} did not answer in time: if it stays so, raise ${timeoutOf[service]}.`
    case 'redirected':
      if (service === 'github') {
        return 'GitHub says that the repository has moved: set CONTENT_REPO to its new name.'
      }
      return `${nameOf[service]} redirects to another address, which is not followed with your key: set ${urlOf[service]} to the address itself.`
    case 'without-credit':
      return `${nameOf[service]} wants to be paid: add credit to the account that ${keyOf[service]} belongs to.`
    case 'key-refused':
      return `${nameOf[service]} refuses the key: set ${keyOf[service]} anew.`
    case 'not-found':
      return `${nameOf[service]} does not know what was asked for: check ${thingOf[service]}.`
    case 'refused':
      return `${nameOf[service]} does not take the request: its message says why; check ${thingOf[service]}.`
    case 'index-missing':
      return `${nameOf[service]} lacks an index on a field that a filter uses: start an ingestion run, which makes it.`
    case 'daily-limit':
      return `${nameOf[service]} has answered as many requests as its plan allows a day: wait for its reset, or choose a larger plan.`
    case 'too-many-requests':
      return `${nameOf[service]} gets more requests than its plan allows: it is asked again later; a larger plan allows more.`
    case 'failing':
      return `${nameOf[service]} fails at its own side: see the service's status page.`
    case 'unreadable':
      return `${nameOf[service]} answers with something else than was asked for: check ${urlOf[service]} and ${thingOf[service]}.`
  }
}

const nameOf: Record<Service, string> = {
  neon: 'Neon',
  qdrant: 'Qdrant',
  redis: 'Upstash Redis',
  embedding: "OpenRouter's embedding model",
  model: "OpenRouter's chat model",
  reranker: "OpenRouter's reranking model",
  checker: "OpenRouter's model that checks claims",
  github: 'GitHub',
  turnstile: 'Cloudflare Turnstile',
  telegram: 'Telegram',
  slack: 'Slack',
  discord: 'Discord',
  chatwoot: 'Chatwoot',
  collector: 'The collector of traces',
}

const urlOf: Record<Service, string> = {
  neon: 'DATABASE_URL',
  qdrant: 'QDRANT_URL',
  redis: 'UPSTASH_REDIS_REST_URL',
  embedding: 'OPENROUTER_BASE_URL',
  model: 'OPENROUTER_BASE_URL',
  reranker: 'OPENROUTER_BASE_URL',
  checker: 'OPENROUTER_BASE_URL',
  github: 'GITHUB_API_URL',
  turnstile: 'TURNSTILE_URL',
  telegram: 'TELEGRAM_API_URL',
  slack: 'SLACK_API_URL',
  discord: 'DISCORD_API_URL',
  chatwoot: 'CHATWOOT_URL',
  collector: 'OTEL_EXPORTER_OTLP_ENDPOINT',
}

const keyOf: Record<Service, string> = {
  neon: 'DATABASE_URL',
  qdrant: 'QDRANT_API_KEY',
  redis: 'UPSTASH_REDIS_REST_TOKEN',
  embedding: 'OPENROUTER_API_KEY',
  model: 'OPENROUTER_API_KEY',
  reranker: 'OPENROUTER_API_KEY',
  checker: 'OPENROUTER_API_KEY',
  github: 'GITHUB_TOKEN',
  turnstile: 'TURNSTILE_SECRET_KEY',
  telegram: 'TELEGRAM_BOT_TOKEN',
  slack: 'SLACK_BOT_TOKEN',
  discord: 'DISCORD_BOT_TOKEN',
  chatwoot: 'CHATWOOT_API_TOKEN',
  collector: 'OTEL_EXPORTER_OTLP_HEADERS',
}

const thingOf: Record<Service, string> = {
  neon: 'DATABASE_URL',
  qdrant: 'QDRANT_COLLECTION, and start an ingestion run',
  redis: 'UPSTASH_REDIS_REST_URL',
  embedding: 'OPENROUTER_EMBEDDING_MODEL and EMBEDDING_DIMENSIONS',
  model: 'OPENROUTER_CHAT_MODEL',
  reranker: 'RERANK_MODEL',
  checker: 'CLAIM_CHECK_MODEL',
  github: 'CONTENT_REPO and CONTENT_REF',
  turnstile: 'TURNSTILE_SITE_KEY and TURNSTILE_SECRET_KEY',
  telegram: 'TELEGRAM_BOT_TOKEN',
  slack: 'SLACK_BOT_TOKEN and SLACK_HAND_OFF_CHANNEL',
  discord: 'DISCORD_BOT_TOKEN',
  chatwoot: 'CHATWOOT_ACCOUNT_ID and CHATWOOT_INBOX_ID',
  collector: 'OTEL_EXPORTER_OTLP_ENDPOINT',
}

const timeoutOf: Record<Service, string> = {
  neon: 'TIMEOUT_NEON_MS',
  qdrant: 'TIMEOUT_QDRANT_MS',
  redis: 'TIMEOUT_REDIS_MS',
  embedding: 'TIMEOUT_EMBEDDING_MS',
  model: 'TIMEOUT_FIRST_TOKEN_MS',
  reranker: 'TIMEOUT_RERANK_MS',
  checker: 'TIMEOUT_CLAIM_CHECK_MS',
  github: 'TIMEOUT_INGESTION_MS',
  turnstile: 'TIMEOUT_TURNSTILE_MS',
  telegram: 'TIMEOUT_TELEGRAM_MS',
  slack: 'TIMEOUT_CHANNEL_MS',
  discord: 'TIMEOUT_CHANNEL_MS',
  chatwoot: 'TIMEOUT_CHANNEL_MS',
  collector: 'OTEL_EXPORTER_OTLP_TIMEOUT',
}
