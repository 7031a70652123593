import * as z from 'zod/mini'
import { type ReaderFilter, readable } from '../chat/filter.ts'
import { Passage } from '../chat/passage.ts'
import { type Fragment, fragment, type Neon, sql } from '../clients/neon.ts'
import { columns, passes, passingChapters } from '../retrieval/passage-columns.ts'

const mostPassages = 2000
const mostOfSection = 40
const mostPages = 2000
const passagesAtOnce = 300
const mostFound = 200

const Hash = z.object({ id: z.string(), content_hash: z.string() })

/** A page as a table of contents names it. */
export const PageEntry = z.object({
  path: z.string(),
  title: z.string(),
  part: z.string(),
  part_number: z.int(),
  url: z.string(),
  passages: z.int(),
})

export type PageEntry = z.infer<typeof PageEntry>

export type Book = ReturnType<typeof createBook>

/** Where a reading of the whole book has come to: after this passage of this page. */
export interface Place {
  source: string
  chunk: number
}

/** The book's pages as Neon holds them, for whoever reads them whole; `filter` says who may read what. */
export function createBook({ neon }: { neon: Neon }) {
  return {
    /** The passages of a page in reading order, by its path in the repository or the path of its URL. */
    async page(path: string, filter: ReaderFilter): Promise<Passage[]> {
      return await neon.run(onPage(path, filter, fragment`true`, mostPassages))
    },

    /** The passages of each of these sections, by its heading or its anchor, in one request. */
    async sections(
      wanted: { path: string; section: string }[],
      filter: ReaderFilter,
    ): Promise<Passage[][]> {
      if (wanted.length === 0) return []
      const statements = wanted.map(({ path, section }) => {
        const isIn = fragment`${section.toLowerCase()} in ('', lower(d.section), lower(split_part(d.url, '#', 2)))`
        return onPage(path, filter, isIn, mostOfSection)
      })
      return await neon.transaction(statements, { readOnly: true })
    },

    /** The table of contents, in the book's order; `after` is the path of the last entry read. */
    async contents(filter: ReaderFilter, beginning = ''): Promise<PageEntry[]> {
      return await neon.run(sql(PageEntry)`
        select c.source_path as path, c.title, c.part, c.part_number, c.url, c.passages
        from ${passingChapters(filter)} as c
        where starts_with(c.source_path, ${beginning})
        order by c.part_number, c.source_path limit ${mostPages}`)
    },

    /** The passages that follow a place, page by page, a few hundred at once. */
    async after({ source, chunk }: Place, filter: ReaderFilter): Promise<Passage[]> {
      return await neon.run(sql(Passage)`
        select ${columns} from documents d
        where (d.source, d.chunk_index) > (${source}, ${chunk}::int) and ${passes(filter)}
        order by d.source, d.chunk_index limit ${passagesAtOnce}`)
    },

    /** Passages that hold these very characters, in the pages whose path begins so. */
    async containing(
      { text, path, ignoreCase }: { text: string; path: string; ignoreCase: boolean },
      filter: ReaderFilter,
    ): Promise<Passage[]> {
      const fold = (value: Fragment) => (ignoreCase ? fragment`lower(${value})` : value)
      return await neon.run(sql(Passage)`
        select ${columns} from documents d
        where position(${fold(fragment`${text}::text`)} in ${fold(fragment`d.content`)}) > 0
          and starts_with(d.source, ${path}) and ${passes(filter)}
        order by d.source, d.chunk_index limit ${mostFound}`)
    },

    /** The content hashes of passages, by their ids. */
    async hashesOf(ids: string[]): Promise<Map<string, string>> {
      if (ids.length === 0) return new Map()
      const rows = await neon.run(sql(Hash)`
        select id::text, content_hash from documents where id = any (${ids}::bigint[])`)
      return new Map(rows.map(({ id, content_hash }) => [id, content_hash]))
    },

    /** The paths that begin like this, for whoever completes one. */
    async pathsLike(beginning: string, filter: ReaderFilter, limit: number): Promise<string[]> {
      const entries = await neon.run(sql(z.object({ path: z.string() }))`
        select c.source_path as path from ${passingChapters(filter)} as c
        where position(lower(${beginning}) in lower(c.source_path)) > 0
        order by not starts_with(lower(c.source_path), lower(${beginning})), c.source_path
        limit ${limit}`)
      return entries.map(({ path }) => path)
    },
  }
}

/**
 * A page that is asked for by its path is given whatever its version; where several end in that path, the
 * one of the version that the reader is in.
 */
function onPage(path: string, filter: ReaderFilter, isWanted: Fragment, limit: number) {
  const bare = barePath(path)
  return sql(Passage)`
    select ${columns} from documents d
    where d.source = (
      select source_path from ${passingChapters(readable(filter))} as pages
      where ${bare} <> '' and (source_path = ${bare}
        or right(rtrim(url, '/'), length(${bare}) + 1) = '/' || ${bare})
      order by source_path <> ${bare},
        not exists (select from documents d where d.source = source_path and ${passes(filter)}),
        length(url), source_path limit 1)
      and ${passes(readable(filter))} and ${isWanted}
    order by d.chunk_index limit ${limit}`
}

/** A path without what leads to it or follows it: a host, slashes, a query, an anchor. */
export function barePath(path: string): string {
  const withoutHost = path.replace(/^https?:\/\/[^/]*/i, '').replace(/[?#].*$/s, '')
  return decoded(withoutHost).replace(/^\/+|\/+$/g, '')
}

function decoded(path: string): string {
  try {
    return decodeURI(path).replaceAll('\0', '').toWellFormed()
  } catch {
    // Nothing was encoded there: it may still be a path as it is.
    return path
  }
}
