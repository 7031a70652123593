import * as z from 'zod/mini'
import { fragment, type Neon, sql } from '../../clients/neon.ts'
import { Calibration, floorBetween } from '../../index/calibration.ts'
import { type Indexed, Look } from './look.ts'

const mostPages = 50
const mostRuns = 30

const Page = z.object({ source: z.string(), chapter: z.optional(z.string()), reason: z.string() })

/** A source, what is indexed of it, and what it has by now. */
export const SourceState = z.object({
  /** Its name; empty for the one of the short form. */
  source: z.string(),
  kind: z.enum(['github', 'website', 'openapi']),
  place: z.string(),
  ref: z.optional(z.string()),
  indexed: z.optional(
    z.object({
      commit: z.optional(z.string()),
      subject: z.optional(z.string()),
      /** When what is indexed was changed: the commit's date, or the latest `lastmod`. */
      changed_at: z.optional(z.string()),
    }),
  ),
  /** Absent until the source was asked. */
  newest: z.optional(Look),
})

export type SourceState = z.infer<typeof SourceState>

export const FreshnessQuery = z.strictObject({
  /** Whether sources that were not asked for ten minutes are asked for their newest. */
  look: z._default(z.enum(['true', 'false']), 'false'),
})

/** How the index is against its source, as the runs have told. */
export const Freshness = z.object({
  /** The last run that came to its end, and what it was told to do. */
  last_run: z.optional(
    z.object({ run_id: z.int(), started_at: z.string(), completed_at: z.string() }),
  ),
  /** The age of what is indexed, in seconds: since that run listed the source. */
  age_seconds: z.optional(z.number()),
  /** A run after it that failed, and why. */
  failed_run: z.optional(z.object({ run_id: z.int(), at: z.string(), reason: z.string() })),
  sources: z.array(SourceState),
  pages: z.int(),
  passages: z.int(),
  /** Pages that the latest runs could not read or write; their earlier passages are still answered from. */
  failed: z.array(Page),
  /** Pages that are not answered from, as drafts, or of which their owner should know something. */
  left_out: z.array(Page),
  /** How the floor was measured; absent while the index is not calibrated. */
  calibration: z.optional(
    z.object({
      embedding: z.string(),
      index_version: z.string(),
      measured_at: z.string(),
      /** The confidence below which a question is refused, at this strictness. */
      floor: z.number(),
      strictness: z.number(),
    }),
  ),
})

export type Freshness = z.infer<typeof Freshness>

const Told = z.object({
  found: z.object({
    last_run: z.optional(Freshness.shape.last_run),
    age_seconds: z.optional(z.number()),
    failed_run: z.optional(Freshness.shape.failed_run),
    pages: z.int(),
    passages: z.int(),
  }),
})
const PageRow = z.object({ found: Page })
const SourceRow = z.object({
  source: z.string(),
  commit: z.nullable(z.string()),
  subject: z.nullable(z.string()),
  changed_at: z.nullable(z.string()),
  http_etag: z.nullable(z.string()),
  last_modified: z.nullable(z.string()),
})
const CalibrationRow = z.object({ measured: z.unknown(), created_at: z.date() })

/** Where pages come from, as the settings say. */
type Source = Pick<SourceState, 'kind' | 'place' | 'ref'> & { name: string }

export interface FreshnessDeps {
  neon: Neon
  /** The model whose vectors answer, with their length. */
  embedding: string
  strictness: number
  sources: Source[]
  /** What the sources say of themselves, given what is indexed of each. */
  looks: (indexed: Map<string, Indexed>) => Promise<Record<string, Look>>
}

/** Reads how the index is. */
export async function readFreshness(deps: FreshnessDeps): Promise<Freshness> {
  const { neon, embedding, strictness, sources } = deps
  const [[told], failed, leftOut, rows, [measured]] = await neon.transaction(
    [state, failedPages, pagesLeftOut, indexedSources, calibrationOf(embedding)],
    { readOnly: true },
  )
  const indexed = new Map(rows.map((row) => [row.source, indexedOf(row)]))
  const looks = await deps.looks(indexed)
  return {
    ...(told?.found ?? { pages: 0, passages: 0 }),
    sources: sources.map((source) => stateOf(source, indexed.get(source.name), looks)),
    failed: failed.map(({ found }) => found),
    left_out: leftOut.map(({ found }) => found),
    ...inForceOf(measured, strictness),
  }
}

const indexedOf = (row: z.infer<typeof SourceRow>): Indexed => ({
  ...(row.commit !== null && { commit: row.commit }),
  ...(row.subject !== null && { subject: row.subject }),
  ...(row.changed_at !== null && { lastmod: row.changed_at }),
  etag: row.http_etag,
  lastModified: row.last_modified,
})

function stateOf(
  source: Source,
  indexed: Indexed | undefined,
  looks: Record<string, Look>,
): SourceState {
  const { kind, name, place } = source
  const newest = looks[name]
  return {
    ...{ source: name, kind, place },
    ...(source.ref !== undefined && { ref: source.ref }),
    ...(indexed && {
      indexed: {
        ...(indexed.commit !== undefined && { commit: indexed.commit }),
        ...(indexed.subject !== undefined && { subject: indexed.subject }),
        ...(indexed.lastmod !== undefined && { changed_at: indexed.lastmod }),
      },
    }),
    ...(newest && { newest }),
  }
}

function inForceOf(
  row: z.infer<typeof CalibrationRow> | undefined,
  strictness: number,
): Pick<Freshness, 'calibration'> {
  const calibration = Calibration.safeParse(row?.measured)
  if (!row || !calibration.success) return {}
  const { embedding, index_version, foreign, own } = calibration.data
  const floor = floorBetween(foreign, own, strictness)
  const measured_at = row.created_at.toISOString()
  return { calibration: { embedding, index_version, measured_at, floor, strictness } }
}

const lastStart = fragment`coalesce(
  (select max(started_at) from ingestion_runs where status = 'completed'), '-infinity')`

const state = sql(Told)`
  with last as (
    select id, started_at, completed_at from ingestion_runs where status = 'completed'
    order by started_at desc limit 1
  ), broken as (
    select id, coalesce(completed_at, progress_at) as at, error_message from ingestion_runs
    where status = 'failed' and started_at > ${lastStart} order by started_at desc limit 1
  )
  select jsonb_strip_nulls(jsonb_build_object(
    'last_run', (select jsonb_build_object('run_id', id, 'started_at', started_at,
      'completed_at', completed_at) from last),
    'age_seconds', (select extract(epoch from now() - started_at)::float8 from last),
    'failed_run', (select jsonb_build_object('run_id', id, 'at', at,
      'reason', coalesce(error_message, 'It says nothing.')) from broken),
    'pages', (select count(*) from chapters),
    'passages', (select coalesce(sum(passages), 0) from chapters))) as found`

/** A page that failed is tried again by every run: those that stand so are of the latest ones. */
const failedPages = sql(PageRow)`
  select jsonb_strip_nulls(jsonb_build_object('source', source_path, 'chapter', chapter_title,
    'reason', coalesce(error_message, 'It says nothing.'))) as found
  from (
    select distinct on (source_path) source_path, chapter_title, error_message, status
    from ingestion_chapters
    where run_id in (select id from ingestion_runs where started_at >= ${lastStart} and status <> 'running'
      order by started_at desc limit ${mostRuns}) and status <> 'pending'
    order by source_path, run_id desc) latest
  where status = 'failed' order by source_path limit ${mostPages}`

const pagesLeftOut = sql(PageRow)`
  select jsonb_strip_nulls(jsonb_build_object('source', source_path, 'chapter', nullif(title, ''),
    'reason', array_to_string(warnings, ' '))) as found
  from chapters where warnings <> '{}' order by source_path limit ${mostPages}`

/** Repositories as the last run has listed them, and other sources as they were last read. */
const indexedSources = sql(SourceRow)`
  select source, commit, nullif(subject, '') as subject,
    to_char(committed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as changed_at,
    null::text as http_etag, null::text as last_modified
  from ingestion_sources where run_id = (
    select id from ingestion_runs where status = 'completed' order by started_at desc limit 1)
  union all
  select source, null, null, max(lastmod), max(http_etag), max(last_modified) from crawled_pages
  where etag <> '' group by source`

const calibrationOf = (embedding: string) => sql(CalibrationRow)`
  select measured, created_at from calibrations where embedding = ${embedding}`
