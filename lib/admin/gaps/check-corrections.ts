import * as z from 'zod/mini'
import { NoRow, sql } from '../../clients/neon.ts'
import { toJsonb } from '../../webhooks/record.ts'
import type { AskDeps } from './ask-gaps.ts'

const Test = z.object({ query_id: z.string(), question: z.string(), pages: z.array(z.string()) })

/**
 * Asks corrected questions again, those first that wait longest, and notes whether the book answers them
 * by now: verified, and from one of the pages that the correction names.
 */
export async function checkCorrections(
  runId: number,
  most: number,
  { neon, ask }: AskDeps,
): Promise<{ asked: number }> {
  const tests = await neon.run(sql(Test)`
    select c.query_id::text, coalesce(q.standalone_question, q.question) as question, c.pages
    from corrections c join query_logs q using (query_id)
    where q.question is not null and coalesce(c.checked_in_run, 0) < ${runId}
    order by c.checked_at nulls first, c.created_at limit ${most}`)
  const checks: { query_id: string; is_met: boolean | null }[] = []
  for (const { query_id, question, pages } of tests) {
    const { answered, verified, degraded, sources } = await ask(question)
    const isFromThere = pages.length === 0 || pages.some((page) => sources.includes(page))
    const isMet = degraded.length > 0 ? null : answered && verified && isFromThere
    checks.push({ query_id, is_met: isMet })
  }
  await neon.run(sql(NoRow)`
    update corrections c set checked_in_run = ${runId}::int, checked_at = now(),
      is_met = coalesce(k.is_met, c.is_met)
    from jsonb_to_recordset(${toJsonb(checks)}::jsonb) as k(query_id uuid, is_met boolean)
    where c.query_id = k.query_id`)
  return { asked: tests.length }
}
