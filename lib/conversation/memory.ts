import * as z from 'zod/mini'
import { type Fragment, fragment, NoRow, sql } from '../clients/neon.ts'
import * as answering from '../text/assets/answering.asset.ts'
import { lazily } from '../text/lazily.ts'
import { anyPhrase } from '../text/phrase-list.ts'
import { toJsonb } from '../webhooks/record.ts'

/** One thing that is remembered of a reader, and where it came from. */
export const Fact = z.object({
  fact_id: z.string(),
  text: z.string(),
  /** `conversation`: the reader said so in it. `reader`: the reader wrote it into the memory. */
  source: z.object({ kind: z.enum(['conversation', 'reader']), session_id: z.string() }),
  learned_at: z.iso.datetime(),
})

export type Fact = z.infer<typeof Fact>

/** Facts of one reader; the newest push out the oldest. */
export const mostFacts = 50
export const longestFact = 300

const begins = lazily(() => new RegExp(`^(?:${anyPhrase(answering.tellsOfSelf).source})`, 'iu'))

/**
 * What a reader has said of themself, in their own words: the sentences of a question that tell and
 * do not ask. No model guesses at people here.
 */
export function statedFacts(question: string): string[] {
  return question
    .split(/(?<=[.!?。！？])\s+|\n+/)
    .map((sentence) => sentence.trim().replace(/[.!\s]+$/, ''))
    .filter(
      (sentence) =>
        sentence.length <= longestFact && !/[?？]$/.test(sentence) && begins().test(sentence),
    )
}

/**
 * Adds facts to the memories of the users whose sessions these are, if the condition holds for the
 * session `s`; what is remembered already keeps its first source.
 */
export const learn = (
  learned: { session_id: string; facts: Fact[] }[],
  condition: Fragment = fragment`true`,
) => sql(NoRow)`
  update user_profiles p set updated_at = now(), long_term_memory = (
    select coalesce(jsonb_agg(fact order by n), '[]') from (
      select fact, n from (
        select distinct on (lower(fact ->> 'text')) fact, n
        from jsonb_array_elements(p.long_term_memory || r.facts) with ordinality as f(fact, n)
        order by lower(fact ->> 'text'), n) each_once
      order by n desc limit ${mostFacts}) newest)
  from (
    select s.user_id, jsonb_agg(fact) as facts
    from jsonb_to_recordset(${toJsonb(learned)}::jsonb) as l(session_id uuid, facts jsonb)
      join sessions s on s.id = l.session_id, jsonb_array_elements(l.facts) as fact
    where ${condition} group by s.user_id) as r
  where p.user_id = r.user_id`

/** Takes what was learned in these sessions out of the memories. */
export const unlearn = (sessionIds: Fragment) => sql(NoRow)`
  update user_profiles p set updated_at = now(), long_term_memory = coalesce((
    select jsonb_agg(fact order by n)
    from jsonb_array_elements(p.long_term_memory) with ordinality as f(fact, n)
    where fact #>> '{source,kind}' <> 'conversation'
      or fact #>> '{source,session_id}' <> all ((${sessionIds})::text[])), '[]')
  from sessions s
  where s.id = any (${sessionIds}) and p.user_id = s.user_id`
