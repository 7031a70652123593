import type { ReaderFilter } from '../chat/filter.ts'
import { type Fragment, fragment } from '../clients/neon.ts'
import { isFiltered, passes } from './passage-columns.ts'

// As many passages as are looked at, about: of 100,000 made up by a documentation site's frequencies
// 700 hold .98 of exact BM25's best five, of questions of common words alone .90
// (`npm run bench -- --scale`).
const looked = 700
// However wrong the expectation is.
const mostLooked = 4 * looked
const scored = 100
const weighedTerms = 5
// With more terms than this, two levels of those that hold one: a query of hundreds of combinations
// costs more than it spares.
const heavyTerms = 3
const gradedTerms = 8
// Below this, how often a passage says a term need not be known to tell enough of them apart.
const rare = 100

/**
 * The passages that can be among the best, as the table `likely` (id, config, search_vector), from a
 * table `terms` (config, lexeme, term, passages, held, idf, place by rarity, so_far, known).
 *
 * A passage's score is the sum over the terms of idf times how much the passage is about the term, and
 * the latter is one of four levels: not held, held, weighty, very weighty. How many passages are of
 * each level is kept in `lexemes`, so that the number of passages that reach a score can be foretold
 * without looking at any: that of each combination of levels, as if the terms were independent. The
 * combinations are taken from the best down until they promise enough passages.
 *
 * - `within_filter`: how many passages the filter leaves; all where there is none but that of groups.
 * - `looked_at`: a vector that is put into an array is unpacked once, not by everyone who looks into it.
 * - `grades`: what finds the levels of a term, whether or not they were told apart above. Whoever does
 *   not hold a term is not asked how weighty it is.
 * - `likely`: by these levels alone; only the best of them are worth counting words in.
 */
export const likely = (filter: ReaderFilter, limit: number): Fragment => fragment`
  within_filter as materialized (
    select ${sizeOf(filter)} as size
  ), ${wanted}, looked_at as materialized (
    select d.id, d.search_config as config, (array[d.search_vector])[1] as search_vector
    from wanted join documents d
      on d.search_config = wanted.config and d.search_vector @@ wanted.query
    where ${passes(filter)}
    limit ${limit && mostLooked}
  ), grades as materialized (
    select config, term, idf, regexp_replace(term::text, '''$', chr(2) || '''')::tsquery as weighty,
      regexp_replace(term::text, '''$', chr(3) || '''')::tsquery as heavy
    from terms where held > 0 and place <= ${gradedTerms}
  ), likely as materialized (
    select id, config, search_vector
    from looked_at, lateral (select sum(idf * case when not search_vector @@ weighty then 0.95::float8
        when not search_vector @@ heavy then 1.35 else 1.65 end) as grade from grades
      where grades.config = looked_at.config and search_vector @@ term) as graded
    order by grade desc nulls last, id limit ${limit && scored}
  )`

// What to ask the index for, in each language. What is said of it here is not sent with each question.
// - `chosen`: the rarest terms are looked at wherever they are, turn 0, and the next few in combinations.
// - `levels`, of each level of a term: the share of passages, what it adds to a passage's score, how
//   much of that the level below would not add, and the query that finds this level and above.
// - `combinations`: all of the terms' levels, one term after the other.
// - `expected`: how many passages reach each combination's score, and how many do better.
// - `enough`: as many of the best as promise half of what is looked at; where nothing is rare, one.
// - `wanted`: whoever reaches one of them has the levels of one from which no level can be taken.
const wanted = fragment`
  chosen as materialized (
    select *, place - count(*) filter (where is_single) over (partition by config) as turn
    from (
      select *, size <= ${looked} or so_far * size / passages <= ${looked / 2} as is_single
      from terms, within_filter where held > 0) as known_terms
  ), levels as materialized (
    select terms.config, terms.turn as place, level.score * idf as score, level.step * idf as step,
      greatest(level.reached - level.exceeded, 0) / terms.passages::float8 as share,
      case level.mark when 'none' then '' when '' then term::text
        else regexp_replace(term::text, '''$', level.mark || '''') end as query
    from chosen as terms,
      lateral (select
        coalesce((select k.passages from lexemes k where k.config = terms.config and k.lexeme = terms.lexeme || chr(2)), 0) as weighty,
        coalesce((select k.passages from lexemes k where k.config = terms.config and k.lexeme = terms.lexeme || chr(3)
            and terms.known - terms.place + terms.turn <= ${heavyTerms}), 0) as heavy
        where held > ${rare}
        union all select 0, 0 where held <= ${rare}) as kept,
      lateral (values
        ('none', 0, 0, passages, held), ('', 0.95, 0.95, held, weighty),
        (chr(2), 1.35, 0.4, weighty, heavy), (chr(3), 1.65, 0.3, heavy, 0)
      ) as level (mark, score, step, reached, exceeded)
    where not is_single and terms.turn <= ${weighedTerms} and level.reached > 0
  ), combinations as (
    select config, 0::bigint as place, 0::float8 as score, 1::float8 as share,
      'infinity'::float8 as step, '' as query
    from asked
    union all
    select levels.config, levels.place, combinations.score + levels.score,
      combinations.share * levels.share,
      case when levels.query = '' then combinations.step else least(combinations.step, levels.step) end,
      concat_ws(' & ', nullif(combinations.query, ''), nullif(levels.query, ''))
    from combinations join levels
      on levels.config = combinations.config and levels.place = combinations.place + 1
  ), expected as (
    select config, score, step, query, sum(share) over better * size as reaching,
      (sum(share) over better - share) * size as exceeding
    from combinations join (select config, max(place) as place from levels group by config) as last
      using (config, place), within_filter
    where score > 0
    window better as (partition by config order by score desc, query)
  ), enough as (
    select *, min(score) filter (where reaching <= ${looked / 2} or (exceeding = 0 and not exists (
        select from chosen where is_single and chosen.config = expected.config)))
      over (partition by config) as least
    from expected
  ), wanted as materialized (
    select config, string_agg(query, ' | ')::tsquery as query
    from (
      select config, query from enough where score >= least and score - step < least
      union all select config, term::text from chosen where is_single) as either
    group by config
  )`

const sizeOf = (filter: ReaderFilter): Fragment =>
  isFiltered(filter)
    ? fragment`(select count(*) from documents d where ${passes({ ...filter, groups: 'all' })})`
    : fragment`(select sum(passages) from search_configs)`
