import * as z from 'zod/mini'
import { fragment, type Neon, NoRow, sql } from '../../clients/neon.ts'
import { toJsonb } from '../../webhooks/record.ts'
import { missed } from './missed-questions.ts'

/** What came of a question that was asked again. */
export interface AskedAgain {
  answered: boolean
  /** Whether every citation of it is verified, and there is one. */
  verified: boolean
  /** Services that were missed, or a budget that is spent: then it says nothing. */
  degraded: string[]
  answer: string
  citations: { url?: string | undefined; quote: string }[]
  /** The pages that it cites. */
  sources: string[]
}

export interface AskDeps {
  neon: Neon
  ask: (question: string) => Promise<AskedAgain>
}

/** A gap that an answer has closed. */
export interface ClosedGap {
  gap_id: string
  question: string
  citations: AskedAgain['citations']
}

/** An answer that an edit has broken. */
export interface Regression {
  query_id: string
  question: string
  reason: 'refused' | 'unverified'
}

const Gap = z.object({ gap_id: z.string(), question: z.string() })
const GapId = z.object({ gap_id: z.string() })
const Answered = z.object({ query_id: z.string(), question: z.string() })

/** Asks open gaps again, those first that wait longest, and closes what is answered and verified now. */
export async function askGapsAgain(
  runId: number,
  most: number,
  { neon, ask }: AskDeps,
): Promise<{ asked: number; closed: ClosedGap[] }> {
  const gaps = await neon.run(sql(Gap)`
    select g.gap_id::text, (select m.question from (${missed}) m join gap_wordings w using (wording)
      where w.gap_id = g.gap_id group by m.question
      -- What was searched for is asked where nobody has asked.
      order by bool_and(m.kind = 'searched'), count(*) desc, max(m.created_at) desc limit 1) as question
    from gaps g where status = 'open' and coalesce(asked_in_run, 0) < ${runId}
      and exists (select from (${missed}) m join gap_wordings w using (wording)
        where w.gap_id = g.gap_id)
    order by asked_at nulls first, opened_at, gap_id limit ${most}`)
  const closed: (ClosedGap & { proof: object })[] = []
  for (const { gap_id, question } of gaps) {
    const { answer, citations, sources: _, ...found } = await ask(question)
    if (!found.answered || !found.verified || found.degraded.length > 0) continue
    closed.push({ gap_id, question, citations, proof: { run_id: runId, answer, citations } })
  }
  const proofs = closed.map(({ gap_id, proof }) => ({ gap_id, proof }))
  const [, rows] = await neon.transaction([
    sql(NoRow)`
      update gaps set asked_at = now(), asked_in_run = greatest(asked_in_run, ${runId})
      where gap_id = any (${gaps.map(({ gap_id }) => gap_id)}::uuid[])`,
    // Another run, or the owner, may have closed it meanwhile.
    sql(GapId)`
      update gaps g set status = 'closed', closed_at = now(), proof = c.proof
      from jsonb_to_recordset(${toJsonb(proofs)}::jsonb) as c(gap_id uuid, proof jsonb)
      where g.gap_id = c.gap_id and g.status = 'open' returning g.gap_id::text`,
  ])
  const isClosed = new Set(rows.map(({ gap_id }) => gap_id))
  const ours = closed.filter(({ gap_id }) => isClosed.has(gap_id))
  return { asked: gaps.length, closed: ours.map(({ proof: _, ...gap }) => gap) }
}

// Whole and of the book alone, of what everybody may read: anything else need not come out the same.
export const couldRegress = fragment`q.answered and q.finish = 'stop' and q.question is not null
  and q.rating is distinct from 'down' and cardinality(q.degraded) = 0 and q.selected_text is null
  and q.standalone_question is null and coalesce(jsonb_array_length(q.recalled), 0) = 0
  and q.created_at > now() - interval '30 days'
  -- One that was not verified then cannot be broken.
  and not exists (select from jsonb_array_elements(q.sources) s where s -> 'verdicts' ? 'weak')
  and not exists (select from jsonb_array_elements(q.sources) s
    join documents d on d.source = s ->> 'source' and d.groups <> '{}')`

/**
 * Asks again what was answered in the last thirty days from pages that this run has changed or taken
 * away, each question once and those first that are asked most, and notes what is not answered and
 * verified any more.
 */
export async function findRegressions(
  runId: number,
  most: number,
  { neon, ask }: AskDeps,
): Promise<{ asked: number; found: Regression[] }> {
  const questions = await neon.run(sql(Answered)`
    with changed as materialized (
      select source_path from ingestion_chapters where run_id = ${runId}
    ), asked as (
      select lower(q.question) as wording, (array_agg(q.query_id order by q.created_at desc))[1] as query_id,
        (array_agg(q.question order by q.created_at desc))[1] as question, count(*) as times,
        bool_or(exists (select from regression_checks k
          where k.run_id = ${runId} and k.query_id = q.query_id)) as is_checked
      from query_logs q where exists (select from changed) and ${couldRegress}
        and exists (select from jsonb_array_elements(q.sources) s
          where (s ->> 'is_cited')::boolean and s ->> 'source' in (select source_path from changed))
      group by 1
    )
    select query_id::text, question from asked where not is_checked
    order by times desc, wording limit ${most}`)
  const found: Regression[] = []
  for (const { query_id, question } of questions) {
    const { answered, verified, degraded } = await ask(question)
    if ((answered && verified) || degraded.length > 0) continue
    found.push({ query_id, question, reason: answered ? 'unverified' : 'refused' })
  }
  const checks = questions.map(({ query_id }) => ({
    query_id,
    reason: found.find((one) => one.query_id === query_id)?.reason ?? null,
  }))
  await neon.run(sql(NoRow)`
    with forgotten as (
      delete from regression_checks where checked_at < now() - interval '90 days')
    insert into regression_checks (run_id, query_id, reason)
    select ${runId}::int, query_id, reason from jsonb_to_recordset(${toJsonb(checks)}::jsonb)
      as k(query_id uuid, reason text)
    on conflict (run_id, query_id) do update set reason = excluded.reason`)
  return { asked: questions.length, found }
}
