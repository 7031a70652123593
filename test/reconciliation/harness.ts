import type { Queue } from '@cloudflare/workers-types/experimental'
import { type NeonQueryFunction, neon } from '@neondatabase/serverless'
import * as z from 'zod'
import type { Cloud } from '../../dev/cloud/cloud.ts'
import type { CloudOptions } from '../../dev/cloud/options.ts'
import { applySchema } from '../../dev/suite/apply-schema.ts'
import { createAnswerPoints } from '../../lib/clients/answer-points.ts'
import { createGitHub } from '../../lib/clients/github.ts'
import { createNeon } from '../../lib/clients/neon.ts'
import { createOpenRouter } from '../../lib/clients/openrouter.ts'
import { createQdrant } from '../../lib/clients/qdrant.ts'
import { createRedis } from '../../lib/clients/redis.ts'
import { changingKey, versionKey } from '../../lib/index/index-version.ts'
import { createWeb } from '../../lib/ingest/crawl/web.ts'
import type { Run } from '../../lib/ingest/ledger/runs.ts'
import { createDocuments } from '../../lib/ingest/push/documents.ts'
import {
  createIngestion,
  type IngestionDeps,
  type Verdict,
} from '../../lib/ingest/run/ingestion.ts'
import { shareOfBudget } from '../../lib/ingest/run/share-of-budget.ts'
import { createRepository } from '../../lib/ingest/source/repository.ts'
import { judge } from '../../lib/retrieval/confidence/confidence.ts'
import { startCloudOnFreshDatabase } from '../support/fresh-database.ts'
import { patient } from '../support/machine-pace.ts'
import { schemaArchive } from '../support/schema-archive.ts'

export interface HarnessOptions {
  docs: string
  embeddings?: 'hashed' | 'model'
  github?: CloudOptions['github']
}

const PageBody = z.object({ kind: z.literal('page'), with_includes: z.optional(z.undefined()) })

/** What a deployment's settings say; those of the local cloud where absent. */
export interface SourceSettings {
  model?: string
  dimensions?: number
  contentPath?: string
  repository?: string
  ref?: string
  token?: string
  embeddingsUrl?: string
  /** How it waits before it sends texts again; for as long as it says where absent. */
  pause?: (ms: number) => Promise<void>
}

/** The real ingestion over the local cloud, with a queue that a test can stop and empty. */
export async function startIngestion({ docs, embeddings = 'hashed', github }: HarnessOptions) {
  const archive = schemaArchive()
  const cloud: Cloud = await startCloudOnFreshDatabase({
    ...(archive !== undefined && { archive }),
    docs,
    embeddings,
    ...(github && { github }),
  })
  const setting = (name: string) => cloud.settings[name] ?? ''
  const databaseUrl = setting('DATABASE_URL')
  await applySchema({ databaseUrl, httpUrl: setting('NEON_HTTP_URL'), exactSearch: true })
  const waiting: unknown[] = []
  const published: { type: string; data: unknown }[] = []
  // What ingestion uses of a queue: it puts messages there, and a test takes them out.
  const state = { isQueueAway: false }
  const queue = {
    send: async (body: unknown) => {
      if (state.isQueueAway) throw new Error('Queue send failed')
      waiting.push(body)
    },
    sendBatch: async (messages: { body: unknown }[]) =>
      void waiting.push(...messages.map(({ body }) => body)),
  } as unknown as Queue

  const depsWith = ({
    model = 'qwen/qwen3-embedding-0.6b',
    dimensions = 1024,
    contentPath = 'docs',
    repository = setting('CONTENT_REPO'),
    ref = 'main',
    token,
    embeddingsUrl = setting('OPENROUTER_BASE_URL'),
    pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  }: SourceSettings = {}) => {
    const github = createGitHub({
      apiUrl: setting('GITHUB_API_URL'),
      rawUrl: setting('GITHUB_RAW_URL'),
      repository,
      token: token ?? setting('GITHUB_TOKEN'),
      timeoutMs: patient(30_000),
    })
    const source = {
      kind: 'github' as const,
      name: '',
      place: repository,
      ref,
      path: contentPath,
      url: 'https://book.example/docs',
    }
    const deps: IngestionDeps = {
      neon: createNeon({
        url: databaseUrl,
        httpUrl: setting('NEON_HTTP_URL'),
        timeoutMs: patient(30_000),
      }),
      qdrant: harness.qdrant(),
      redis: createRedis({
        url: setting('UPSTASH_REDIS_REST_URL'),
        token: setting('UPSTASH_REDIS_REST_TOKEN'),
        timeoutMs: patient(30_000),
      }),
      answers: createAnswerPoints({
        url: setting('QDRANT_URL'),
        apiKey: setting('QDRANT_API_KEY'),
        collection: 'textbook-passages',
        timeoutMs: patient(30_000),
      }),
      openrouter: createOpenRouter({
        baseUrl: embeddingsUrl,
        apiKey: setting('OPENROUTER_API_KEY'),
        embeddingModel: model,
        dimensions,
        chatModel: 'unused',
        fallbackModels: [],
        maxTokens: 1,
      }),
      sources: [source],
      web: createWeb({ timeoutMs: patient(30_000) }),
      repositories: [createRepository({ source, github })],
      queue,
      // Books of a few passages are not calibrated.
      measure: async () => [],
      log: () => {},
      judge,
      readProbes: async () => undefined,
      readCharacters: async () => undefined,
      publish: async (...events) => void published.push(...events),
      waker: { wake: async () => {} },
      now: () => Date.now(),
      subrequestBudget: 45,
      pause,
      embeddingModel: model,
      dimensions,
      timeoutMs: patient(30_000),
    }
    return deps
  }
  const ingestionWith = (settings?: SourceSettings) => createIngestion(depsWith(settings))

  const sql: NeonQueryFunction<false, false> = neon(databaseUrl)
  const harness = {
    cloud,
    state,
    sql,
    waiting,
    published,
    ingestionWith,
    documents: () => createDocuments(depsWith()),

    /** Does what is on the queue until it is empty; what fails is tried again, as the queue would. */
    async drain(ingestion = ingestionWith()) {
      const attempts = new Map<string, number>()
      while (waiting.length > 0) {
        const body = waiting[0]
        const key = JSON.stringify(body)
        const attempt = (attempts.get(key) ?? 0) + 1
        attempts.set(key, attempt)
        const verdict = await ingestion.work(body, attempt)
        waiting.shift()
        if (!verdict.done) waiting.push(body)
      }
    },

    /** Does the next message, or pages that are next together as the queue's consumer would. */
    async workNext(
      ingestion: ReturnType<typeof createIngestion>,
      isTogether: boolean,
    ): Promise<Verdict[]> {
      const end = waiting.findIndex((body) => PageBody.safeParse(body).success === false)
      const next = waiting.slice(0, end < 0 ? waiting.length : end)
      const { pages } = shareOfBudget(
        next.map((body) => ({ body, attempts: 1 })),
        45,
      )
      const [first, ...others] = isTogether ? pages.map(({ page }) => page) : []
      if (first) return await ingestion.workTogether([first, ...others])
      return [await ingestion.work(waiting[0], 1)]
    },

    /** A run from its start to its end. */
    async run(
      options: Parameters<ReturnType<typeof createIngestion>['start']>[0] = {},
      ingestion = ingestionWith(),
    ): Promise<Run> {
      const { id } = await ingestion.start(options)
      await harness.drain(ingestion)
      return await ingestion.get(id)
    },

    qdrant: () =>
      createQdrant({
        url: setting('QDRANT_URL'),
        apiKey: setting('QDRANT_API_KEY'),
        collection: 'textbook-passages',
        timeoutMs: patient(30_000),
      }),

    /** Everything an answer could come from: rows and points, by id, without the time of indexing. */
    async snapshot() {
      const rows = await sql`
        select id::text, content, source, section, chunk_index, content_hash, url, embedding_model
        from documents order by id`
      const chapters =
        await sql`select source_path, content_hash, passages from chapters order by 1`
      const points: { id: string; hash: string }[] = []
      const qdrant = harness.qdrant()
      let page: Awaited<ReturnType<typeof qdrant.scroll>> | undefined
      do {
        page = await qdrant.scroll(page?.next, 1000)
        for (const [id, hash] of page.hashes) points.push({ id: id.toString(), hash })
      } while (page.next !== undefined)
      return {
        rows,
        chapters,
        points: points.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1)),
      }
    },

    /** What decides whether a cached answer is served, and whether one is cached. */
    async answerCache() {
      const redis = createRedis({
        url: setting('UPSTASH_REDIS_REST_URL'),
        token: setting('UPSTASH_REDIS_REST_TOKEN'),
        timeoutMs: patient(30_000),
      })
      const [version, changing] = await redis.batch().getAll([versionKey, changingKey])
      return { version, isChanging: changing !== undefined }
    },

    /** Lets half an hour pass for whatever run is under way. */
    async letHalfAnHourPass() {
      await sql`update ingestion_runs set progress_at = now() - interval '31 minutes' where status = 'running'`
    },

    /** Empties Neon's tables and Qdrant's collections. */
    async forgetEverything() {
      waiting.length = 0
      published.length = 0
      for (const faults of Object.values(cloud.faults)) faults.clear()
      harness.resetLogs()
      // Truncating makes every table and index anew, which takes longer than a run.
      await sql.transaction([
        sql`delete from documents`,
        sql`delete from removed_documents`,
        sql`delete from chapters`,
        sql`delete from pushed_documents`,
        sql`delete from ingestion_chapters`,
        sql`delete from ingestion_runs`,
        sql`delete from webhooks`,
      ])
      const headers = { 'api-key': setting('QDRANT_API_KEY') }
      const listed = await fetch(`${setting('QDRANT_URL')}/collections`, { headers })
      for (const [, name] of (await listed.text()).matchAll(/"name":"([^"]+)"/g)) {
        await fetch(`${setting('QDRANT_URL')}/collections/${name}`, { method: 'DELETE', headers })
      }
    },

    resetLogs() {
      for (const log of Object.values(cloud.requests)) log.reset()
    },

    requestsTo(service: keyof Cloud['requests'], path = '') {
      return cloud.requests[service].entries.filter((entry) => entry.path.includes(path)).length
    },

    close: () => cloud.close(),
  }
  return harness
}

/** The upstream calls of this process: after the k-th of them every call fails, as when it is killed. */
export function killAfter(k: number): { calls: () => number; restore: () => void } {
  const real = globalThis.fetch
  let calls = 0
  globalThis.fetch = async (...args) => {
    calls += 1
    if (calls > k) throw new TypeError('The process was killed')
    const response = await real(...args)
    if (calls < k) return response
    await response.body?.cancel()
    throw new TypeError('The process was killed')
  }
  return {
    calls: () => calls,
    restore: () => {
      globalThis.fetch = real
    },
  }
}
