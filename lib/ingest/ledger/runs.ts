import * as z from 'zod/mini'
import { runTotals } from '../../chat/run-totals.ts'
import { fragment, type Neon, NoRow, sql } from '../../clients/neon.ts'
import { microseconds, rowAt } from '../../clients/position.ts'
import { cutPage, type Page, readCursor } from '../../cursor.ts'
import { Problem } from '../../problem.ts'

/** As many are kept of a page. */
export const maxWarnings = 20
const abandonedAfter = '30 minutes'

/** What an owner asks of a run. */
export const NewRun = z.strictObject({
  force: z.optional(z.boolean()),
  recreate: z.optional(z.boolean()),
  allow_mass_deletion: z.optional(z.boolean()),
})

export const Chapter = z.object({
  source_path: z.string(),
  part_number: z.int(),
  chapter_title: z.string(),
  status: z.enum(['pending', 'completed', 'failed']),
  passages_created: z.int(),
  error_message: z.optional(z.string()),
  /** What its owner should know of a page that was read: it is not published, or a part is missing. */
  warnings: z.optional(z.array(z.string())),
})

/** At which commit a run has listed a repository. */
export const RunCommit = z.object({
  /** The source's name; empty for the one of the short form. */
  source: z.string(),
  commit: z.string(),
  committed_at: z.optional(z.iso.datetime({ offset: true })),
  /** The first line of what the commit says. */
  subject: z.string(),
})

export const Run = z.object({
  id: z.int(),
  status: z.enum(['running', 'completed', 'failed']),
  started_at: z.iso.datetime(),
  completed_at: z.optional(z.iso.datetime()),
  ...runTotals,
  error_message: z.optional(z.string()),
  commits: z.optional(z.array(RunCommit)),
  /** Gaps that it closed, and answers that it broke; absent until all has been asked again. */
  gaps_closed: z.optional(z.int()),
  answers_broken: z.optional(z.int()),
  /** Until when some of its pages wait, and why: a service takes no more requests until then. */
  waiting_until: z.optional(z.iso.datetime()),
  waiting_for: z.optional(z.string()),
  chapters: z.optional(z.array(Chapter)),
})

export type Run = z.infer<typeof Run>

export const RunList = z.object({ data: z.array(Run), next_cursor: z.optional(z.string()) })

const RunRow = z.object({
  ...Run.shape,
  started_at: z.date(),
  completed_at: z.nullable(z.date()),
  error_message: z.nullable(z.string()),
  commits: z.nullable(z.array(RunCommit)),
  gaps_closed: z.nullable(z.int()),
  answers_broken: z.nullable(z.int()),
  waiting_until: z.nullable(z.date()),
  waiting_for: z.nullable(z.string()),
})

const ListedRunRow = z.extend(RunRow, { position: z.string() })

const ChapterRow = z.object({
  ...Chapter.shape,
  chapter_title: z.nullable(z.string()),
  error_message: z.nullable(z.string()),
  warnings: z.array(z.string()),
})

const Progress = z.object({
  passages_added: z.int(),
  passages_removed: z.int(),
  embedding_tokens: z.int(),
})

const RunId = z.object({ id: z.int() })

/** What became of one page. */
export interface PageResult {
  partNumber: number
  title: string
  added: number
  kept: number
  removed: number
  tokens: number
  warnings: string[]
  /** Its address, where no other page is to have it. */
  url?: string | undefined
}

export type Runs = ReturnType<typeof createRuns>

/** The ingestion runs in Neon: one running at a time, guarded by a unique index. */
export function createRuns({ neon }: { neon: Neon }) {
  return {
    /** Opens a run, failing one that was abandoned; undefined while another is running. */
    async open(options: z.infer<typeof NewRun>): Promise<Run | undefined> {
      const [, rows] = await neon.transaction([
        sql(NoRow)`
          update ingestion_runs set status = 'failed', completed_at = now(),
            error_message = 'Abandoned: nothing happened for 30 minutes'
          where status = 'running'
            and greatest(progress_at, waiting_until) < now() - ${abandonedAfter}::interval`,
        sql(RunRow)`
          insert into ingestion_runs (status, options) values ('running', ${JSON.stringify(options)}::jsonb)
          on conflict (status) where status = 'running' do nothing
          returning ${runColumns}`,
      ])
      return rows[0] && toRun(rows[0])
    },

    /** The runs, newest first. */
    async list({ cursor, limit }: Page): Promise<z.infer<typeof RunList>> {
      const after =
        cursor === undefined
          ? fragment``
          : fragment`where (started_at, id) < ${rowAt(readCursor(cursor, 'bigint'))}`
      const rows = await neon.run(sql(ListedRunRow)`
        select ${runColumns}, ${microseconds(fragment`started_at`)} from ingestion_runs ${after}
        order by started_at desc, id desc limit ${limit + 1}`)
      const { page, ...rest } = cutPage(rows, limit, (row) => [row.position, String(row.id)])
      return { data: page.map(({ position: _, ...row }) => toRun(row)), ...rest }
    },

    /** One run with its chapters; an unknown one is not found. */
    async get(id: number): Promise<Run> {
      const [runs, chapters, [progress]] = await neon.transaction(
        [
          sql(RunRow)`select ${runColumns} from ingestion_runs where id = ${id}`,
          sql(ChapterRow)`
            select source_path, part_number, chapter_title, status,
              coalesce(passages_created, 0) as passages_created, error_message, warnings
            from ingestion_chapters where run_id = ${id} order by source_path limit 10000`,
          sql(Progress)`
            select coalesce(sum(passages_added), 0)::int as passages_added,
              coalesce(sum(passages_removed), 0)::int as passages_removed,
              coalesce(sum(embedding_tokens), 0)::int as embedding_tokens
            from ingestion_chapters where run_id = ${id}`,
        ],
        { readOnly: true },
      )
      const [row] = runs
      if (!row) throw new Problem('not-found', `There is no ingestion run ${id}.`)
      // The row itself takes the sums when the run ends.
      const run = row.status === 'running' ? { ...row, ...progress } : row
      return { ...toRun(run), chapters: chapters.map(toChapter) }
    },

    /** Ends a running run as failed. */
    async fail(id: number, reason: string): Promise<boolean> {
      const rows = await neon.run(sql(RunId)`
        update ingestion_runs set status = 'failed', completed_at = now(), error_message = ${reason}
        where id = ${id} and status = 'running' returning id`)
      return rows.length > 0
    },
  }
}

/**
 * Notes that something happened in the run. Its row is locked by that until the transaction ends, so
 * that of two last pages one sees that it is the last. What other pages still wait for stands.
 */
export const lockRun = (id: number) => sql(NoRow)`
  update ingestion_runs set progress_at = now(),
    waiting_until = case when waiting_until > now() then waiting_until end,
    waiting_for = case when waiting_until > now() then waiting_for end
  where id = ${id} and status = 'running'`

/** Notes until when a run waits, and what for: the longest of the waits of its pages. */
export const noteWait = (id: number, until: Date, reason: string) => sql(NoRow)`
  update ingestion_runs set waiting_until = ${until.toISOString()}::timestamptz, waiting_for = ${reason}
  where id = ${id} and status = 'running'
    and coalesce(waiting_until < ${until.toISOString()}::timestamptz, true)`

/** The condition that a run is under way, and was not abandoned. */
export const isUnderWay = fragment`status = 'running'
  and greatest(progress_at, waiting_until) >= now() - ${abandonedAfter}::interval`

/** The run under way, if there is one. */
export const runUnderWay = sql(RunId)`select id from ingestion_runs where ${isUnderWay}`

/** Marks pages as done in their run. */
export function completeChapters(id: number, pages: { path: string; result: PageResult }[]) {
  const rows = pages.map(({ path, result: { warnings, url = '', ...result } }) => ({
    path,
    url,
    warnings: warnings.slice(0, maxWarnings),
    part_number: result.partNumber,
    title: result.title,
    added: result.added,
    kept: result.kept,
    removed: result.removed,
    tokens: result.tokens,
  }))
  return sql(NoRow)`
    with done as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d (path text, url text,
        warnings jsonb, part_number int, title text, added int, kept int, removed int, tokens int))
    update ingestion_chapters set status = 'completed', error_message = null,
      part_number = done.part_number, chapter_title = done.title,
      passages_created = done.added + done.kept, passages_added = done.added,
      passages_kept = done.kept, passages_removed = done.removed, embedding_tokens = done.tokens,
      warnings = array(select jsonb_array_elements_text(done.warnings)) || array(${sameAddress(id)})
    from done
    where run_id = ${id} and source_path = done.path and status <> 'completed'`
}

/**
 * What to tell the owner where another page has the same address as one that is `done`. A page of this run
 * that is still to be done may have another by then, or be gone: if it has not, it says so itself.
 */
const sameAddress = (id: number) => fragment`
  select format('It has the same address as %s: %s. Both are answered from; give one of them another slug',
      other.source_path, other.url)
  from chapters other where done.url <> '' and other.url = done.url
    and other.source_path <> done.path and other.passages > 0
    and (not exists (select from ingestion_chapters c
        where c.run_id = ${id} and c.source_path = other.source_path and c.status = 'pending')
      or other.source_path < done.path
        and other.source_path in (select path from done where url = other.url))
  order by other.source_path limit 1`

/** Marks a page as failed in its run; what it had indexed stays. */
export const failChapter = (id: number, path: string, reason: string, isAtFault: boolean) => sql(
  NoRow,
)`
  update ingestion_chapters set status = 'failed', error_message = ${reason}, is_at_fault = ${isAtFault}
  where run_id = ${id} and source_path = ${path} and status = 'pending'`

/** Whether a page of the run is still to be done. */
export const pagesPending = (id: number) => sql(z.object({ pending: z.boolean() }))`
  select exists (
    select from ingestion_chapters where run_id = ${id} and status = 'pending') as pending`

/**
 * Ends the run when none of its pages is left to do; gives its row when this was the end. A run fails
 * when every page that it had to do failed, unless the others of the book are indexed and these are
 * at fault themselves: a page with broken front matter is no reason to call every night's run failed.
 */
export const completeRun = (id: number) => sql(RunRow)`
  with done as (
    select count(*) filter (where status = 'failed')::int as failed, count(*)::int as pages,
      count(*) filter (where status = 'failed' and is_at_fault)::int as at_fault,
      coalesce(sum(passages_added), 0)::int as added, coalesce(sum(passages_removed), 0)::int as removed,
      coalesce(sum(embedding_tokens), 0)::int as tokens
    from ingestion_chapters where run_id = ${id}
  ), stored as (select count(*)::int as passages from documents)
  update ingestion_runs set completed_at = now(), progress_at = now(),
    status = case when done.failed > 0 and done.failed = done.pages
      and (done.at_fault < done.failed or done.failed >= total_chapters)
      then 'failed' else 'completed' end,
    error_message = case when done.failed > 0
      then format('%s of %s pages failed; what they had indexed before is kept', done.failed, done.pages) end,
    total_passages = stored.passages, passages_added = done.added,
    passages_kept = greatest(0, stored.passages - done.added), passages_removed = done.removed,
    embedding_tokens = done.tokens
  from done, stored
  where ingestion_runs.id = ${id} and ingestion_runs.status = 'running'
    and not exists (select from ingestion_chapters where run_id = ${id} and status = 'pending')
  returning ${runColumns}`

const runColumns = fragment`id, status, started_at, completed_at,
  coalesce(total_chapters, 0) as total_chapters, coalesce(total_passages, 0) as total_passages,
  passages_added, passages_kept, passages_removed, embedding_tokens, error_message,
  waiting_until, waiting_for,
  (select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('source', source, 'commit', commit,
      'committed_at', committed_at, 'subject', subject)) order by source)
    from ingestion_sources s where s.run_id = ingestion_runs.id) as commits,
  case when gaps_checked_at is not null then (select count(*)::int from gaps
    where proof ->> 'run_id' = ingestion_runs.id::text) end as gaps_closed,
  case when gaps_checked_at is not null then (select count(*)::int from regression_checks k
    where k.run_id = ingestion_runs.id and reason is not null) end as answers_broken`

export function toRun({
  answers_broken,
  commits,
  completed_at,
  error_message,
  gaps_closed,
  started_at,
  waiting_until,
  waiting_for,
  ...row
}: z.infer<typeof RunRow>): Run {
  return {
    ...row,
    started_at: started_at.toISOString(),
    ...(completed_at && { completed_at: completed_at.toISOString() }),
    ...(error_message !== null && { error_message }),
    ...(commits !== null && { commits }),
    ...(gaps_closed !== null && { gaps_closed }),
    ...(answers_broken !== null && { answers_broken }),
    ...(row.status === 'running' &&
      waiting_until && {
        waiting_until: waiting_until.toISOString(),
        ...(waiting_for !== null && { waiting_for }),
      }),
  }
}

function toChapter({ error_message, chapter_title, warnings, ...row }: z.infer<typeof ChapterRow>) {
  return {
    ...row,
    chapter_title: chapter_title ?? '',
    ...(error_message !== null && { error_message }),
    ...(warnings.length > 0 && { warnings }),
  }
}
