import type { ReaderFilter } from '../chat/filter.ts'
import { type Fragment, fragment } from '../clients/neon.ts'
import { likely } from './candidates.ts'
import { respelt } from './spelling.ts'
import { timesSaid, wordCount } from './word-counts.ts'

const maxTerms = 40
const maxConfigs = 8

// BM25's constants: how soon further mentions of a term count little, and how much of a passage's
// length is held against it. A pair of terms that stand as near as in the question counts as much as
// its rarer term. On SQuAD, MTRAG and the golden questions these rank a little better than the usual
// saturation of 1.5 and half of the term for a pair.
const saturation = 1
const lengthShare = 0.75
const maxGap = 3

/** What is looked for, as pieces of SQL that may name `config`. */
export interface Terms {
  /** A tsvector: the words, and where they stand. */
  vector: Fragment
  /** A tsvector of those of them whose share is the coverage. */
  meant: Fragment
  /** What a term's idf is multiplied by, from its `weights`; empty where it is as it is. */
  share: Fragment
  /** The text search configuration in which a misspelt word is looked up; none where it is absent. */
  language?: string
}

/**
 * Tables of a statement that begins `with recursive`: the last one, `ranked` (id, lexical_score,
 * coverage, searched_coverage, rank), holds the passages that can be among the best, scored as in
 * BM25, and for terms that stand as near each other as in the question. What it reads does not grow
 * with the book. The likely ones' mean length stands for all passages'.
 *
 * - `asked`: in each language of the book, the question's terms, and where in it they stand.
 * - `terms`: the rarer a term, the more it says; its place is by that. One of no passage still counts
 *   for the coverage.
 */
export const scored = (terms: Terms, filter: ReaderFilter, limit: number): Fragment => fragment`
    asked as materialized (
      select config, passages, ${terms.vector} as vector, tsvector_to_array(${terms.meant}) as meant
      from search_configs where passages > 0 order by passages desc limit ${maxConfigs}
    ), terms as materialized (
      select config, passages, lexeme, positions, term, held, is_meant,
        ln(1 + (passages - held + 0.5::float8) / (held + 0.5::float8))${terms.share} as idf,
        row_number() over by_rarity as place, sum(held) over by_rarity as so_far,
        count(*) filter (where held > 0) over (partition by config) as known
      from (
        ${respelt(knownTerms, terms.language)}
      ) as found,
        lateral (select ('''' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || '''')::tsquery
          as term) as queries
      window by_rarity as (partition by config order by held = 0, held, lexeme)
    ), pairs as materialized (
      select config, least(idf, next_idf) as idf, tsquery_phrase(term, next)
        || tsquery_phrase(term, next, 2) || tsquery_phrase(term, next, 3) as near
      from (
        select config, term, idf, lead(term) over following as next,
          lead(idf) over following as next_idf, lead(position) over following - position as gap
        from terms, unnest(positions) as position
        window following as (partition by config order by position)) as steps
      where gap <= ${maxGap}
    ), asked_for as materialized (
      select config, sum(idf) as all_idf, sum(idf) filter (where is_meant) as all_meant_idf
      from terms group by config
    ), ${likely(filter, limit)}, measured as materialized (
      select likely.*, said / avg(said) over () as length
      from likely, lateral (select ${wordCount} as said) as words
    ), best as materialized (
      select id, score + coalesce(near_idf, 0) as lexical_score,
        coalesce(meant_idf / nullif(all_meant_idf, 0), 0) as coverage,
        coalesce(idf / nullif(all_idf, 0), 0) as searched_coverage
      from measured join asked_for using (config),
        lateral (select sum(idf) as idf, sum(idf) filter (where is_meant) as meant_idf,
            sum(idf * times * ${saturation + 1}::float8 / (times
            + ${saturation}::float8 * (1 - ${lengthShare}::float8 + ${lengthShare}::float8 * length))) as score
          from terms, lateral (select ${timesSaid} as times) as said
          where terms.config = measured.config and held > 0 and search_vector @@ term) as scored,
        lateral (select sum(pairs.idf) as near_idf from pairs
          where pairs.config = measured.config and search_vector @@ near) as paired
      order by lexical_score desc, id limit ${limit}
    ), ranked as materialized (
      select *, row_number() over (order by lexical_score desc, id)::int as rank from best
    )`

/** The question's terms, each with how many passages hold it; none that does is null. */
const knownTerms = fragment`
  select asked.config, asked.passages, said.*, known.said_held
  from asked
    cross join
    lateral (select lexeme as said_lexeme, positions, weights, lexeme = any(meant) as is_meant from unnest(vector)
      order by is_meant desc limit ${maxTerms}) as said
    left join lateral (select lexemes.passages as said_held from lexemes
      where lexemes.config = asked.config and lexemes.lexeme = said_lexeme limit 1) as known on true`
