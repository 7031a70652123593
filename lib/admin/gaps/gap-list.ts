import * as z from 'zod/mini'
import { fragment, type Neon, NoRow, sql } from '../../clients/neon.ts'
import { microseconds, rowAt } from '../../clients/position.ts'
import { cutPage, Page, readCursor } from '../../cursor.ts'
import { Problem } from '../../problem.ts'
import { NearestPage } from '../figures.ts'
import { missed } from './missed-questions.ts'

const Status = z.enum(['open', 'closed', 'ignored'])
const Citation = z.object({ url: z.optional(z.string()), quote: z.string() })

/** What the book lacks: questions that are alike and that it did not answer well, in thirty days. */
export const Gap = z.object({
  gap_id: z.uuid(),
  status: Status,
  /** The wording that is asked most; absent where all of them were erased or are older. */
  question: z.optional(z.string()),
  wordings: z.int(),
  refused: z.int(),
  disliked: z.int(),
  searched: z.int(),
  last_asked_at: z.optional(z.string()),
  opened_at: z.iso.datetime(),
  closed_at: z.optional(z.string()),
  /** The page that it belongs to. */
  page: z.optional(NearestPage),
  /** What is missing, in a sentence of the model's. */
  draft: z.optional(z.string()),
  /** Its issue on GitHub. */
  issue: z.optional(
    z.object({
      repository: z.string(),
      number: z.int(),
      url: z.string(),
      /** As we have left it. */
      state: z.enum(['open', 'closed']),
    }),
  ),
  /** Why its issue could not be opened or brought up to date. */
  issue_trouble: z.optional(z.string()),
  /** The answer that closed it, and the run after which it was given. */
  proof: z.optional(
    z.object({ run_id: z.int(), answer: z.string(), citations: z.array(Citation) }),
  ),
})

export type Gap = z.infer<typeof Gap>

/** An issue as a gap has it: `said` is a hash of what it was given to say. */
export const KeptIssue = z.object({
  repository: z.string(),
  number: z.int(),
  url: z.string(),
  state: z.enum(['open', 'closed']),
  said: z.string(),
})

export type KeptIssue = z.infer<typeof KeptIssue>

/** A gap with what only those need who keep its issue. */
export type GapToKeep = Omit<Gap, 'issue'> & { issue?: KeptIssue }

export const GapQuery = z.strictObject({ ...Page.shape, status: z._default(Status, 'open') })
export const GapList = z.object({ data: z.array(Gap), next_cursor: z.optional(z.string()) })

export type GapList = z.infer<typeof GapList>

/** An owner may lay a gap aside, and take it up again. */
export const GapChange = z.strictObject({ status: z.enum(['open', 'ignored']) })

/** An answer that a run broke: given once, and not given or not verified after it. */
export const Regression = z.object({
  run_id: z.int(),
  query_id: z.uuid(),
  question: z.optional(z.string()),
  reason: z.enum(['refused', 'unverified']),
  found_at: z.iso.datetime(),
})

export const RegressionQuery = z.strictObject({
  run_id: z.optional(z.coerce.number().check(z.int(), z.gte(1), z.lte(2_147_483_647))),
})
export const RegressionList = z.object({
  /** The latest run that was asked for, and whether all that it was to be asked has been asked. */
  run_id: z.optional(z.int()),
  is_checked: z.boolean(),
  data: z.array(Regression),
})

export type RegressionList = z.infer<typeof RegressionList>

/** The run after which gaps are asked again. */
export const GapCheck = z.object({ run_id: z.int() })

const mostRegressions = 200

const GapRow = z.extend(Gap, {
  question: z.nullable(z.string()),
  last_asked_at: z.nullable(z.date()),
  opened_at: z.date(),
  closed_at: z.nullable(z.date()),
  page: z.nullable(NearestPage),
  proof: z.nullable(z.unknown()),
  draft: z.nullable(z.string()),
  issue: z.nullable(KeptIssue),
  issue_trouble: z.nullable(z.string()),
  position: z.string(),
})
const RegressionRow = z.extend(Regression, { question: z.nullable(z.string()), found_at: z.date() })

/** The gaps that stand so, the latest opened first. */
export async function listGaps(
  { status, cursor, limit }: z.infer<typeof GapQuery>,
  neon: Neon,
): Promise<z.infer<typeof GapList>> {
  const before = cursor
    ? fragment`and (opened_at, gap_id) < ${rowAt(readCursor(cursor, 'uuid'))}`
    : fragment``
  const rows = await neon.run(gapsWhere(fragment`status = ${status} ${before}`, limit + 1))
  const { page, ...next } = cutPage(rows, limit, ({ position, gap_id }) => [position, gap_id])
  return { data: page.map(toGap), ...next }
}

/** One gap, with its issue as it is kept; an unknown one is not found. */
export async function readGap(gapId: string, neon: Neon): Promise<GapToKeep> {
  const [row] = await neon.run(gapsWhere(fragment`gap_id = ${gapId}`, 1))
  if (!row) throw new Problem('not-found', `There is no gap ${gapId}.`)
  const { issue: _, ...gap } = toGap(row)
  return { ...gap, ...(row.issue && { issue: row.issue }) }
}

/** One gap as it is listed. */
export async function readGapToShow(gapId: string, neon: Neon): Promise<Gap> {
  const { issue, ...gap } = await readGap(gapId, neon)
  return { ...gap, ...(issue && { issue: issueOf(issue) }) }
}

/** Lays a gap aside or takes it up again; an unknown one is not found. */
export async function changeGap(
  gapId: string,
  { status }: z.infer<typeof GapChange>,
  neon: Neon,
): Promise<z.infer<typeof Gap>> {
  const [, rows] = await neon.transaction([
    sql(NoRow)`
      update gaps set status = ${status}, closed_at = null, proof = null where gap_id = ${gapId}`,
    gapsWhere(fragment`gap_id = ${gapId}`, 1),
  ])
  const [row] = rows
  if (!row) throw new Problem('not-found', `There is no gap ${gapId}.`)
  return toGap(row)
}

/** The answers that runs broke, the latest first. */
export async function listRegressions(
  { run_id: runId }: z.infer<typeof RegressionQuery>,
  neon: Neon,
): Promise<z.infer<typeof RegressionList>> {
  const ofRun = runId === undefined ? fragment`` : fragment`and k.run_id = ${runId}`
  const [[run], rows] = await neon.transaction([
    latestRun(runId),
    sql(RegressionRow)`
    select k.run_id, k.query_id::text, q.question, k.reason, k.checked_at as found_at
    from regression_checks k left join query_logs q using (query_id)
    where k.reason is not null ${ofRun}
    order by k.checked_at desc, k.query_id limit ${mostRegressions}`,
  ])
  return {
    ...(run && { run_id: run.id }),
    is_checked: run?.is_checked ?? false,
    data: rows.map(({ question, found_at, ...row }) => ({
      ...row,
      ...(question !== null && { question }),
      found_at: found_at.toISOString(),
    })),
  }
}

const RunRow = z.object({ id: z.int(), is_checked: z.boolean() })

const latestRun = (runId: number | undefined) => sql(RunRow)`
  select id, gaps_checked_at is not null as is_checked from ingestion_runs
  where status = 'completed' and id = coalesce(${runId ?? null}::int, id) order by started_at desc limit 1`

/** Makes ready to ask again all that the latest run was asked; undefined where none has ended. */
export async function beginCheck(neon: Neon): Promise<number | undefined> {
  const [run] = await neon.run(latestRun(undefined))
  if (!run) return undefined
  await neon.transaction([
    sql(NoRow)`update ingestion_runs set gaps_checked_at = null where id = ${run.id}`,
    sql(NoRow)`update gaps set asked_in_run = null where asked_in_run = ${run.id}`,
    sql(NoRow)`delete from regression_checks where run_id = ${run.id}`,
    sql(NoRow)`update corrections set checked_in_run = null where checked_in_run = ${run.id}`,
  ])
  return run.id
}

const gapsWhere = (condition: ReturnType<typeof fragment>, most: number) => sql(GapRow)`
  with chosen as (
    select * from gaps where ${condition} order by opened_at desc, gap_id desc limit ${most}
  ), said as (
    select w.gap_id, m.* from (${missed}) m join gap_wordings w using (wording)
    where w.gap_id in (select gap_id from chosen)
  ), counted as (
    select gap_id, count(distinct wording)::int as wordings, max(created_at) as last_asked_at,
      count(*) filter (where kind = 'refused')::int as refused,
      count(*) filter (where kind = 'disliked')::int as disliked,
      count(*) filter (where kind = 'searched')::int as searched,
      mode() within group (order by left(question, 300)) as question
    from said group by gap_id
  )
  select g.gap_id::text, g.status, c.question, coalesce(c.wordings, 0) as wordings,
    coalesce(c.refused, 0) as refused, coalesce(c.disliked, 0) as disliked,
    coalesce(c.searched, 0) as searched, c.last_asked_at, g.opened_at, g.closed_at, g.page, g.proof,
    g.draft, g.issue, g.issue_trouble,
    ${microseconds(fragment`g.opened_at`)}
  from chosen g left join counted c using (gap_id) order by g.opened_at desc, g.gap_id desc`

const Proof = Gap.shape.proof

const issueOf = ({ said: _, ...issue }: z.infer<typeof KeptIssue>) => issue

function toGap(row: z.infer<typeof GapRow>): z.infer<typeof Gap> {
  const { question, last_asked_at, opened_at, closed_at, page, proof, position: _, ...told } = row
  const { draft, issue, issue_trouble, ...rest } = told
  const known = Proof.parse(proof ?? undefined)
  return {
    ...rest,
    ...(question !== null && { question }),
    ...(last_asked_at && { last_asked_at: last_asked_at.toISOString() }),
    opened_at: opened_at.toISOString(),
    ...(closed_at && { closed_at: closed_at.toISOString() }),
    ...(page && { page }),
    // It is made of words that may be erased.
    ...(draft !== null && question !== null && { draft }),
    ...(issue && { issue: issueOf(issue) }),
    ...(issue_trouble !== null && { issue_trouble }),
    ...(known && { proof: known }),
  }
}
