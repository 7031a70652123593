import { readFile } from 'node:fs/promises'
import { type NeonQueryFunction, neon, neonConfig } from '@neondatabase/serverless'
import { type Migration, readMigrations, statements } from './migrations.ts'
import { requirePostgresUrl, SchemaRefused, toRefusal } from './schema-refused.ts'

export interface SchemaTarget {
  databaseUrl: string
  /** Where SQL goes over HTTP; the database's own host when absent. */
  httpUrl?: string | undefined
  /** Leaves out the approximate vector index, which a small database is better without. */
  exactSearch?: boolean
}

type Sql = NeonQueryFunction<false, false>

/**
 * Brings a database to schema.sql and says in a line each what was done: an empty one by schema.sql
 * itself, any other by the migrations that it has not had. Each is one transaction: all of it or
 * nothing. What stands in the way is a SchemaRefused, whose message says what to do.
 */
export async function applySchema(target: SchemaTarget): Promise<string[]> {
  requirePostgresUrl(target.databaseUrl)
  neonConfig.fetchEndpoint = target.httpUrl ?? defaultEndpoint
  const sql = neon(target.databaseUrl)
  const known = await readMigrations()
  try {
    const { isEmpty, applied } = await standingOf(sql)
    refuseNewer(applied, known)
    if (isEmpty) return await applyWhole(sql, known, target)
    const due = known.filter(({ name }) => !applied.includes(name))
    const lines: string[] = []
    for (const migration of due) lines.push(...(await applyOne(sql, migration, target)))
    return lines.length > 0 ? lines : ['Every migration has been applied; nothing to do.']
  } catch (error) {
    throw toRefusal(error)
  }
}

const defaultEndpoint = neonConfig.fetchEndpoint

async function standingOf(sql: Sql) {
  const [row] = await sql`
    select not exists (select from pg_class where relnamespace = 'public'::regnamespace
        and relkind in ('r', 'p', 'v', 'm')) as is_empty,
      exists (select from pg_attribute where attrelid = to_regclass('public.schema_migrations')
        and attname = 'applied_at') as is_recorded`
  const isRecorded = row?.is_recorded === true
  const rows = isRecorded ? await sql`select name from schema_migrations order by name` : []
  return { isEmpty: row?.is_empty === true, applied: rows.map(({ name }) => String(name)) }
}

/** A migration that is not here belongs to a newer version, whose tables this one may not know. */
function refuseNewer(applied: string[], known: Migration[]): void {
  const strange = applied.filter((name) => !known.some((migration) => migration.name === name))
  if (strange.length === 0) return
  throw new SchemaRefused(
    `The database has had ${strange.join(', ')}, which this version of Marginalia does not know: update the code, then run npm run db:apply again.`,
  )
}

async function applyWhole(sql: Sql, known: Migration[], target: SchemaTarget): Promise<string[]> {
  const text = await readFile(new URL('../../schema.sql', import.meta.url), 'utf8')
  await sql.transaction([
    ...preparation(sql, target),
    ...statements(text).map((statement) => sql.query(statement)),
    ...known.map(({ name }) => recorded(sql, name)),
  ])
  return [`schema.sql: applied to an empty database; it holds all ${known.length} migrations.`]
}

async function applyOne(sql: Sql, { name, text }: Migration, target: SchemaTarget) {
  const before = await setAside(sql)
  await sql.transaction([
    ...preparation(sql, target),
    recorded(sql, name),
    ...statements(text).map((statement) => sql.query(statement)),
  ])
  const kept = (await setAside(sql)).filter(
    (table) => !before.some((one) => one.name === table.name),
  )
  return [
    `${name}: applied.`,
    ...kept.map((table) => `  ${table.rows} rows are kept in ${table.name}: ${table.reason}.`),
  ]
}

/** One at a time: the second finds the first one's record, and fails on it. */
const preparation = (sql: Sql, { exactSearch = false }: SchemaTarget) => [
  sql`select pg_advisory_xact_lock(7203945812)`,
  sql`select set_config('marginalia.exact_search', ${exactSearch ? 'on' : 'off'}, true)`,
  sql.query(`create table if not exists schema_migrations (
    name text primary key, applied_at timestamptz not null default now())`),
]

const recorded = (sql: Sql, name: string) =>
  sql`insert into schema_migrations (name) values (${name})`

/** The tables in which migrations kept what could not be carried over. */
async function setAside(sql: Sql) {
  const tables = await sql`
    select relname as name, coalesce(obj_description(oid), 'kept as it was') as reason from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname like 'legacy\\_%' order by 1`
  const counts = await Promise.all(
    tables.map(({ name }) => sql.query(`select count(*)::int as rows from "${name}"`)),
  )
  return tables.map(({ name, reason }, index) => ({
    name: String(name),
    reason: String(reason),
    rows: Number(counts[index]?.[0]?.rows ?? 0),
  }))
}
