import * as z from 'zod/mini'
import { type Neon, sql } from '../../clients/neon.ts'
import { couldRegress } from './ask-gaps.ts'

/** A question of the last thirty days that the book answered for everybody, with verified citations alone. */
export const AnsweredQuestion = z.object({
  query_id: z.uuid(),
  question: z.string(),
  times: z.int(),
})

export const AnsweredQuery = z.strictObject({
  limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(200)), 50),
})
export const AnsweredQuestions = z.object({ data: z.array(AnsweredQuestion) })

// As many of the latest are looked through.
const lookedThrough = 20_000

/** The questions that are asked most of those that a change of the pages could break. */
export async function listAnswered(
  { limit }: z.infer<typeof AnsweredQuery>,
  neon: Neon,
): Promise<z.infer<typeof AnsweredQuestions>> {
  const data = await neon.run(sql(AnsweredQuestion)`
    select (array_agg(query_id::text order by created_at desc))[1] as query_id,
      (array_agg(question order by created_at desc))[1] as question, count(*)::int as times
    from (select q.query_id, q.question, q.created_at from query_logs q
      where ${couldRegress} order by q.created_at desc limit ${lookedThrough}) latest
    group by lower(question) order by count(*) desc, lower(question) limit ${limit}`)
  return { data }
}
