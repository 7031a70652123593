import { type NeonQueryFunction, neon, neonConfig } from '@neondatabase/serverless'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import { z } from 'zod'
import type { Cloud } from '../../dev/cloud/cloud.ts'
import type { CloudOptions, Profile } from '../../dev/cloud/options.ts'
import { applySchema } from '../../dev/suite/apply-schema.ts'
import type { Plan } from '../../dev/suite/plan-guard.ts'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { type Suite, startSuite } from '../../dev/suite/suite.ts'
import type { FunctionName } from '../../dev/suite/worker-config.ts'
import type { ChatEvent } from '../../lib/chat/events.ts'
import { OpenedSession } from '../../lib/conversation/sessions.ts'
import { Run } from '../../lib/ingest/ledger/runs.ts'
import { bookPath } from './book.ts'
import { restOf } from './cron-rest.ts'
import { startCloudOnFreshDatabase } from './fresh-database.ts'
import { pace, patient } from './machine-pace.ts'
import { schemaArchive } from './schema-archive.ts'
import { stateKeys } from './state-keys.ts'
import { requireKnownKeys } from './stored-keys.ts'

export interface LocalSuiteOptions {
  docs?: string
  settings?: Record<string, string>
  github?: CloudOptions['github']
  plan?: Plan
  /** The one of the environment when absent. */
  profile?: Profile
  embeddings?: 'model' | 'hashed'
  name?: FunctionName
  /** Code that runs in its place; what its file is bundled to when absent. */
  script?: string
  /** Whether the book is ingested before the tests begin. */
  isIngested?: boolean
  /** Whether the database goes without the approximate index over vectors; as on a laptop when absent. */
  exactSearch?: boolean
  /** What the database holds before the schema is applied, statement by statement. */
  database?: string[]
  port?: number
  isInspected?: boolean
  /** The folder that is served beside the API; `false` for none. */
  assets?: string | false
}

/** `MARGINALIA_PROFILE=lean` runs a test's suite without Qdrant and Redis. */
export const profile = z.enum(['full', 'lean']).parse(process.env.MARGINALIA_PROFILE ?? 'full')

export type LocalSuite = Awaited<ReturnType<typeof startLocalSuite>>

export const adminHeaders = {
  authorization: `Bearer ${developmentSecrets.ADMIN_TOKEN}`,
  'content-type': 'application/json',
}

/** No service of a busy machine is away because it is slow: a test that means so says it by a fault. */
const patientTimeouts = {
  TIMEOUT_REDIS_MS: `${patient(10_000)}`,
  TIMEOUT_NEON_MS: `${patient(20_000)}`,
  TIMEOUT_NEW_SESSION_MS: `${patient(60_000)}`,
  TIMEOUT_QDRANT_MS: `${patient(10_000)}`,
  TIMEOUT_EMBEDDING_MS: `${patient(10_000)}`,
  TIMEOUT_FIRST_TOKEN_MS: `${patient(20_000)}`,
  TIMEOUT_REWRITE_MS: `${patient(5000)}`,
  TIMEOUT_SEARCH_MEANING_MS: `${patient(2000)}`,
  TIMEOUT_TELEGRAM_MS: `${patient(5000)}`,
  TIMEOUT_INGESTION_MS: `${patient(60_000)}`,
}

/** The functions in workerd over a local cloud in memory, and short ways to use them. */
export async function startLocalSuite(options: LocalSuiteOptions = {}) {
  const before = options.database ?? []
  const archive = schemaArchive()
  const cloud: Cloud = await startCloudOnFreshDatabase({
    docs: options.docs ?? bookPath,
    embeddings: options.embeddings ?? 'hashed',
    profile: options.profile ?? profile,
    ...(options.github && { github: options.github }),
    ...(before.length === 0 && archive !== undefined && { archive }),
  })
  const { DATABASE_URL = '', NEON_HTTP_URL } = cloud.settings
  const sql: NeonQueryFunction<false, false> = neon(DATABASE_URL)
  neonConfig.fetchEndpoint = NEON_HTTP_URL ?? ''
  if (before.length > 0) await sql.transaction(before.map((statement) => sql.query(statement)))
  const { exactSearch = true } = options
  await applySchema({ databaseUrl: DATABASE_URL, httpUrl: NEON_HTTP_URL, exactSearch })
  const settings = {
    ...cloud.settings,
    ...developmentSecrets,
    RATE_LIMIT_SESSION_PER_MINUTE: '1000',
    RATE_LIMIT_IP_PER_MINUTE: '10000',
    RATE_LIMIT_IP_PER_DAY: '100000',
    RATE_LIMIT_NEW_SESSIONS_PER_HOUR: '10000',
    CHALLENGE_ADDRESS_SESSIONS_PER_MINUTE: '10000',
    CHALLENGE_SESSIONS_PER_MINUTE: '10000',
    GAPS_ASKED_PER_RUN: '0',
    RATE_LIMIT_CALLS_PER_MINUTE: '10000',
    RATE_LIMIT_SEARCHES_PER_MINUTE: '10000',
    RATE_LIMIT_ADMIN_GUESSES_PER_MINUTE: '10000',
    ...patientTimeouts,
    ...options.settings,
  }
  const suite: Suite = await startSuite({
    settings,
    ...(options.name && { name: options.name }),
    ...(options.script !== undefined && { script: options.script }),
    ...(options.plan && { plan: options.plan }),
    ...(options.port !== undefined && { port: options.port }),
    ...(options.isInspected && { isInspected: true }),
    ...(options.assets !== undefined && { assets: options.assets }),
  })
  const request = (path: string, init?: RequestInit) => fetch(`${suite.url}${path}`, init)
  const local = {
    cloud,
    /** What the suite was started with. */
    settings,
    suite,
    sql,
    request,

    async openSession() {
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
      const response = await request('/v1/sessions', init)
      if (!response.ok) throw new Error(`No session: ${response.status} ${await response.text()}`)
      return OpenedSession.parse(await response.json())
    },

    /** Asks in a new session, or in the one given. */
    async ask(
      body: Record<string, unknown>,
      given?: { session_id: string; token: string },
      accept?: string,
    ) {
      const { session_id, token } = given ?? (await local.openSession())
      return await request('/v1/chat', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
          ...(accept && { accept }),
        },
        body: JSON.stringify({ session_id, ...body }),
      })
    },

    /**
     * Has a cron look at what it looks at, for rows that were made behind the suite's back. Without Redis
     * it is the queue that brings the look.
     */
    async look(duty: 'deliveries' | 'house') {
      const cron = duty === 'house' ? '*/15 * * * *' : '* * * * *'
      if (cloud.settings.UPSTASH_REDIS_REST_URL) {
        await restOf(cloud, duty).end()
        return await suite.scheduled(cron)
      }
      await suite.send('WEBHOOKS_QUEUE', { look: duty })
      await untilQuiet(local)
    },

    /** Runs an ingestion to its end. */
    async ingest(body: Record<string, unknown> = {}): Promise<Run> {
      const init = { method: 'POST', headers: adminHeaders, body: JSON.stringify(body) }
      const begun = await request('/v1/ingestion-runs', init)
      if (!begun.ok) throw new Error(`No run: ${begun.status} ${await begun.text()}`)
      const { id } = Run.parse(await begun.json())
      const read = async () =>
        Run.parse(
          await (await request(`/v1/ingestion-runs/${id}`, { headers: adminHeaders })).json(),
        )
      return await until(read, (run) => run.status !== 'running')
    },

    async close() {
      await suite.close()
      try {
        requireKnownKeys([...(await stateKeys(local)).keys()])
      } finally {
        await cloud.close()
      }
    },
  }
  if (options.isIngested ?? true) {
    const run = await local.ingest()
    if (run.status !== 'completed')
      throw new Error(`The book was not ingested: ${run.error_message}`)
  }
  return local
}

/** The events of an answer's stream, in order. */
export async function readEvents(response: Response): Promise<ChatEvent[]> {
  if (!response.body) return []
  const events: ChatEvent[] = []
  const parsed = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
  for await (const { event, data } of parsed) {
    // The stream is the product's own; the tests on it are what shows that it keeps the types.
    events.push({ event, data: JSON.parse(data) } as ChatEvent)
  }
  return events
}

const pollMs = 25
const leastPolls = 1000

/**
 * Reads again until it is so. It gives up after a number of readings, not of seconds: on a machine
 * that is busy each reading takes as much longer as what is waited for.
 */
export async function until<T>(read: () => Promise<T>, isSo: (value: T) => boolean): Promise<T> {
  for (let polls = 0; ; polls++) {
    const value = await read()
    if (isSo(value)) return value
    if (polls >= leastPolls * pace)
      throw new Error(`Still not so after ${polls} readings: ${JSON.stringify(value)}`)
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}

/** Waits until what follows earlier answers is done: no request upstream for a fifth of a second. */
export async function untilQuiet({ cloud }: Pick<LocalSuite, 'cloud'>): Promise<void> {
  let before = -1
  const count = async () => {
    await new Promise((resolve) => setTimeout(resolve, 200))
    return Object.values(cloud.requests).reduce((sum, { entries }) => sum + entries.length, 0)
  }
  await until(count, (now) => {
    const isQuiet = now === before
    before = now
    return isQuiet
  })
}
