import * as z from 'zod/mini'
import { createNeon, type Neon, sql } from '../../lib/clients/neon.ts'
import { whatToDo } from '../../lib/upstream/what-to-do.ts'
import { readMigrations } from '../suite/migrations.ts'
import { type Finding, fault, look, type OwnSettings, ok, unseen } from './finding.ts'

const timeoutMs = 20_000
// Vectors are found by an index that scans on until enough are found; pgvector has that since 0.8.
const leastVector = [0, 8] as const

const Facts = z.object({
  server: z.string(),
  vector: z.nullable(z.string()),
  has_reader: z.boolean(),
  may_write: z.nullable(z.boolean()),
  is_applied: z.boolean(),
  seconds_away: z.number(),
  vector_numbers: z.nullable(z.int()),
})
const Name = z.object({ name: z.string() })
const Work = z.object({
  run_status: z.nullable(z.string()),
  run_error: z.nullable(z.string()),
  run_hours: z.nullable(z.number()),
  failed_pages: z.int(),
  unarchived: z.int(),
  overdue: z.int(),
  dead: z.int(),
  disabled: z.int(),
  texts_unread: z.nullable(z.string()),
})

/** The database, its schema, and what its rows tell of crons and deliveries. */
export async function examineNeon(settings: OwnSettings): Promise<Finding[]> {
  const url = settings.DATABASE_URL
  if (!url) return [unseen('Neon', 'DATABASE_URL is not at hand')]
  const todo = 'Copy the connection string from the Neon console into DATABASE_URL.'
  return await look('Neon', todo, async () => {
    const neon = createNeon({ url, httpUrl: settings.NEON_HTTP_URL, timeoutMs })
    const [facts] = await neon.run(readFacts())
    if (!facts) return [fault('Neon', 'It gave no row; is it Postgres?')]
    const found = [ok('Neon', `PostgreSQL ${facts.server}`), ...schemaFindings(facts)]
    if (!facts.is_applied) return found
    found.push(vectorsFinding(facts.vector_numbers, settings.EMBEDDING_DIMENSIONS))
    return [...found, await migrationFinding(neon), ...(await workFindings(neon))]
  })
}

// This machine's clock goes along, so that it is of the moment at which it is asked.
const readFacts = () => sql(Facts)`
  select current_setting('server_version') as server,
    (select extversion from pg_extension where extname = 'vector') as vector,
    exists (select from pg_roles where rolname = 'dashboard_reader') as has_reader,
    has_table_privilege(to_regclass('public.query_logs'), 'insert, update, delete') as may_write,
    to_regclass('public.schema_migrations') is not null as is_applied,
    abs(extract(epoch from clock_timestamp()) - ${Date.now() / 1000}::float8)::float8 as seconds_away,
    (select atttypmod from pg_attribute
      where attrelid = to_regclass('public.documents') and attname = 'embedding') as vector_numbers`

function schemaFindings(facts: z.infer<typeof Facts>): Finding[] {
  const apply = 'run DATABASE_URL=… npm run db:apply'
  return [
    vectorFinding(facts.vector),
    facts.has_reader
      ? ok('role', 'dashboard_reader is there')
      : fault('role', `dashboard_reader is missing: ${apply}.`),
    facts.is_applied
      ? facts.may_write
        ? ok('rights', 'the user of DATABASE_URL may write')
        : fault('rights', 'The user of DATABASE_URL may not write: use the owner of the tables.')
      : fault('schema', `The tables are missing: ${apply}.`),
    facts.seconds_away < 60
      ? ok('clock of Neon', 'agrees with this machine')
      : fault('clock of Neon', `It is ${Math.round(facts.seconds_away)} s away: set this clock.`),
  ]
}

function vectorFinding(version: string | null): Finding {
  if (version === null) {
    return fault('pgvector', 'The extension "vector" is missing: run npm run db:apply.')
  }
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isNew = major > leastVector[0] || minor >= leastVector[1]
  return isNew
    ? ok('pgvector', version)
    : fault('pgvector', `${version} is old: run "alter extension vector update" for 0.8 or newer.`)
}

/** The column's type bounds what a model may give, with Qdrant and without. */
function vectorsFinding(numbers: number | null, wanted = '1024'): Finding {
  return numbers === null || numbers === Number(wanted)
    ? ok('vectors in Neon', `have ${wanted} numbers`)
    : fault(
        'vectors in Neon',
        `Those that fit have ${numbers} numbers, EMBEDDING_DIMENSIONS is ${wanted}: set it to ${numbers}.`,
      )
}

async function migrationFinding(neon: Neon): Promise<Finding> {
  const applied = await neon.run(sql(Name)`select name from schema_migrations`)
  const due = (await readMigrations()).filter(
    (migration) => !applied.some(({ name }) => name === migration.name),
  )
  return due.length === 0
    ? ok('schema', 'has every migration')
    : fault(
        'schema',
        `${due.map(({ name }) => name).join(', ')} to come: run DATABASE_URL=… npm run db:apply.`,
      )
}

async function workFindings(neon: Neon): Promise<Finding[]> {
  const [work] = await neon.run(readWork)
  if (!work) return []
  return [
    nightlyFinding(work),
    work.failed_pages === 0
      ? ok('pages', 'none failed in the last run')
      : fault('pages', `${work.failed_pages} failed in the last run: /admin names them and why.`),
    work.unarchived === 0
      ? ok('cron: archive', 'no conversation waits for it')
      : fault(
          'cron: archive',
          `${work.unarchived} conversations have waited for over two hours: is */15 * * * * among the triggers?`,
        ),
    work.overdue === 0
      ? ok('cron: deliveries', 'none is overdue')
      : fault(
          'cron: deliveries',
          `${work.overdue} are overdue by over ten minutes: is * * * * * among the triggers?`,
        ),
    work.dead + work.disabled === 0
      ? ok('webhooks', 'none failed for good in the last week')
      : fault(
          'webhooks',
          `${work.dead} deliveries failed for good and ${work.disabled} webhooks are off: see GET /v1/webhooks/:id/deliveries?status=dead.`,
        ),
    work.texts_unread === null
      ? ok('texts', 'no Worker lacked its own in the last hour')
      : fault('texts', `${work.texts_unread}. ${whatToDo('assets', 'unreachable')}`),
  ]
}

const readWork = sql(Work)`
  select last.status as run_status, last.error_message as run_error,
    (extract(epoch from now() - last.started_at) / 3600)::float8 as run_hours,
    (select count(*) from ingestion_chapters c where c.run_id = last.id and c.status = 'failed')::int
      as failed_pages,
    (select count(*) from sessions where (archived_at is null or archived_at < last_active_at)
      and last_active_at < now() - interval '2 hours')::int as unarchived,
    (select count(*) from webhook_deliveries where status in ('pending', 'failed')
      and next_attempt_at < now() - interval '10 minutes')::int as overdue,
    (select count(*) from webhook_deliveries where status = 'dead'
      and updated_at > now() - interval '7 days')::int as dead,
    (select count(*) from webhooks where not active)::int as disabled,
    (select format('%s, %s min ago', message, ceil(extract(epoch from now() - last_at) / 60))
      from upstream_troubles where service = 'assets'
      and last_at > now() - interval '1 hour' order by last_at desc limit 1) as texts_unread
  from (select 1) one
  left join lateral (select * from ingestion_runs order by started_at desc, id desc limit 1) last on true`

function nightlyFinding({ run_status, run_error, run_hours }: z.infer<typeof Work>): Finding {
  const subject = 'ingestion'
  if (run_status === null || run_hours === null) {
    return fault(subject, 'No run has begun: ADMIN_TOKEN=… npm run ingest -- --url …')
  }
  const ago = `${run_hours.toFixed(1)} h ago`
  if (run_status === 'failed') return fault(subject, `The last run failed: ${run_error}`)
  // A night and some hours: daily triggers may be moved.
  return run_hours < 30
    ? ok(subject, `the last run began ${ago} and is ${run_status}`)
    : fault(subject, `The last run began ${ago}: is 0 3 * * * among the triggers?`)
}
