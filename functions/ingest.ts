import { Hono } from 'hono'
import * as z from 'zod/mini'
import { admin } from '../lib/http/access.ts'
import { createApp, oncePerIsolate } from '../lib/http/app.ts'
import type { AppEnv } from '../lib/http/app-env.ts'
import { health } from '../lib/http/health.ts'
import type { Operation } from '../lib/http/openapi.ts'
import { valid } from '../lib/http/valid.ts'
import { NewRun, Run, RunList } from '../lib/ingest/ledger/runs.ts'
import type { Ingestion } from '../lib/ingest/run/ingestion.ts'
import { Problem } from '../lib/problem.ts'
import { ingestServices } from '../lib/services/ingest.ts'

type IngestEnv = AppEnv<ReturnType<typeof ingestServices>>

const largestRunId = 2 ** 31 - 1
const RunId = z.coerce.number().check(z.int(), z.minimum(1), z.maximum(largestRunId))
const RunPath = z.object({ id: z.catch(RunId, 0) })
const Page = z.strictObject({ cursor: z.optional(RunId) })

export const ingest = new Hono<IngestEnv>()
  .post('/', admin(), valid('json', NewRun), async (c) => {
    const run = await c.var.services.ingestion.start(c.req.valid('json'))
    return c.json(run, 202, { location: `/v1/ingestion-runs/${run.id}` })
  })
  .get('/', admin(), valid('query', Page), async (c) =>
    c.json(await c.var.services.ingestion.list(c.req.valid('query').cursor)),
  )
  .get('/:id', admin(), valid('param', RunPath), async (c) =>
    c.json(await c.var.services.ingestion.get(c.req.valid('param').id)),
  )

export const ingestOperations: Operation[] = [
  {
    method: 'post',
    path: '/v1/ingestion-runs',
    summary: 'Bring the index to the state of the source',
    access: 'admin',
    body: NewRun,
    replies: { 202: { description: 'The run, under way', schema: Run } },
  },
  {
    method: 'get',
    path: '/v1/ingestion-runs',
    summary: 'The runs, newest first',
    access: 'admin',
    query: Page,
    replies: { 200: { description: 'A page of runs', schema: RunList } },
  },
  {
    method: 'get',
    path: '/v1/ingestion-runs/{id}',
    summary: 'One run with its chapters',
    access: 'admin',
    replies: { 200: { description: 'The run', schema: Run } },
  },
]

const services = oncePerIsolate(ingestServices)

// A page mostly waits; twelve keep every service busy and stay small in memory.
const pagesAtOnce = 12

/** Does a batch's messages, each a page of its own: as one ends the next begins. */
export async function consumeIngestion(batch: MessageBatch, env: object) {
  const { ingestion } = services(env).services
  const messages = batch.messages.values()
  const workNext = async () => {
    for (const message of messages) {
      const verdict = await ingestion.work(message.body, message.attempts)
      if (verdict.done) message.ack()
      else message.retry({ delaySeconds: verdict.delaySeconds })
    }
  }
  await Promise.all(Array.from({ length: pagesAtOnce }, workNext))
}

/** Mends what differs between the stores, then starts the nightly run, unless one is under way. */
export async function startNightly(env: object) {
  const { ingestion } = services(env).services
  try {
    // What cannot be mended now is no reason to leave out the run: the next night mends it.
    await mend(ingestion).catch((error: unknown) => {
      if (isConflict(error)) throw error
      console.error('The stores could not be compared:', error)
    })
    await ingestion.start({})
  } catch (error) {
    if (!isConflict(error)) throw error
  }
}

async function mend(ingestion: Ingestion) {
  const { missing, different, orphaned, unmendable } = await ingestion.mend()
  const differing = missing.length + different.length + orphaned.length
  if (differing === 0) return
  const mended = differing - unmendable.length
  console.warn(`Mended ${mended} points; ${unmendable.length} need a new embedding.`)
}

const isConflict = (error: unknown) => error instanceof Problem && error.type === 'conflict'

const app = createApp(ingestServices).route('/health', health).route('/v1/ingestion-runs', ingest)

export default {
  fetch: app.fetch,
  queue: consumeIngestion,
  scheduled: (_controller, env) => startNightly(env),
} satisfies ExportedHandler<object>
