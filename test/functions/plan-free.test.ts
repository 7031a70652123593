import { fileURLToPath } from 'node:url'
import { expect, type TestContext, test } from 'vitest'
import { planReport } from '../../dev/suite/plan-guard.ts'
import { Run } from '../../lib/ingest/ledger/runs.ts'
import { corpusPath } from '../support/corpora.ts'
import {
  adminHeaders,
  type LocalSuite,
  readEvents,
  startLocalSuite,
} from '../support/local-suite.ts'

const handbook = fileURLToPath(new URL('../../handbook', import.meta.url))
const books = [
  { name: 'the handbook', path: () => handbook },
  { name: 'the textbook', path: (context: TestContext) => corpusPath(context, 'textbook/docs') },
]

/** Runs an ingestion to its end, however long a book and a busy machine take. */
async function ingest({ request }: LocalSuite, options: object): Promise<Run> {
  const init = { method: 'POST', headers: adminHeaders, body: JSON.stringify(options) }
  const { id } = Run.parse(await (await request('/v1/ingestion-runs', init)).json())
  for (;;) {
    const response = await request(`/v1/ingestion-runs/${id}`, { headers: adminHeaders })
    const run = Run.parse(await response.json())
    if (run.status !== 'running') return run
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

test.for(books)(
  'on Workers Free $name is ingested whole, and every invocation stays within 50 requests',
  { timeout: 400_000 },
  async ({ path }, context) => {
    const docs = path(context)
    const local = await startLocalSuite({ docs, plan: 'free', isIngested: false })
    try {
      const first = await ingest(local, {})
      expect(first.status, first.error_message).toBe('completed')
      expect(first.error_message).toBeUndefined()
      const again = await ingest(local, {})
      expect(again).toMatchObject({ status: 'completed', passages_added: 0 })
      for (const options of [{ force: true }, { recreate: true }]) {
        const run = await ingest(local, options)
        expect(run.error_message).toBeUndefined()
        expect(run.total_passages).toBe(first.total_passages)
      }
      await readEvents(await local.ask({ question: 'What happens when a service is away?' }))
      await local.request('/health')
      for (const cron of local.suite.crons) await local.suite.scheduled(cron)
      const invocations = await local.suite.invocations()
      const over = invocations.filter(({ requests }) => requests > 50)
      expect(over, planReport('free', invocations)).toEqual([])
      expect(Math.max(...invocations.map(({ mostOpen }) => mostOpen))).toBeLessThanOrEqual(6)
      expect(invocations.some(({ what }) => what === 'queue ingestion')).toBe(true)
      if (process.env.PRINT_PLAN) process.stderr.write(`${planReport('free', invocations)}\n`)
    } finally {
      await local.close()
    }
  },
)
