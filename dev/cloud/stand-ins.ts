import { join } from 'node:path'
import { createGithubApp, githubRefusal, githubToken } from './github/github.ts'
import { createNeonApp, neonRefusal } from './neon/neon.ts'
import { postgresBackend } from './neon/sql-backend.ts'
import { startSqlThread } from './neon/sql-thread.ts'
import { hashedEmbeddings, modelEmbeddings } from './openrouter/embeddings.ts'
import { createOpenRouterApp, openRouterRefusal } from './openrouter/openrouter.ts'
import type { CloudOptions, ServiceName } from './options.ts'
import { createQdrantApp, qdrantRefusal } from './qdrant/qdrant.ts'
import { type ServiceOptions, startService } from './stand-in/service.ts'
import { mockRedis, realRedis } from './upstash/redis-backend.ts'
import { createUpstashApp, upstashRefusal } from './upstash/upstash.ts'

export interface Ground {
  options: CloudOptions
  door: Pick<ServiceOptions, 'faults' | 'requests' | 'port'>
}

/** One service of the cloud: how a Worker reaches it, and how it ends. */
export interface Part {
  settings: Record<string, string>
  close?: () => Promise<void>
}

export type StandIn = (ground: Ground) => Promise<Part>

/** How the stand-in's own database is reached; no real one has this address. */
export const standInDatabaseUrl = 'postgres://marginalia:dev-neon-password@127.0.0.1/marginalia'
const qdrantKey = 'dev-qdrant-key'
const upstashToken = 'dev-upstash-token'
const openrouterKey = 'dev-openrouter-key'

// The small model's vectors are worth less than words are: weights and floor from `npm run eval`.
// At this likeness 99 % of the pairs that are grouped are of one subject (TREC CAsT, 20 subjects).
const weakEmbeddings = {
  RETRIEVAL_DENSE_WEIGHT: '0.3',
  RETRIEVAL_LEXICAL_WEIGHT: '0.7',
  RETRIEVAL_FLOOR: '0.235',
  NEAR_MATCH_THRESHOLD: '0.65',
  UNANSWERED_LIKENESS: '0.55',
}

/** Starts each service, or names the real one that stands in its place. */
export const standIns: Record<ServiceName, StandIn> = {
  async neon({ options, door }) {
    const real = options.real?.databaseUrl
    if (real !== undefined && isNeon(real)) return { settings: { DATABASE_URL: real } }
    const dataDir = options.dataDir && join(options.dataDir, 'postgres')
    const place = { dataDir, archive: options.archive }
    const backend = real === undefined ? await startSqlThread(place) : postgresBackend(real)
    const app = createNeonApp(backend, real ?? standInDatabaseUrl)
    const service = await startService({ ...door, app, refusal: neonRefusal })
    return {
      settings: { DATABASE_URL: real ?? standInDatabaseUrl, NEON_HTTP_URL: `${service.url}/sql` },
      close: () => service.close().then(backend.close),
    }
  },

  async qdrant({ options: { dataDir, real }, door }) {
    const { qdrantUrl, qdrantApiKey = '' } = real ?? {}
    if (qdrantUrl) return { settings: { QDRANT_URL: qdrantUrl, QDRANT_API_KEY: qdrantApiKey } }
    const file = dataDir === undefined ? undefined : join(dataDir, 'qdrant.jsonl')
    const app = await createQdrantApp(qdrantKey, file)
    const service = await startService({ ...door, app, refusal: qdrantRefusal })
    return {
      settings: { QDRANT_URL: service.url, QDRANT_API_KEY: qdrantKey },
      close: service.close,
    }
  },

  async upstash({ options, door }) {
    const { dataDir, real } = options
    const snapshot = dataDir === undefined ? undefined : join(dataDir, 'redis.json')
    const redis = real?.redisUrl ? realRedis(real.redisUrl) : await mockRedis(snapshot)
    const app = createUpstashApp(redis, upstashToken)
    const service = await startService({ ...door, app, refusal: upstashRefusal })
    return {
      settings: { UPSTASH_REDIS_REST_URL: service.url, UPSTASH_REDIS_REST_TOKEN: upstashToken },
      close: () => service.close().then(redis.close),
    }
  },

  async openrouter({ options, door }) {
    const real = options.real?.openrouterApiKey
    if (real) {
      const url = 'https://openrouter.ai/api/v1'
      return { settings: { OPENROUTER_BASE_URL: url, OPENROUTER_API_KEY: real } }
    }
    const file = options.dataDir === undefined ? undefined : join(options.dataDir, 'embeddings.bin')
    const embeddings = options.embeddings === 'hashed' ? hashedEmbeddings() : modelEmbeddings(file)
    const app = createOpenRouterApp(embeddings, openrouterKey)
    const service = await startService({ ...door, app, refusal: openRouterRefusal })
    return {
      settings: {
        OPENROUTER_BASE_URL: `${service.url}/api/v1`,
        OPENROUTER_API_KEY: openrouterKey,
        ...weakEmbeddings,
      },
      close: () => service.close().then(embeddings.close),
    }
  },

  async github({ options, door }) {
    const repository = { repository: 'local/docs', branch: 'main', prefix: 'docs' }
    const app = createGithubApp({ docs: options.docs, ...repository, ...options.github })
    const service = await startService({ ...door, app, refusal: githubRefusal })
    return {
      settings: {
        GITHUB_API_URL: service.url,
        GITHUB_RAW_URL: `${service.url}/raw`,
        ...(options.github?.anonymous ? {} : { GITHUB_TOKEN: githubToken }),
        CONTENT_REPO: repository.repository,
        CONTENT_REF: repository.branch,
        CONTENT_PATH: repository.prefix,
      },
      close: service.close,
    }
  },
}

const isNeon = (url: string) => /\.neon\.tech$/.test(new URL(url).hostname)
