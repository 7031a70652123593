import * as z from 'zod/mini'
import { type Fragment, fragment } from '../clients/neon.ts'
import type { Fact } from './memory.ts'

const mostSummaries = 3
const longestSummary = 600
/** Of all facts together: some 500 tokens. The newest count. */
const mostFactCharacters = 2000

/**
 * What a prompt is told of a reader who is known: a fact, or what an earlier conversation was about.
 * `session_id` is the conversation that it came from, with which it is erased.
 */
export const Recollection = z.object({
  kind: z.enum(['fact', 'summary']),
  text: z.string(),
  session_id: z.optional(z.string()),
})

export type Recollection = z.infer<typeof Recollection>

/** The recollections of a user, as jsonb; of no user, none. The session's own summary is not one. */
export const recollections = (userId: Fragment, sessionId: string) => fragment`(
  select coalesce(jsonb_agg(jsonb_strip_nulls(recalled) order by place), '[]')
  from (
    select jsonb_build_object('kind', 'fact', 'text', fact ->> 'text', 'session_id',
      case when fact #>> '{source,kind}' = 'conversation' then fact #>> '{source,session_id}' end)
      as recalled, place
    from user_profiles, jsonb_array_elements(long_term_memory) with ordinality as facts (fact, place)
    where user_id = ${userId}
    union all
    select jsonb_build_object('kind', 'summary', 'text', left(summary, ${longestSummary}),
      'session_id', session_id), 1000000 - place
    from (
      select session_id, summary, row_number() over (order by ended_at desc) as place
      from sessions_archive join session_summaries using (session_id)
      where user_id = ${userId} and session_id <> ${sessionId}::uuid
      order by ended_at desc limit ${mostSummaries}) as summaries
  ) as everything)`

/** A fact as a prompt is told of it. */
export const recalledFact = ({ text, source }: Pick<Fact, 'text' | 'source'>): Recollection => ({
  kind: 'fact',
  text,
  ...(source.kind === 'conversation' && { session_id: source.session_id }),
})

/** As much as a prompt is to hold, in the order given: of the facts the newest, which come last. */
export function withinPrompt(known: Recollection[]): Recollection[] {
  let left = mostFactCharacters
  const kept = known.toReversed().filter(({ kind, text }) => {
    if (kind === 'fact') left -= text.length
    return kind === 'summary' || left >= 0
  })
  return kept.toReversed()
}
