import type { Answer } from './answer.ts'
import {
  checkDatabase,
  checkOpenRouter,
  checkOrigin,
  checkQdrant,
  checkRepository,
  checkUpstash,
  type Env,
} from './checks.ts'

/** What an owner brings beside the login at Cloudflare; a key is asked for right after its address. */
export const answers = (env: Env): Answer[] => [
  {
    setting: 'DATABASE_URL',
    flag: 'database',
    question: 'Neon: the connection string of the database (console.neon.tech, Connect)',
    check: (value) => checkDatabase(value, env),
  },
  {
    setting: 'OPENROUTER_API_KEY',
    flag: 'openrouter-key',
    question: 'OpenRouter: a key with credit (openrouter.ai/settings/keys)',
    check: (value) => checkOpenRouter(value, env),
  },
  {
    setting: 'CONTENT_REPO',
    flag: 'repository',
    question: 'GitHub: the repository of the book, as owner/name',
    check: (value, { CONTENT_REF = 'main', CONTENT_PATH = 'docs' }) =>
      checkRepository(value, { ref: CONTENT_REF, path: CONTENT_PATH }, env),
  },
  {
    setting: 'ALLOWED_ORIGINS',
    flag: 'origin',
    question: 'The origin of the site that shows the widget, like https://book.example',
    check: checkOrigin,
  },
  {
    setting: 'QDRANT_URL',
    flag: 'qdrant-url',
    question: 'Qdrant: the URL of the cluster with its port (empty for none)',
    isOptional: true,
    check: async (value) => (URL.canParse(value) ? undefined : 'That is not a URL.'),
  },
  {
    setting: 'QDRANT_API_KEY',
    flag: 'qdrant-key',
    question: 'Qdrant: its API key',
    check: (value, { QDRANT_URL = '' }) => checkQdrant(QDRANT_URL, value),
  },
  {
    setting: 'UPSTASH_REDIS_REST_URL',
    flag: 'upstash-url',
    question: 'Upstash: the REST URL of the Redis database (empty for none)',
    isOptional: true,
    check: async (value) => (URL.canParse(value) ? undefined : 'That is not a URL.'),
  },
  {
    setting: 'UPSTASH_REDIS_REST_TOKEN',
    flag: 'upstash-token',
    question: 'Upstash: its standard token',
    check: (value, { UPSTASH_REDIS_REST_URL = '' }) => checkUpstash(UPSTASH_REDIS_REST_URL, value),
  },
]

/** A key is asked for only where its service is used. */
export const isWanted = (setting: string, given: Readonly<Record<string, string>>): boolean =>
  setting === 'QDRANT_API_KEY'
    ? given.QDRANT_URL !== undefined
    : setting !== 'UPSTASH_REDIS_REST_TOKEN' || given.UPSTASH_REDIS_REST_URL !== undefined
