import { performance } from 'node:perf_hooks'
import type pg from 'pg'
import { overviewStatements } from '../../lib/admin/overview.ts'
import { unansweredSince } from '../../lib/admin/unanswered.ts'
import { type CpuFigures, costOf, figuresOf } from './backend-cpu.ts'
import { scansOf } from './explain.ts'
import { days, fillLogs } from './fill-logs.ts'

const usualRows = 1_000_000
const rounds = 3

/** What the owner reads of a million logged questions. */
export interface LogFigures {
  name: string
  cpuMs: CpuFigures
  /** From the statement's sending to its last row, of the slowest round. */
  slowestMs: number
  scans: string[]
}

const views = [
  ...['daily_usage', 'latency_percentiles', 'unanswered_questions', 'cited_pages'],
  ...[
    'feedback_by_page',
    'session_outcomes',
    'cache_savings',
    'ingestion_health',
    'webhook_health',
  ],
]

/** Fills the logs, and measures each view as a dashboard reads it and what the admin page asks. */
export async function measureLogs(
  client: pg.Client,
  pid: number,
  rows = usualRows,
): Promise<LogFigures[]> {
  await fillLogs(client, rows)
  const measured = async (
    name: string,
    statements: { text: string; params: unknown[] }[],
    times = rounds,
  ) => {
    const costs: number[] = []
    let slowestMs = 0
    for (let round = 0; round < times; round += 1) {
      const from = performance.now()
      costs.push(
        await costOf(pid, async () => {
          for (const { text, params } of statements) await client.query(text, params)
        }),
      )
      slowestMs = Math.max(slowestMs, performance.now() - from)
    }
    const scans: string[] = []
    for (const statement of statements) scans.push(...(await scansOf(client, statement)))
    return { name, cpuMs: figuresOf(costs), slowestMs, scans }
  }
  const closing = await measured(
    `closing ${days} days`,
    [{ text: 'select close_days(1000)', params: [] }],
    1,
  )
  await client.query('vacuum analyze')
  const figures = [closing]
  for (const view of views)
    figures.push(await measured(view, [{ text: `select * from ${view}`, params: [] }]))
  const page = [...overviewStatements(days), unansweredSince(days)]
  figures.push(await measured(`the admin page of ${days} days`, page))
  return figures
}
