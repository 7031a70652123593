import * as z from 'zod/mini'
import { Passage } from '../chat/passage.ts'
import type { Filter } from '../chat/question.ts'
import { sql } from '../clients/neon.ts'
import { detectLanguage } from '../text/language.ts'
import { searchText } from '../text/search-text.ts'
import { columns, passes } from './passage-columns.ts'

const maxTermCharacters = 2000
const maxTerms = 40
const scored = 100
const widened = 8

// BM25's constants: how soon further mentions of a term count little, and how much of a passage's
// length is held against it. A pair of terms that stand as near as in the question counts as much as
// its rarer term. On SQuAD, MTRAG and the golden questions these rank a little better than the usual
// saturation of 1.5 and half of the term for a pair.
const saturation = 1
const lengthShare = 0.75
const maxGap = 3

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
 * Full text with the question's terms joined by OR, in every language the book has, scored as in
 * BM25, and for terms that stand as near each other as in the question. `coverage` is the share of
 * the idf of the terms of `question` that a passage holds, `searched_coverage` that of all terms.
 * Only the likely ones, by plain rank, are scored so, and their mean length stands for all passages'.
 */
export function lexical(text: string, filter: Filter, limit: number, question = text) {
  const terms = toTerms(text)
  return sql(LexicalHit)`
    with asked as materialized (
      select config, total, to_tsvector(config, ${terms}) as vector,
        tsvector_to_array(to_tsvector(config, ${toTerms(question)})) as meant,
        replace(plainto_tsquery(config, ${terms})::text, '&', '|')::tsquery as query
      from (select search_config as config, count(*) as total from documents group by 1) as configs
    ), terms as materialized (
      select config, lexeme, positions, term, ln(1 + (total - held + 0.5) / (held + 0.5)) as idf,
        lexeme = any(meant) as is_meant
      from asked,
        lateral (select lexeme, positions from unnest(vector)
          order by lexeme = any(meant) desc limit ${maxTerms}) as lexemes,
        lateral (select ('''' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || '''')::tsquery
          as term) as queries,
        lateral (select count(*) as held from documents d
          where d.search_config = asked.config and d.search_vector @@ term) as counts
    ), pairs as materialized (
      select config, least(idf, next_idf) as idf, tsquery_phrase(term, next)
        || tsquery_phrase(term, next, 2) || tsquery_phrase(term, next, 3) as near
      from (
        select config, term, idf, lead(term) over following as next,
          lead(idf) over following as next_idf, lead(position) over following - position as gap
        from terms, unnest(positions) as position
        window following as (partition by config order by position)) as steps
      where gap <= ${maxGap}
    ), likely as materialized (
      select d.id, d.search_config as config, d.search_vector from asked join documents d
        on d.search_config = asked.config and d.search_vector @@ asked.query
      where ${passes(filter)}
      order by ts_rank(d.search_vector, asked.query, 1) desc, d.id limit ${limit && scored}
    ), words as materialized (
      select id, config, lexeme, cardinality(positions) as times
      from likely, unnest(search_vector)
    ), lengths as (
      select id, sum(times) / avg(sum(times)) over () as length from words group by id
    ), held as (
      select id, sum(idf) as idf, sum(idf) filter (where is_meant) as meant_idf,
        sum(idf * times * ${saturation + 1}::float8 / (times
        + ${saturation}::float8 * (1 - ${lengthShare}::float8 + ${lengthShare}::float8 * length))) as score
      from words join terms using (config, lexeme) join lengths using (id) group by id
    ), best as materialized (
      select id, (score + coalesce(near_idf, 0))::float8 as lexical_score,
        coalesce(meant_idf / nullif(all_meant_idf, 0), 0)::float8 as coverage,
        coalesce(idf / nullif(all_idf, 0), 0)::float8 as searched_coverage
      from likely join held using (id),
        lateral (select sum(idf) as all_idf, sum(idf) filter (where is_meant) as all_meant_idf
          from terms where terms.config = likely.config) as asked_for,
        lateral (select sum(pairs.idf) as near_idf from pairs
          where pairs.config = likely.config and search_vector @@ near) as paired
      order by lexical_score desc, id limit ${limit}
    ), ranked as materialized (
      select *, row_number() over (order by lexical_score desc, id)::int as rank from best
    )
    select ${columns}, lexical_score, coverage, searched_coverage, rank from ranked join documents d using (id)
    union all
    select distinct ${columns}, 0, 0, 0, null::int from ranked
      join documents hit using (id)
      join documents d on d.source = hit.source and d.section = hit.section
        and abs(d.chunk_index - hit.chunk_index) = 1
    where rank <= ${widened}
    order by rank nulls last`
}

const toTerms = (text: string) =>
  searchText(text.slice(0, maxTermCharacters).toWellFormed(), detectLanguage(text))
