import * as z from 'zod/mini'
import { Filter } from '../../chat/filter.ts'
import { type Neon, sql } from '../../clients/neon.ts'
import { Problem } from '../../problem.ts'

const Asked = z.object({
  query_id: z.string(),
  question: z.string(),
  asked_with: z.nullable(z.object({ filter: z.optional(Filter), page: z.optional(z.string()) })),
})

const LoggedQuestion = z.extend(Asked, {
  question: z.nullable(z.string()),
  selected_text: z.nullable(z.string()),
})

const mostCharacters = 2000

/** A question of the log as it stood alone, with what it was asked with. */
export async function readAsked(queryId: string, neon: Neon) {
  const [row] = await neon.run(sql(LoggedQuestion)`
    select query_id::text, left(coalesce(standalone_question, question), ${mostCharacters}) as question,
      selected_text, asked_with
    from query_logs where query_id = ${queryId}`)
  if (!row) throw new Problem('not-found', `There is no question ${queryId}.`)
  if (row.question === null)
    throw new Problem(
      'gone',
      'The words of this question are not kept, so it cannot be asked again.',
    )
  const { filter, page } = row.asked_with ?? {}
  return {
    query_id: row.query_id,
    question: row.question,
    ...(filter && { filter }),
    ...(page !== undefined && { page }),
    ...(row.selected_text !== null && { selected_text: row.selected_text }),
  }
}

/** The last questions that were asked of the whole book, each wording once, the latest first. */
export async function lastAsked(most: number, neon: Neon) {
  return await neon.run(sql(z.pick(Asked, { query_id: true, question: true }))`
    select query_id::text, question from (
      select distinct on (question) query_id, created_at,
        left(coalesce(standalone_question, question), ${mostCharacters}) as question
      from (
        select query_id, created_at, standalone_question, question from query_logs
        where question is not null and query_id is not null and selected_text is null
          and confidence is not null and coalesce(asked_with -> 'filter', '{}') = '{}'
        order by created_at desc limit ${3 * most}::int) latest
      order by question, created_at desc) one
    order by created_at desc limit ${most}::int`)
}
