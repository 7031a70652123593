import * as z from 'zod/mini'
import { type Neon, sql } from '../clients/neon.ts'
import { Calibration, quantile } from '../index/calibration.ts'

const mostPages = 50

const Page = z.object({ source: z.string(), chapter: z.optional(z.string()), reason: z.string() })

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
const PageRow = z.object({ found: Page, is_failed: z.boolean() })
const CalibrationRow = z.object({ measured: z.unknown(), created_at: z.date() })

const mostOwnRefused = 0.2

/** Reads it; `embedding` is the model whose vectors answer, with their length. */
export async function readFreshness(
  { embedding, strictness }: { embedding: string; strictness: number },
  neon: Neon,
): Promise<Freshness> {
  const [[told], pages, [measured]] = await neon.transaction(
    [state, pagesToKnow, calibrationOf(embedding)],
    { readOnly: true },
  )
  const calibration = Calibration.safeParse(measured?.measured)
  const listed = (isFailed: boolean) =>
    pages.flatMap(({ found, is_failed }) => (is_failed === isFailed ? [found] : []))
  return {
    ...(told?.found ?? { pages: 0, passages: 0 }),
    failed: listed(true),
    left_out: listed(false),
    ...(measured &&
      calibration.success && {
        calibration: {
          embedding: calibration.data.embedding,
          index_version: calibration.data.index_version,
          measured_at: measured.created_at.toISOString(),
          floor: Math.min(
            quantile(calibration.data.foreign, strictness),
            quantile(calibration.data.own, mostOwnRefused),
          ),
          strictness,
        },
      }),
  }
}

const state = sql(Told)`
  with last as (
    select id, started_at, completed_at from ingestion_runs where status = 'completed'
    order by id desc limit 1
  ), broken as (
    select id, coalesce(completed_at, progress_at) as at, error_message from ingestion_runs
    where status = 'failed' and id > coalesce((select id from last), 0) order by id desc limit 1
  )
  select jsonb_strip_nulls(jsonb_build_object(
    'last_run', (select jsonb_build_object('run_id', id, 'started_at', started_at,
      'completed_at', completed_at) from last),
    'age_seconds', (select extract(epoch from now() - started_at)::float8 from last),
    'failed_run', (select jsonb_build_object('run_id', id, 'at', at,
      'reason', coalesce(error_message, 'It says nothing.')) from broken),
    'pages', (select count(*) from chapters),
    'passages', (select coalesce(sum(passages), 0) from chapters))) as found`

/** Of each page what the last run that read it has said. */
const pagesToKnow = sql(PageRow)`
  select jsonb_strip_nulls(jsonb_build_object('source', source_path, 'chapter', chapter_title,
    'reason', case when is_failed then coalesce(error_message, 'It says nothing.')
      else array_to_string(warnings, ' ') end)) as found, is_failed
  from (
    select distinct on (source_path) source_path, chapter_title, error_message, warnings,
      status = 'failed' as is_failed
    from ingestion_chapters
    where run_id in (select id from ingestion_runs order by id desc limit 30) and status <> 'pending'
    order by source_path, run_id desc) latest
  where is_failed or cardinality(warnings) > 0
  order by is_failed desc, source_path limit ${mostPages}`

const calibrationOf = (embedding: string) => sql(CalibrationRow)`
  select measured, created_at from calibrations where embedding = ${embedding}`
