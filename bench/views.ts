import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { openPostgres } from '../dev/cloud/neon/postgres.ts'
import { statements } from '../dev/suite/migrations.ts'
import { overviewStatements } from '../lib/admin/overview.ts'
import { unansweredSince } from '../lib/admin/unanswered.ts'

const rowCount = 1_000_000
const rowsAtOnce = 50_000
const days = 90

/** How long each view may take, in milliseconds, over a million rows of query_logs. */
export const viewBoundsMs: Record<string, number> = {
  daily_usage: 1000,
  latency_percentiles: 3000,
  unanswered_questions: 1000,
  cited_pages: 1000,
  feedback_by_page: 1000,
  session_outcomes: 1000,
  cache_savings: 1000,
  ingestion_health: 1000,
  webhook_health: 1000,
}

export interface ViewFigures {
  rows: number
  /** How long the cron takes to close ninety days, in milliseconds. */
  closingMs: number
  /** How long each view takes as a dashboard reads it: all of its rows. */
  viewsMs: Record<string, number>
  /** How long what the admin page asks for ninety days takes, one statement after the other. */
  adminPageMs: number
}

/** Measures each view over a million questions of ninety days on PGlite, and prints the times. */
export async function benchViews(rows = rowCount): Promise<ViewFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'marginalia-views-'))
  const postgres = await openPostgres(join(folder, 'data'))
  const { database } = postgres
  await database.exec("select set_config('marginalia.exact_search', 'on', false)")
  const schema = await readFile(new URL('../schema.sql', import.meta.url), 'utf8')
  for (const statement of statements(schema)) await database.exec(statement)
  for (let from = 0; from < rows; from += rowsAtOnce) {
    await database.query(questions(rows), [String(from + 1), String(from + rowsAtOnce)])
  }
  await database.exec(`analyze; ${archived(rows)}`)
  const begun = performance.now()
  await database.query('select close_days(1000)')
  const closingMs = performance.now() - begun
  await database.exec('vacuum analyze')
  const viewsMs: Record<string, number> = {}
  for (const view of Object.keys(viewBoundsMs)) {
    const from = performance.now()
    await database.query(`select * from ${view}`)
    viewsMs[view] = performance.now() - from
  }
  const opened = performance.now()
  for (const { text, params } of [...overviewStatements(days), unansweredSince(days)]) {
    await database.query(text, params.map(String))
  }
  const adminPageMs = performance.now() - opened
  await postgres.close()
  await rm(folder, { recursive: true })
  print({ rows, closingMs, viewsMs, adminPageMs })
  return { rows, closingMs, viewsMs, adminPageMs }
}

/** Questions of 90 days: one in six unanswered, one in five from the cache, one in twenty rated. */
const questions = (rows: number) => `
  insert into query_logs (query_id, question, answer, sources, latency_ms, created_at, answered,
    cached, usage, confidence, rating)
  select gen_random_uuid(), 'What does setting number ' || n % 4000 || ' do?', repeat('An answer. ', 20),
    case when n % 6 = 0 then '[]' else jsonb_build_array(
      jsonb_build_object('n', 1, 'source', 'docs/' || n % 300 || '.md', 'chapter', 'Chapter ' || n % 300,
        'text', repeat('A passage. ', 20), 'is_cited', true),
      jsonb_build_object('n', 2, 'source', 'docs/' || n % 299 || '.md', 'chapter', 'Chapter ' || n % 299,
        'text', repeat('A passage. ', 20), 'is_cited', n % 2 = 0)) end,
    300 + (n % 100000 * 79) % 2000, now() - (${rows} - n) * (interval '${days} days' / ${rows}), n % 6 <> 0,
    case when n % 5 = 0 then 'exact' end,
    jsonb_build_object('prompt_tokens', 900, 'completion_tokens', 120), (n % 100) / 100.0,
    case when n % 20 = 1 then 'up' when n % 40 = 3 then 'down' end
  from generate_series($1::int, $2::int) n`

const archived = (rows: number) => `
  insert into sessions_archive (session_id, outcome, outcome_basis, signal, started_at, ended_at, metrics)
  select gen_random_uuid(), (array['resolved', 'escalated', 'abandoned'])[1 + n % 3], 'assumed', 'answered',
    now(), now() - n * (interval '${days} days' / ${rows / 4}), '{"turns": 4}'
  from generate_series(1, ${rows / 4}) n`

function print({ rows, closingMs, viewsMs, adminPageMs }: ViewFigures) {
  console.log(`Views over ${rows.toLocaleString('en')} questions, in milliseconds`)
  for (const [view, ms] of Object.entries(viewsMs)) {
    console.log(`  ${view.padEnd(20)} ${ms.toFixed(0).padStart(5)}, bound ${viewBoundsMs[view]}`)
  }
  console.log(`  the admin page's figures of ${days} days took ${adminPageMs.toFixed(0)}`)
  console.log(`  closing ${days} days took ${closingMs.toFixed(0)}`)
}
