import { mkdirSync } from 'node:fs'
import { neon } from '@neondatabase/serverless'
import { type Cloud, startCloud } from '../dev/cloud/cloud.ts'
import { UsageError } from '../dev/commands/usage-error.ts'
import { applySchema } from '../dev/suite/apply-schema.ts'
import { developmentSecrets } from '../dev/suite/secrets.ts'
import { readSettings, type Settings } from '../lib/env.ts'
import { type EmbedderOptions, startEmbedder } from './embedder/embedder.ts'

const quietQueue = { send: async () => {}, sendBatch: async () => {} }

export interface ScratchCloud {
  settings: Settings
  /** The id of a new session: each question has its own, so that none is taken for a follow-up. */
  openSession(): Promise<string>
  close(): Promise<void>
}

/**
 * Empty stores for one evaluation, and embeddings whose vectors are kept in `dataDir`. Real services
 * take the place of the stand-ins by their settings in the environment, as for the local cloud; a
 * real database has to be empty.
 */
export async function startScratchCloud(
  dataDir: string,
  env: Record<string, string | undefined>,
  options: EmbedderOptions = {},
): Promise<ScratchCloud> {
  mkdirSync(dataDir, { recursive: true })
  const { DATABASE_URL, QDRANT_URL, QDRANT_API_KEY, OPENROUTER_API_KEY } = env
  const real = {
    ...(DATABASE_URL && { databaseUrl: DATABASE_URL }),
    ...(QDRANT_URL && { qdrantUrl: QDRANT_URL }),
    ...(QDRANT_API_KEY && { qdrantApiKey: QDRANT_API_KEY }),
    ...(OPENROUTER_API_KEY && { openrouterApiKey: OPENROUTER_API_KEY }),
  }
  const stores = await startCloud({ docs: dataDir, real, only: ['neon', 'qdrant', 'upstash'] })
  const models = await startCloud({ docs: dataDir, real, dataDir, only: ['openrouter'] })
  const isOther = [options.embedder, options.cosine, options.sameAs].some(Boolean)
  const other = isOther ? await startEmbedder(dataDir, models.settings, options) : undefined
  const settings = readSettings({
    ...stores.settings,
    ...(other?.settings ?? models.settings),
    ...developmentSecrets,
    ...evaluationSettings,
    ...overrides(env),
  })
  await prepare(settings)
  return {
    settings,
    openSession: () => openSession(settings.DATABASE_URL),
    close: () => closeAll([stores, models, ...(other ? [other] : [])]),
  }
}

const evaluationSettings = {
  CONTENT_REPO: 'local/docs',
  QDRANT_COLLECTION: `evaluation-${Date.now()}`,
  RATE_LIMIT_SESSION_PER_MINUTE: '1000000',
  RATE_LIMIT_IP_PER_MINUTE: '1000000',
  RATE_LIMIT_IP_PER_DAY: '1000000',
  TIMEOUT_REDIS_MS: '60000',
  TIMEOUT_NEON_MS: '60000',
  TIMEOUT_QDRANT_MS: '60000',
  TIMEOUT_EMBEDDING_MS: '60000',
  TIMEOUT_RERANK_MS: '60000',
  TIMEOUT_FIRST_TOKEN_MS: '60000',
  TIMEOUT_INGESTION_MS: '600000',
  INGESTION_QUEUE: quietQueue,
  WEBHOOKS_QUEUE: quietQueue,
  JOURNAL_QUEUE: quietQueue,
}

/** What is being tried out: retrieval settings and models of the environment. */
function overrides(env: Record<string, string | undefined>) {
  const names = Object.keys(env).filter((name) =>
    /^(?:RETRIEVAL_|RERANK_|CLAIM_CHECK_|ANSWER_|OPENROUTER_|EMBEDDING_DIMENSIONS$)/.test(name),
  )
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])))
}

async function prepare({ DATABASE_URL, NEON_HTTP_URL }: Settings): Promise<void> {
  await applySchema({ databaseUrl: DATABASE_URL, httpUrl: NEON_HTTP_URL, exactSearch: true })
  const sql = neon(DATABASE_URL)
  const [held] = await sql`select exists (select from documents) as held`
  if (held?.held === true)
    throw new UsageError('DATABASE_URL: the database holds a book; name an empty one.')
}

async function openSession(databaseUrl: string): Promise<string> {
  const [session] = await neon(databaseUrl)`
    insert into sessions (id) values (gen_random_uuid()) returning id`
  return String(session?.id)
}

async function closeAll(clouds: Pick<Cloud, 'close'>[]): Promise<void> {
  await Promise.all(clouds.map((cloud) => cloud.close()))
}
