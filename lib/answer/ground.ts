import * as z from 'zod/mini'
import { type Fragment, type Neon, part, sql } from '../clients/neon.ts'
import { detectLanguage } from '../ingest/language.ts'
import { searchText } from '../ingest/search-text.ts'
import { Passage } from './passage.ts'
import type { Filter, Question } from './question.ts'

const Id = z.object({ id: z.string() })
const Session = z.object({ status: z.string() })
const maxPagePassages = 200
const maxTermCharacters = 2000
const maxTerms = 40
const scored = 100
const widened = 8

const LexicalHit = z.object({
  ...Passage.shape,
  lexical_score: z.number(),
  coverage: z.number(),
  /** Absent for what only stands beside a hit. */
  place: z.nullable(z.int()),
})

export type LexicalHit = z.infer<typeof LexicalHit>

/** What one trip to Neon knows of a question. */
export interface Grounding {
  /** Passages that hold words of the question, best first. */
  hits: LexicalHit[]
  /** What stands before and after the best of them in the same section. */
  beside: Passage[]
  /** The passages of the page the reader is on, in reading order. */
  page: Passage[]
  /** Passages that hold words of the selection, best first. */
  aroundSelection: Passage[]
  /** Ids of passages that are gone, though a vector store may still hold them. */
  removed: Set<string>
  sessionStatus: string | undefined
}

/** The lexical leg, and all else that Neon knows of a question, in one request. */
export async function ground(
  neon: Neon,
  question: Question,
  terms: string,
  limit: number,
  signal: AbortSignal,
): Promise<Grounding> {
  const { selected_text: selection, page } = question
  const [hits, around, onPage, removed, sessions] = await neon.transaction(
    [
      lexical(terms, question.filter ?? {}, limit),
      lexical(selection ?? '', {}, selection ? limit : 0),
      pagePassages(selection && page ? page.path : ''),
      sql(Id)`select id::text from removed_documents limit 10000`,
      sql(Session)`select status from sessions where id = ${question.session_id}`,
    ],
    { signal, readOnly: true },
  )
  return {
    hits: hits.filter((hit) => hit.place !== null),
    beside: hits.filter((hit) => hit.place === null),
    page: onPage,
    aroundSelection: around,
    removed: new Set(removed.map((row) => row.id)),
    sessionStatus: sessions[0]?.status,
  }
}

/**
 * Full text with the question's terms joined by OR, in every language the book has. A passage scores
 * Σ idf · rank of each term, ranks divided by the logarithm of the length, as in BM25; `coverage` is
 * the share of the terms' idf that it holds. Only the likely ones, by plain rank, are scored so.
 */
function lexical(text: string, filter: Filter, limit: number) {
  const terms = searchText(text.slice(0, maxTermCharacters), detectLanguage(text))
  return sql(LexicalHit)`
    with asked as materialized (
      select config, total, to_tsvector(config, ${terms}) as vector,
        replace(plainto_tsquery(config, ${terms})::text, '&', '|')::tsquery as query
      from (select search_config as config, count(*) as total from documents group by 1) as configs
    ), terms as materialized (
      select config, term, ln(1 + (total - held + 0.5) / (held + 0.5)) as idf
      from asked,
        lateral (select lexeme from unnest(vector) limit ${maxTerms}) as lexemes,
        lateral (select ('''' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || '''')::tsquery
          as term) as queries,
        lateral (select count(*) as held from documents d
          where d.search_config = asked.config and d.search_vector @@ term) as counts
    ), likely as materialized (
      select d.id, d.search_config, d.search_vector from asked join documents d
        on d.search_config = asked.config and d.search_vector @@ asked.query
      where ${within(filter)}
      order by ts_rank(d.search_vector, asked.query, 1) desc, d.id limit ${limit && scored}
    ), best as materialized (
      select id, lexical_score, coverage,
        row_number() over (order by lexical_score desc, id) as place
      from likely, lateral (
        select sum(idf * ts_rank(search_vector, term, 1))::float8 as lexical_score,
          (sum(idf) filter (where search_vector @@ term) / nullif(sum(idf), 0))::float8 as coverage
        from terms where config = search_config) as scores
      order by place limit ${limit}
    )
    select ${columns}, lexical_score, coverage, place::int from best join documents d using (id)
    union all
    select distinct ${columns}, 0, 0, null::int from best
      join documents hit using (id)
      join documents d on d.source = hit.source and d.section = hit.section
        and abs(d.chunk_index - hit.chunk_index) = 1
    where place <= ${widened}
    order by place nulls last`
}

/** The vector leg in Postgres, for when the vector store is away. */
export async function searchVectors(
  neon: Neon,
  vector: number[],
  filter: Filter,
  limit: number,
  signal: AbortSignal,
) {
  const nearness = part`d.embedding <=> ${JSON.stringify(vector)}::vector`
  return await neon.run(
    sql(z.object({ ...Passage.shape, cosine: z.number() }))`
      select ${columns}, 1 - (${nearness}) as cosine from documents d
      where d.embedding is not null and ${within(filter)}
      order by ${nearness} limit ${limit}`,
    signal,
  )
}

function pagePassages(path: string) {
  const bare = path.replace(/[?#].*$/, '').replace(/\/+$/, '')
  return sql(Passage)`
    select ${columns} from documents d
    where d.source = (
      select source_path from chapters
      where ${bare} <> '' and (source_path = ${bare} or right(rtrim(url, '/'), length(${bare})) = ${bare})
      order by length(url) limit 1)
    order by d.chunk_index limit ${maxPagePassages}`
}

const columns = part`d.id::text as passage_id, d.content as text, d.source, d.url, d.part,
  d.part_number, d.chapter, d.section, d.chunk_index, d.content_hash`

function within({ part_number, source, category, intent, tags }: Filter): Fragment {
  const wanted = [
    part_number !== undefined && part`d.part_number = ${part_number}`,
    source !== undefined && part`d.source = ${source}`,
    category !== undefined && part`d.metadata @> ${JSON.stringify({ category })}::jsonb`,
    intent !== undefined && part`d.metadata @> ${JSON.stringify({ intent })}::jsonb`,
    tags?.length && part`d.metadata -> 'tags' ?| ${tags}::text[]`,
  ]
  return wanted.reduce<Fragment>((all, one) => (one ? part`${all} and ${one}` : all), part`true`)
}
