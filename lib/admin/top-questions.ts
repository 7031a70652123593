import * as z from 'zod/mini'
import { sql } from '../clients/neon.ts'
import { UnansweredQuestions } from './figures.ts'
import { firstDay } from './overview.ts'
import {
  AskedRow,
  groupedFrom,
  mostCharacters,
  mostQuestions,
  type UnansweredDeps,
} from './unanswered.ts'

/** As many of the latest questions and searches are looked at: enough to know what is asked most. */
const mostRows = 20_000
const shownSearches = 50

const Search = z.object({
  words: z.string(),
  times: z.int(),
  /** How often it found nothing. */
  without_hits: z.int(),
  /** How often its reader went to a passage. */
  clicked: z.int(),
})

/** What is asked most, grouped by likeness, and what is looked for most in search boxes. */
export const TopQuestions = z.extend(UnansweredQuestions, { searches: z.array(Search) })

export type TopQuestions = z.infer<typeof TopQuestions>

/** What was asked and searched most in so many days. */
export async function readTopQuestions(days: number, deps: UnansweredDeps): Promise<TopQuestions> {
  const [questions, searches] = await Promise.all([
    groupedFrom(askedSince(days), days, deps),
    deps.keepsTexts ? deps.neon.run(searchedSince(days)) : [],
  ])
  return { ...questions, searches }
}

const askedSince = (days: number) => sql(AskedRow)`
  select left((array_agg(question order by created_at desc))[1], ${mostCharacters}::int) as question,
    count(*)::int as times, max(created_at) as last_asked_at, max(confidence) as best_confidence
  from (select question, confidence, created_at from query_logs
    where question is not null and created_at >= ${firstDay(days)}
    order by created_at desc limit ${mostRows}) asked
  group by lower(question) order by times desc, last_asked_at desc, lower(question)
  limit ${mostQuestions + 1}`

const searchedSince = (days: number) => sql(Search)`
  select left((array_agg(words order by created_at desc))[1], ${mostCharacters}::int) as words,
    count(*)::int as times, (count(*) filter (where hits = 0))::int as without_hits,
    count(clicked_at)::int as clicked
  from (select words, hits, clicked_at, created_at from searches
    where words is not null and created_at >= ${firstDay(days)}
    order by created_at desc limit ${mostRows}) searched
  group by lower(words) order by times desc, lower(words) limit ${shownSearches}`
