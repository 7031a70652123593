import * as z from 'zod/mini'
import { NoRow, sql } from '../../clients/neon.ts'
import type { CrawledPage } from './read-page.ts'

/** An address that a crawl has found, before it is asked for. */
export interface FoundAddress {
  url: string
  path: string
  lastmod?: string
  depth?: number
}

const Frontier = z.object({
  url: z.string(),
  http_etag: z.nullable(z.string()),
  last_modified: z.nullable(z.string()),
  has_page: z.boolean(),
  depth: z.int(),
})

const Validators = z.object({
  http_etag: z.nullable(z.string()),
  last_modified: z.nullable(z.string()),
})
const Counted = z.object({ listed: z.int(), is_running: z.boolean() })
const Listed = z.object({ source: z.string(), path: z.string(), etag: z.string(), size: z.int() })
const Content = z.object({ url: z.string(), title: z.string(), content: z.string() })

/**
 * Notes addresses that a source has in this run. One whose sitemap says that it was not changed since it
 * was read is not asked for again; nor is one that the run has asked for already.
 */
export const noteAddresses = (source: string, run: number, found: FoundAddress[]) => sql(NoRow)`
  insert into crawled_pages as known (source, url, path, lastmod, depth, listed_in_run)
  select distinct on (url) ${source}, url, path, lastmod, coalesce(depth, 0), ${run}::int
  from jsonb_to_recordset(${JSON.stringify(found)}::jsonb)
    as f (url text, path text, lastmod text, depth int)
  on conflict (source, url) do update set listed_in_run = ${run}::int, path = excluded.path,
    checked_in_run = case when excluded.lastmod is not null and excluded.lastmod = known.lastmod
      and known.etag <> '' and known.failure is null then ${run}::int else known.checked_in_run end,
    lastmod = coalesce(excluded.lastmod, known.lastmod)
  where known.listed_in_run is distinct from ${run}::int`

/** The addresses that this run has not asked for yet, those nearest to the beginning first. */
export const frontierOf = (source: string, run: number, limit: number) => sql(Frontier)`
  select url, http_etag, last_modified, etag <> '' as has_page, depth from crawled_pages
  where source = ${source} and listed_in_run = ${run} and checked_in_run is distinct from ${run}::int
  order by depth, url limit ${limit}`

/** What a source's documents were when they were last had. */
export const validatorsOf = (source: string) => sql(Validators)`
  select http_etag, last_modified from crawled_pages where source = ${source} and etag <> '' limit 1`

export const countOf = (source: string, run: number) => sql(Counted)`
  select (select count(*) from crawled_pages where source = ${source} and listed_in_run = ${run})::int
      as listed,
    exists (select from ingestion_runs where id = ${run} and status = 'running') as is_running`

/** What a crawl has learnt of an address: `page` is absent where it is as it was. */
export interface Checked {
  url: string
  page?: CrawledPage | 'none'
  failure?: string
}

/** Writes what came of asking for addresses. */
export const noteChecked = (source: string, run: number, checked: Checked[]) => sql(NoRow)`
  update crawled_pages set checked_in_run = ${run}::int, checked_at = now(), failure = c.failure,
    title = coalesce(c.title, crawled_pages.title), content = coalesce(c.content, crawled_pages.content),
    etag = coalesce(c.etag, crawled_pages.etag),
    http_etag = case when c.is_read then c.http_etag else crawled_pages.http_etag end,
    last_modified = case when c.is_read then c.last_modified else crawled_pages.last_modified end
  from jsonb_to_recordset(${JSON.stringify(checked.map(toRow))}::jsonb)
    as c (url text, is_read boolean, title text, content text, etag text, http_etag text,
      last_modified text, failure text)
  where crawled_pages.source = ${source} and crawled_pages.url = c.url`

const nothing = { title: '', content: '', etag: '', http_etag: null, last_modified: null }

const toRow = ({ url, page, failure }: Checked) => ({
  url,
  is_read: page !== undefined,
  ...(page === 'none' ? nothing : page),
  ...(failure !== undefined && { failure }),
})

/** Keeps all that a source had: it could not be listed, so that nothing is known to be gone. */
export const keepAll = (source: string, run: number) => sql(NoRow)`
  update crawled_pages set listed_in_run = ${run}::int, checked_in_run = ${run}::int
  where source = ${source}`

/** Forgets what a source has no more, and what was of sources that are no more. */
export const forgetUnlisted = (source: string, run: number) => sql(NoRow)`
  delete from crawled_pages where source = ${source} and listed_in_run is distinct from ${run}::int`

export const forgetSources = (kept: string[]) => sql(NoRow)`
  delete from crawled_pages where not (source = any (${kept}::text[]))`

/** Names in the run what could not be read, so that its owner learns of it. */
export const noteFailures = (run: number, failures: { path: string; why: string }[]) => sql(NoRow)`
  insert into ingestion_chapters (run_id, source_path, part_number, status, error_message, is_at_fault)
  select distinct on (path) ${run}::int, path, 0, 'failed', why, true
  from jsonb_to_recordset(${JSON.stringify(failures)}::jsonb) as f (path text, why text)
  on conflict (run_id, source_path) do update set error_message = excluded.error_message`

/** Names in the run what a site has and nobody reads. */
export const noteWarnings = (run: number, left: { path: string; why: string }[]) => sql(NoRow)`
  insert into ingestion_chapters (run_id, source_path, part_number, status, warnings)
  select distinct on (path) ${run}::int, path, 0, 'completed', array[why]
  from jsonb_to_recordset(${JSON.stringify(left)}::jsonb) as l (path text, why text)
  on conflict (run_id, source_path) do nothing`

/** Names in the run the addresses that lead to one which was asked for and is no page: a circle, mostly. */
export const noteDeadEnds = (
  source: string,
  run: number,
  redirects: { path: string; why: string; to: string }[],
) => sql(NoRow)`
  insert into ingestion_chapters (run_id, source_path, part_number, status, warnings)
  select distinct on (r.path) ${run}::int, r.path, 0, 'completed', array[r.why]
  from jsonb_to_recordset(${JSON.stringify(redirects)}::jsonb) as r (path text, why text, "to" text)
  join crawled_pages known on known.source = ${source} and known.url = r."to"
    and known.checked_in_run = ${run}::int and known.etag = ''
  on conflict (run_id, source_path) do nothing`

/** Every page that was crawled, as a run compares it. */
export const listCrawled = sql(Listed)`
  select source, path, etag, octet_length(content) as size from crawled_pages
  where etag <> '' order by source, path`

export const crawledPage = (source: string, path: string) => sql(Content)`
  select url, title, content from crawled_pages
  where source = ${source} and path = ${path} and etag <> '' order by url limit 1`
