import * as z from 'zod/mini'
import { type ReaderFilter, readable } from '../../chat/filter.ts'
import { Passage } from '../../chat/passage.ts'
import { type Fragment, fragment, sql } from '../../clients/neon.ts'
import { columns, passes, passingChapters } from '../passage-columns.ts'
import type { Whole } from './asked-overview.ts'

const mostPassages = 24
const mostChapters = 400
const mostPagePassages = 200

const Heading = z.object({
  part_number: z.int(),
  part: z.string(),
  title: z.string(),
  language: z.string(),
})

/** A chapter as the table of contents has it. */
export type Heading = z.infer<typeof Heading>

/** The passages of the page at this path, in reading order. */
export const pagePassages = (path: string, filter: ReaderFilter) => sql(Passage)`
  select ${columns} from documents d where d.source = (${pageAt(path, filter)}) and ${passes(filter)}
  order by d.chunk_index limit ${mostPagePassages}`

/**
 * The passages that tell most of what is asked about: how each page begins, then how its sections do,
 * then the rest, as far as an answer can rest on them.
 */
export const tellingPassages = (whole: Whole, filter: ReaderFilter, path: string | undefined) =>
  sql(Passage)`
  with pages as materialized (${pagesOf(whole, filter, path)}), placed as (
    select d.id, d.source, d.chunk_index,
      d.chunk_index > min(d.chunk_index) over (partition by d.source, d.section) as is_inner
    from documents d join pages on pages.source_path = d.source where ${passes(filter)}
  ), ranked as (
    select id, row_number() over (partition by source order by is_inner, chunk_index) as turn from placed
  )
  select ${columns} from ranked join documents d using (id)
  where turn <= ${whole.of === 'book' ? 1 : mostPassages}
  order by turn, d.source, d.chunk_index limit ${mostPassages}`

/** The table of contents, in the book's order. */
export const contents = (filter: ReaderFilter) => sql(Heading)`
  select part_number, part, title, language from ${passingChapters(filter)} as pages
  order by source_path limit ${mostChapters}`

/** A page by the end of its URL or by its path in the repository. */
function pageAt(path: string, filter: ReaderFilter): Fragment {
  const bare = path.replace(/[?#].*$/, '').replace(/\/+$/, '')
  return fragment`select source_path from ${passingChapters(readable(filter))} as pages
    where ${bare} <> '' and (source_path = ${bare} or right(rtrim(url, '/'), length(${bare})) = ${bare})
    order by length(url) limit 1`
}

function pagesOf(whole: Whole, filter: ReaderFilter, path: string | undefined): Fragment {
  if (whole.of === 'page') return pageAt(whole.path, filter)
  // How a part begins is how its first page does.
  if (whole.of === 'book')
    return fragment`select min(source_path) as source_path
      from ${passingChapters(filter)} as pages group by part_number`
  if (whole.title !== undefined) return titled(whole.title, filter)
  return numbered(whole.number ?? 0, whole.isPart, filter, path)
}

/** The chapter whose title has all words that it was called by, the shortest where several do. */
const titled = (title: string, filter: ReaderFilter) => fragment`select source_path
  from ${passingChapters(filter)} as pages
  where to_tsvector(search_config, title || ' ' || part) @@ plainto_tsquery(search_config, ${title})
  order by to_tsvector(search_config, title) @@ plainto_tsquery(search_config, ${title}) desc,
    length(title) limit 1`

/**
 * What a reader calls chapter 3: what has that number in its title, or in its file's name within the
 * part that the reader is in, or the part of that number, or the only file with it.
 */
const numbered = (
  number: number,
  isPart: boolean,
  filter: ReaderFilter,
  path: string | undefined,
) => fragment`
  select source_path from (
    select source_path, likeness, min(likeness) over () as best, count(*) over (partition by likeness) as alike
    from (
      select source_path, case
        when not ${isPart}::boolean and title ~* ${`^(chapter|kapitel|chapitre|capítulo|第)?\\s*0*${number}(\\D|$)`} then 1
        when not ${isPart}::boolean and source_path ~ ${`/0*${number}[-_. ][^/]*$`}
          and part_number = (select part_number from chapters where source_path = (${pageAt(path ?? '', filter)})) then 2
        when part_number = ${number} then 3
        when not ${isPart}::boolean and source_path ~ ${`/0*${number}[-_. ][^/]*$`} then 4
      end as likeness
      from ${passingChapters(filter)} as passing) as pages
    where likeness is not null) as likely
  where likeness = best and (likeness < 4 or alike = 1)`
