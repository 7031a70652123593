import * as z from 'zod/mini'
import { type ReaderFilter, readable } from '../chat/filter.ts'
import { Passage } from '../chat/passage.ts'
import { fragment, sql } from '../clients/neon.ts'
import { detectLanguage } from '../text/language.ts'
import { searchConfigOf, searchText } from '../text/search-text.ts'
import { columns, passes } from './passage-columns.ts'
import { scored } from './scored.ts'

const maxTermCharacters = 2000
const widened = 8

const LexicalHit = z.object({
  ...Passage.shape,
  lexical_score: z.number(),
  coverage: z.number(),
  searched_coverage: z.number(),
  /** Absent for what only stands beside a hit. */
  rank: z.nullable(z.int()),
})

export type LexicalHit = z.infer<typeof LexicalHit>

/**
 * Full text in every language the book has: the passages that can be among the best, with what stands
 * beside them. `coverage` is the share of the idf of the terms of `question` that a passage holds,
 * `searched_coverage` that of all terms.
 */
export function lexical(text: string, filter: ReaderFilter, limit: number, question = text) {
  const terms = {
    vector: fragment`to_tsvector(config, ${toTerms(text)})`,
    meant: fragment`to_tsvector(config, ${toTerms(question)})`,
    share: fragment``,
    language: searchConfigOf(detectLanguage(question)),
  }
  return sql(LexicalHit)`
    with recursive ${scored(terms, filter, limit)}
    select ${columns}, lexical_score, coverage, searched_coverage, rank from ranked join documents d using (id)
    union all
    select distinct ${columns}, 0, 0, 0, null::int from ranked
      join documents hit using (id)
      join documents d on d.source = hit.source and d.section = hit.section
        and d.chunk_index in (hit.chunk_index - 1, hit.chunk_index + 1)
        and ${passes(readable(filter))}
    where rank <= ${widened}
    order by rank nulls last, passage_id`
}

const toTerms = (text: string) =>
  searchText(text.slice(0, maxTermCharacters).toWellFormed(), detectLanguage(text))
