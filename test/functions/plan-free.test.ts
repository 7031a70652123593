import { fileURLToPath } from 'node:url'
import { expect, type TestContext, test } from 'vitest'
import { planReport } from '../../dev/suite/plan-guard.ts'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { startSuite } from '../../dev/suite/suite.ts'
import { Run } from '../../lib/ingest/ledger/runs.ts'
import { corpusPath } from '../support/corpora.ts'
import {
  adminHeaders,
  type LocalSuite,
  readEvents,
  startLocalSuite,
  until,
} from '../support/local-suite.ts'

const handbook = fileURLToPath(new URL('../../handbook', import.meta.url))
const books = [
  { name: 'the handbook', path: () => handbook },
  { name: 'the textbook', path: (context: TestContext) => corpusPath(context, 'textbook/docs') },
]

/** Runs an ingestion to its end, however long a book and a busy machine take. */
async function ingest(url: string, options: object): Promise<Run> {
  const init = { method: 'POST', headers: adminHeaders, body: JSON.stringify(options) }
  const started = await fetch(`${url}/v1/ingestion-runs`, init)
  expect(started.status).toBe(202)
  const { id } = Run.parse(await started.json())
  for (;;) {
    const response = await fetch(`${url}/v1/ingestion-runs/${id}`, { headers: adminHeaders })
    const run = Run.parse(await response.json())
    if (run.status !== 'running') return run
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** As if all that has happened had happened ten minutes earlier. */
const tenMinutesPass = ({ sql }: LocalSuite) => sql`
  update ingestion_runs set started_at = started_at - interval '10 minutes',
    completed_at = completed_at - interval '10 minutes'`

/** The same stores behind a deployment that embeds with another model. */
const withAnotherModel = ({ cloud }: LocalSuite) =>
  startSuite({
    settings: {
      ...cloud.settings,
      ...developmentSecrets,
      OPENROUTER_EMBEDDING_MODEL: 'qwen/qwen3-embedding-4b',
    },
    plan: 'free',
  })

test.for(books)(
  'on Workers Free $name is ingested whole, and every invocation stays within 50 requests',
  { timeout: 400_000 },
  async ({ path }, context) => {
    const docs = path(context)
    const local = await startLocalSuite({ docs, plan: 'free', isIngested: false })
    const { url } = local.suite
    try {
      const first = await ingest(url, {})
      expect(first.status, first.error_message).toBe('completed')
      expect(first.error_message).toBeUndefined()
      await tenMinutesPass(local)
      const again = await ingest(url, {})
      expect(again).toMatchObject({
        status: 'completed',
        passages_added: 0,
        passages_removed: 0,
        passages_kept: first.total_passages,
        embedding_tokens: 0,
      })
      for (const options of [{ force: true }, { recreate: true }]) {
        const run = await ingest(url, options)
        expect(run.error_message).toBeUndefined()
        expect(run.total_passages).toBe(first.total_passages)
      }
      await readEvents(await local.ask({ question: 'What happens when a service is away?' }))
      await local.request('/health')
      for (const cron of local.suite.crons) await local.suite.scheduled(cron)
      // The nightly run that the cron has begun.
      await until(
        () => local.sql`select from ingestion_runs where status = 'running'`,
        (running) => running.length === 0,
      )
      const changed = await withAnotherModel(local)
      const other = await ingest(changed.url, {})
      const invocations = [...(await local.suite.invocations()), ...(await changed.invocations())]
      await changed.close()
      expect(other).toMatchObject({ status: 'completed', total_passages: first.total_passages })
      expect(other.error_message).toBeUndefined()
      expect(other.embedding_tokens).toBeGreaterThan(0)
      const over = invocations.filter(({ requests }) => requests > 50)
      const report = [
        `${first.total_chapters} pages, ${first.total_passages} passages.`,
        planReport('free', invocations),
      ].join('\n')
      expect(over, report).toEqual([])
      expect(Math.max(...invocations.map(({ mostOpen }) => mostOpen))).toBeLessThanOrEqual(6)
      expect(invocations.some(({ what }) => what === 'queue ingestion')).toBe(true)
      process.stderr.write(`${report}\n`)
    } finally {
      await local.close()
    }
  },
)
