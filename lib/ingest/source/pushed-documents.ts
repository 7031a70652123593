import * as z from 'zod/mini'
import { fragment, NoRow, sql } from '../../clients/neon.ts'

export const mediaTypes = ['text/markdown', 'text/html', 'text/plain'] as const

const prefix = 'push:'

/** The name under which a pushed page's passages are stored: no file of a repository has it. */
export const sourceOf = (path: string) => prefix + path

/** Whether a page was pushed, by the name of its source. */
export const isPushed = (source: string) => source.startsWith(prefix)

/** The path that a page was pushed to. */
export const pathOf = (source: string) => source.slice(prefix.length)

export const StoredDocument = z.object({
  path: z.string(),
  media_type: z.enum(mediaTypes),
  content: z.string(),
  etag: z.string(),
  url: z.string(),
  title: z.string(),
  groups: z.array(z.string()),
  version: z.string(),
  site: z.string(),
  updated_at: z.date(),
})

export type StoredDocument = z.infer<typeof StoredDocument>

/** A page as it is to be stored. */
export type NewDocument = Omit<StoredDocument, 'updated_at'>

const Written = z.object({ is_new: z.boolean() })

/**
 * Stores pages: each where what is stored is what the caller thinks, which is the version `expected`, no page
 * at all for an empty one, or anything for undefined. No row of a page where it is not.
 */
export const putDocuments = (documents: NewDocument[], expected?: string | undefined) => sql(
  Written,
)`
  insert into pushed_documents (path, media_type, content, etag, url, title, groups, version, site)
  select path, media_type, content, etag, url, title, groups, version, site
  from jsonb_to_recordset(${JSON.stringify(documents)}::jsonb)
    as d (path text, media_type text, content text, etag text, url text, title text,
      groups text[], version text, site text)
  where ${!expected} or exists (
    select from pushed_documents p where p.path = d.path and p.etag = ${expected ?? ''})
  on conflict (path) do update set media_type = excluded.media_type, content = excluded.content,
    etag = excluded.etag, url = excluded.url, title = excluded.title, updated_at = now(),
    groups = excluded.groups, version = excluded.version, site = excluded.site
  where ${expected === undefined} or pushed_documents.etag = ${expected ?? ''}
  returning xmax = 0 as is_new`

export const documentAt = (path: string) => sql(StoredDocument)`
  select path, media_type, content, etag, url, title, groups, version, site, updated_at
  from pushed_documents
  where path = ${path}`

const Listed = z.object({ path: z.string(), etag: z.string(), size: z.int() })

/** Every pushed page, with the bytes it has. */
export const listDocuments = sql(Listed)`
  select path, etag, octet_length(content) as size from pushed_documents order by path`

/** Says that a page is about to be removed, if it is the version that the caller thinks. */
export const beginRemoval = (path: string, expected: string | undefined) => sql(NoRow)`
  update pushed_documents set updated_at = now() where path = ${path}
    and (${expected === undefined} or etag = ${expected ?? ''})`

/**
 * The pages that a push may be writing or removing: the vector store is changed, and Neon is not yet. None
 * takes so long.
 */
export const pushesUnderWay = fragment`
  select ${prefix}::text || path as source from pushed_documents
  where updated_at > now() - interval '15 minutes' and not exists (select from chapters
    where source_path = ${prefix}::text || path and indexed_at >= updated_at)`

const Removed = z.object({ path: z.string() })

/** Forgets a page, if it is the version that the caller thinks; no row where it is not. */
export const removeDocument = (path: string, expected: string | undefined) => sql(Removed)`
  delete from pushed_documents where path = ${path}
    and (${expected === undefined} or etag = ${expected ?? ''}) returning path`
