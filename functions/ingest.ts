import * as z from 'zod/mini'
import { Page } from '../lib/cursor.ts'
import { admin } from '../lib/http/access.ts'
import { createApp, oncePerIsolate } from '../lib/http/app.ts'
import { healthRoute } from '../lib/http/health.ts'
import { routesOf } from '../lib/http/route.ts'
import { Chapter, NewRun, Run, RunList } from '../lib/ingest/ledger/runs.ts'
import type { Verdict } from '../lib/ingest/run/ingestion.ts'
import { shareOfBudget } from '../lib/ingest/run/share-of-budget.ts'
import { ingestServices } from '../lib/services/ingest.ts'
import { orElse } from '../lib/text/json.ts'

import { documentRoutes, documentSchemas } from './documents.ts'

const route = routesOf<ReturnType<typeof ingestServices>>()

const largestRunId = 2 ** 31 - 1
const RunId = z.coerce.number().check(z.int(), z.minimum(1), z.maximum(largestRunId))
const RunPath = z.object({ id: orElse(RunId, 0) })

/** The names of its schemas in the OpenAPI document. */
export const ingestSchemas = { Chapter, NewRun, Run, RunList, ...documentSchemas }

export const ingestRoutes = [
  ...documentRoutes,
  route({
    method: 'POST',
    path: '/v1/ingestion-runs',
    id: 'startIngestionRun',
    tag: 'Ingestion',
    summary: 'Bring the index to the state of the source',
    access: admin,
    body: NewRun,
    replies: { 202: { description: 'The run that has begun', schema: Run } },
    problems: ['conflict'],
    async handle({ services, body }) {
      const run = await services.ingestion.start(body)
      return { status: 202, body: run, location: `/v1/ingestion-runs/${run.id}` }
    },
  }),

  route({
    method: 'GET',
    path: '/v1/ingestion-runs',
    id: 'listIngestionRuns',
    tag: 'Ingestion',
    summary: 'List the runs, newest first',
    access: admin,
    query: Page,
    replies: { 200: { description: 'A page of runs', schema: RunList } },
    handle: async ({ services, query }) => ({
      status: 200,
      body: await services.ingestion.list(query),
    }),
  }),

  route({
    method: 'GET',
    path: '/v1/ingestion-runs/{id}',
    id: 'getIngestionRun',
    tag: 'Ingestion',
    summary: 'Get a run with its chapters',
    access: admin,
    params: RunPath,
    replies: { 200: { description: 'The run', schema: Run } },
    problems: ['not-found'],
    handle: async ({ services, params }) => ({
      status: 200,
      body: await services.ingestion.get(params.id),
    }),
  }),
]

const services = oncePerIsolate(ingestServices)

// A page mostly waits; twelve keep every service busy and stay small in memory.
const pagesAtOnce = 12

/**
 * Does a batch's messages, as many as the invocation's requests allow: pages together, the others each
 * for itself, the next as one ends. The rest goes to the next batch; what was tried before is done first,
 * for a message that is handed on counts its attempts anew.
 */
export async function consumeIngestion(batch: MessageBatch, env: object) {
  const { ingestion, embedTogether, subrequestBudget, handOn, health } = services(env).services
  const messagesOfRuns = await withoutCare(batch.messages, services(env).services)
  const inOrder = messagesOfRuns.toSorted((a, b) => b.attempts - a.attempts)
  const { pages, alone, later } = shareOfBudget(inOrder, subrequestBudget)
  if (later.length > 0) {
    await handOn(later.map(({ body }) => body))
    for (const message of later) message.ack()
  }
  const settle = (message: Message, verdict: Verdict) => {
    if (verdict.done) message.ack()
    else message.retry({ delaySeconds: verdict.delaySeconds })
  }
  const workTogether = async () => {
    const [first, ...others] = pages.map(({ page }) => page)
    if (!first) return
    const verdicts = await ingestion.workTogether([first, ...others])
    for (const [at, { message }] of pages.entries()) settle(message, verdicts[at] ?? { done: true })
  }
  const messages = alone.values()
  const embed = embedTogether()
  const workNext = async () => {
    for (const message of messages)
      settle(message, await ingestion.work(message.body, message.attempts, embed))
  }
  await Promise.all([workTogether(), ...Array.from({ length: pagesAtOnce }, workNext)])
  await health.tellTroubles()
}

const mostCareAttempts = 5

/**
 * Does what gaps need when nothing else waits, one message an invocation; otherwise it comes again.
 * Gives the other messages.
 */
async function withoutCare(
  messages: readonly Message[],
  { gapCare, handOn }: ReturnType<typeof ingestServices>,
): Promise<Message[]> {
  const care = messages.filter(({ body }) => gapCare.isOf(body))
  const others = messages.filter((message) => !care.includes(message))
  const [first, ...rest] = care
  if (first === undefined) return others
  const later = others.length > 0 ? care : rest
  if (later.length > 0) await handOn(later.map(({ body }) => body))
  for (const message of later) message.ack()
  if (others.length > 0) return others
  await gapCare.work(first.body).then(
    () => first.ack(),
    // What was not done now is done after the next run.
    () => (first.attempts < mostCareAttempts ? first.retry() : first.ack()),
  )
  return []
}

/** Repairs what differs between the stores and starts the nightly run; looks at whatever is due. */
export async function startNightly(env: object) {
  const { ingestion, lookAtAll, health } = services(env).services
  await lookAtAll().catch((error: unknown) => console.error('The queue is away:', error))
  await ingestion.nightly().finally(health.tellTroubles)
}

const app = createApp({ build: ingestServices, routes: [healthRoute, ...ingestRoutes] })

export default {
  fetch: app.fetch,
  queue: consumeIngestion,
  scheduled: (_controller, env) => startNightly(env),
} satisfies ExportedHandler<object>
