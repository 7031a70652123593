import { type NeonQueryFunction, neon, neonConfig } from '@neondatabase/serverless'
import { type DemoConversation, demoConversations } from './conversations.ts'
import { demoDesk, removeDesk, writeDesk } from './desk.ts'
import { createRandom, demoIds } from './random.ts'
import { demoRuns } from './runs.ts'
import { removeSaid, writeSaid } from './said.ts'
import { removeTurnedAway, writeTurnedAway } from './turned-away.ts'
import { demoWebhooks } from './webhooks.ts'

type Sql = NeonQueryFunction<false, false>

const seed = 20_261_122
const conversationsAtOnce = 400

export interface DemoTarget {
  databaseUrl: string
  httpUrl: string
}

/** Fills a database with days of made-up traffic, in place of what an earlier run left; counts it. */
export async function writeDemo(target: DemoTarget, nowMs: number, days = 90) {
  const sql = connect(target)
  await removeRows(sql)
  const random = createRandom(seed)
  const conversations = demoConversations(nowMs, days, random)
  for (let from = 0; from < conversations.length; from += conversationsAtOnce) {
    await writeConversations(sql, conversations.slice(from, from + conversationsAtOnce))
  }
  await writeRuns(sql, demoRuns((await firstRunMs(sql)) ?? nowMs, random))
  await writeWebhooks(sql, demoWebhooks(nowMs, random))
  await writeDesk(sql, demoDesk(nowMs, random))
  await writeTurnedAway(sql, nowMs)
  await writeSaid(sql, nowMs)
  await closeDays(sql)
  const questions = conversations.reduce((sum, { turns }) => sum + turns.length, 0)
  return { sessions: conversations.length, questions }
}

/** Takes the made-up traffic out of a database and leaves what readers asked. */
export async function removeDemo(target: DemoTarget): Promise<void> {
  const sql = connect(target)
  await removeRows(sql)
  await closeDays(sql)
}

function connect({ databaseUrl, httpUrl }: DemoTarget): Sql {
  neonConfig.fetchEndpoint = httpUrl
  return neon(databaseUrl)
}

async function removeRows(sql: Sql): Promise<void> {
  const of = (table: string, id: string) =>
    sql.query(`delete from ${table} where ${id} >= $1::uuid and ${id} <= $2::uuid`, [
      demoIds.from,
      demoIds.to,
    ])
  await sql.transaction([
    ...removeDesk(sql),
    ...removeTurnedAway(sql),
    ...removeSaid(sql),
    of('query_logs', 'query_id'),
    of('escalations', 'session_id'),
    of('session_summaries', 'session_id'),
    of('sessions_archive', 'session_id'),
    of('sessions', 'id'),
    sql`
      delete from ingestion_chapters where run_id in (
        select id from ingestion_runs where options ? 'demo_id')`,
    sql`delete from ingestion_runs where options ? 'demo_id'`,
    of('webhooks', 'webhook_id'),
  ])
}

/** Days that were closed before are closed anew: their kept figures are of other rows. */
async function closeDays(sql: Sql): Promise<void> {
  await sql.transaction([
    sql`truncate closed_days, usage_days, latency_days, saving_days, citation_days, cost_days`,
    sql`select close_days(10000)`,
  ])
}

async function writeConversations(sql: Sql, conversations: DemoConversation[]): Promise<void> {
  const rows = JSON.stringify(conversations.map(({ turns: _, ...row }) => row))
  const turns = JSON.stringify(
    conversations.flatMap(({ session_id, turns }) =>
      turns.map((turn) => ({ session_id, ...turn })),
    ),
  )
  await sql.transaction([
    sql`
      insert into sessions (id, created_at, last_active_at, status, archived_at, confirmed_at, metadata)
      select session_id, started_at, ended_at, outcome, ended_at, case when is_confirmed then ended_at end,
        jsonb_strip_nulls(jsonb_build_object('is_demo', true, 'channel', channel))
      from jsonb_to_recordset(${rows}::jsonb) as r(session_id uuid, started_at timestamptz,
        ended_at timestamptz, outcome text, is_confirmed boolean, channel text)`,
    sql`
      insert into query_logs (query_id, session_id, question, answer, sources, latency_ms, created_at,
        answered, cached, degraded, confidence, usage, model, rating, feedback, finish, timings)
      select query_id, session_id, question, answer, sources, latency_ms, created_at, answered, cached,
        array(select jsonb_array_elements_text(degraded)), confidence, usage, usage ->> 'model', rating,
        feedback, 'stop', jsonb_build_object('total', latency_ms)
      from jsonb_to_recordset(${turns}::jsonb) as r(query_id uuid, session_id uuid, question text,
        answer text, sources jsonb, latency_ms real, created_at timestamptz, answered boolean,
        cached text, degraded jsonb, confidence real, usage jsonb, rating text, feedback jsonb)`,
    sql`
      insert into sessions_archive (session_id, outcome, outcome_basis, signal, started_at, ended_at, metrics)
      select session_id, outcome, outcome_basis, signal, started_at, ended_at, metrics
      from jsonb_to_recordset(${rows}::jsonb) as r(session_id uuid, outcome text, outcome_basis text,
        signal text, started_at timestamptz, ended_at timestamptz, metrics jsonb)`,
    // The latest wait whatever the hour: of the last day alone there may be none.
    sql`
      insert into escalations (session_id, reason, created_at, status, closed_at)
      select session_id, 'Asked for a person', ended_at, case when is_over then 'closed' else 'waiting' end,
        case when is_over then ended_at + interval '1 hour' end
      from (select *, ended_at < now() - interval '1 day'
          and row_number() over (order by ended_at desc) > 3 as is_over
        from jsonb_to_recordset(${rows}::jsonb)
          as r(session_id uuid, outcome text, ended_at timestamptz)
        where outcome = 'escalated') ended`,
  ])
}

/** When the first real run began: what is indexed is told by real runs, where there are any. */
async function firstRunMs(sql: Sql): Promise<number | undefined> {
  const [row] = await sql`select min(started_at) as first from ingestion_runs`
  const first: unknown = row?.first
  return first instanceof Date ? first.getTime() : undefined
}

async function writeRuns(sql: Sql, runs: ReturnType<typeof demoRuns>): Promise<void> {
  const chapters = runs.flatMap(({ id, chapters }) =>
    chapters.map((chapter) => ({ demo_id: id, ...chapter })),
  )
  const rows = JSON.stringify(runs.map(({ id, chapters: _, ...run }) => ({ demo_id: id, ...run })))
  await sql.transaction([
    sql`
      insert into ingestion_runs (options, status, started_at, completed_at, total_chapters,
        total_passages, passages_added, passages_kept, passages_removed, embedding_tokens,
        error_message, progress_at, gaps_checked_at)
      select jsonb_build_object('demo_id', demo_id), status, started_at, completed_at,
        total_chapters, total_passages, passages_added, passages_kept, passages_removed,
        embedding_tokens, error_message, completed_at, case when status = 'completed' then completed_at end
      from jsonb_to_recordset(${rows}::jsonb) as r(demo_id text, status text,
        started_at timestamptz, completed_at timestamptz, total_chapters int, total_passages int,
        passages_added int, passages_kept int, passages_removed int, embedding_tokens int,
        error_message text)
      order by started_at`,
    sql`
      insert into ingestion_sources (run_id, source, place, ref, commit, committed_at, subject)
      select runs.id, '', 'example/book', 'main', r.commit, r.committed_at, r.subject
      from jsonb_to_recordset(${rows}::jsonb) as r(demo_id text, commit text,
        committed_at timestamptz, subject text)
        join ingestion_runs runs on runs.options ->> 'demo_id' = r.demo_id`,
    sql`
      insert into ingestion_chapters (run_id, source_path, part_number, status, error_message)
      select runs.id, source_path, 0, r.status, r.error_message
      from jsonb_to_recordset(${JSON.stringify(chapters)}::jsonb) as r(demo_id text,
        source_path text, status text, error_message text)
        join ingestion_runs runs on runs.options ->> 'demo_id' = r.demo_id`,
  ])
}

async function writeWebhooks(sql: Sql, webhooks: ReturnType<typeof demoWebhooks>): Promise<void> {
  const deliveries = webhooks.flatMap(({ webhook_id, deliveries }) =>
    deliveries.map((delivery) => ({ webhook_id, ...delivery })),
  )
  // No secret signs for them, and no event but a test goes to them.
  await sql.transaction([
    sql`
      insert into webhooks (webhook_id, url, active, failing_since, deactivated_reason, events,
        description, secret_hash)
      select webhook_id, url, active, failing_since, deactivated_reason, '{webhook.test}',
        'Made up by npm run seed-demo', ''
      from jsonb_populate_recordset(null::webhooks, ${JSON.stringify(webhooks)}::jsonb)`,
    sql`
      insert into webhook_deliveries (delivery_id, webhook_id, event_id, event_type, payload, status,
        attempt, http_status, error_message, response_ms, created_at, updated_at)
      select delivery_id, webhook_id, event_id, event_type,
        jsonb_build_object('type', event_type, 'timestamp', created_at, 'data', '{}'::jsonb), status,
        attempt, http_status, error_message, response_ms, created_at, created_at
      from jsonb_populate_recordset(null::webhook_deliveries, ${JSON.stringify(deliveries)}::jsonb)`,
  ])
}
