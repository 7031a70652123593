import * as z from 'zod/mini'
import type { ReaderFilter } from '../chat/filter.ts'
import { Passage } from '../chat/passage.ts'
import { fragment, sql } from '../clients/neon.ts'
import { columns } from '../retrieval/passage-columns.ts'
import { scored } from '../retrieval/scored.ts'
import type { TypedWords } from './typed-words.ts'

const mostMarked = 40
// Characters that no page has: what stands between them is marked.
const marks = 'HighlightAll=true,StartSel=\u0002,StopSel=\u0003'

/** A passage that holds words of a search; `marked` are they, as the passage spells them. */
export const WordHit = z.object({
  ...Passage.shape,
  lexical_score: z.number(),
  marked: z.array(z.string()),
})

export type WordHit = z.infer<typeof WordHit>

/**
 * The passages that hold what was typed, best first: its words, those that begin with the last one
 * while it grows, those that a mistyped one may stand for, and the owner's synonyms.
 */
export function findWords({ words, isGrowing }: TypedWords, filter: ReaderFilter, limit: number) {
  const meant = fragment`${words}::text[] || (select coalesce(array_agg(distinct other), '{}')
    from synonyms, unnest(others) as other
    where to_tsvector('simple', ${words.join(' ')}) @@ phrase_query)`
  const terms = {
    vector: fragment`searched_words(config, ${meant}, ${isGrowing ? words.length : 0})`,
    // How much of the search a passage holds is not asked for.
    meant: fragment`''::tsvector`,
    // What a word may grow into says less than the word that is there.
    share: fragment` * case when 'C' = any(weights) then 0.5::float8 else 1 end`,
  }
  return sql(WordHit)`
    with recursive ${scored(terms, filter, limit)}, any_of as materialized (
      select config, string_agg(term::text, ' | ')::tsquery as query from terms
      where held > 0 group by config
    )
    select ${columns}, lexical_score, array(
      select distinct lower(found[1]) from regexp_matches(
        ts_headline(d.search_config, d.headings || ' ' || coalesce(d.search_text, d.content), query, ${marks}),
        '\\u0002([^\\u0003]+)', 'g') as found limit ${mostMarked}) as marked
    from ranked join documents d using (id) join any_of on any_of.config = d.search_config
    order by rank`
}
