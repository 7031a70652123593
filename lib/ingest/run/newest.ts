import type { GitHub } from '../../clients/github.ts'
import type { ContentSource } from '../../content-sources.ts'
import { isSitemap, siteAt } from '../crawl/site.ts'
import { readSitemap } from '../crawl/sitemap.ts'
import type { Validators, Web } from '../crawl/web.ts'

const mostSitemaps = 5

/** The newest that a source has, as it says itself. */
export interface Newest {
  commit?: string
  subject?: string
  /** When it was last changed: the commit's date, or the latest `lastmod` of a sitemap. */
  changed_at?: string
  commits_behind?: number
  /** Absent where the source does not tell. */
  is_current?: boolean
  /** Why it is not known. */
  reason?: string
}

/** What the index was made of: a commit, or what a site's server and sitemap said of its pages. */
export interface Indexed extends Validators {
  commit?: string | undefined
  lastmod?: string | undefined
}

export interface NewestDeps {
  githubOf: (repository: string) => Pick<GitHub, 'commit' | 'commitsBetween'>
  web: Web
}

/** Asks a source for its newest, and compares it with what is indexed. */
export async function newestOf(
  source: ContentSource,
  indexed: Indexed,
  { githubOf, web }: NewestDeps,
): Promise<Newest> {
  switch (source.kind) {
    case 'github':
      return await newestCommit(source, indexed, githubOf(source.place))
    case 'website':
      return await newestPage(source, indexed, web)
    case 'openapi':
      return await newestDescription(source, indexed, web)
  }
}

async function newestCommit(
  { ref }: Extract<ContentSource, { kind: 'github' }>,
  { commit: base }: Indexed,
  github: Pick<GitHub, 'commit' | 'commitsBetween'>,
) {
  const { sha, at, subject } = await github.commit(ref)
  const behind =
    base === undefined || base === sha ? undefined : await github.commitsBetween(base, sha)
  return {
    ...{ commit: sha, subject },
    ...(at !== undefined && { changed_at: at }),
    ...(base !== undefined && { is_current: base === sha }),
    ...(behind !== undefined && { commits_behind: behind }),
  }
}

/** The latest change that a site's sitemaps name, the first few of them. */
async function newestPage(
  { place, max_pages }: Extract<ContentSource, { kind: 'website' }>,
  { lastmod: known }: Indexed,
  web: Web,
) {
  const waiting = [isSitemap(place) ? place : `${siteAt(place).origin}/sitemap.xml`]
  let newest: string | undefined
  for (let asked = 0; asked < mostSitemaps; asked += 1) {
    const url = waiting.shift()
    if (url === undefined) break
    const { pages, sitemaps } = await readSitemap(web, url, max_pages)
    waiting.push(...sitemaps)
    newest = pages.reduce((latest, { lastmod }) => later(latest, lastmod), newest)
  }
  if (newest === undefined) return { reason: 'Its sitemap does not say when pages were changed.' }
  return {
    changed_at: newest,
    ...(known !== undefined && { is_current: later(known, newest) === known }),
  }
}

/** The later of two dates as sitemaps write them; what is none counts as the earlier. */
function later(one: string | undefined, other: string | undefined): string | undefined {
  const time = (date: string | undefined) => Date.parse(date ?? '') || Number.NEGATIVE_INFINITY
  if (time(other) === Number.NEGATIVE_INFINITY) return one
  return time(one) >= time(other) ? one : other
}

async function newestDescription(
  { place }: Extract<ContentSource, { kind: 'openapi' }>,
  validators: Indexed,
  web: Web,
) {
  const response = await web.get(place, '*/*', validators)
  await response.body?.cancel()
  const changed = response.headers.get('last-modified')
  if (response.status === 304) return { is_current: true }
  if (!response.ok) return { reason: `It redirects to ${response.headers.get('location')}.` }
  const etag = response.headers.get('etag')
  const isTold = (etag ?? changed) !== null && (validators.etag ?? validators.lastModified)
  return {
    ...(changed !== null && { changed_at: new Date(changed).toISOString() }),
    ...(isTold
      ? { is_current: etag !== null && etag === validators.etag }
      : { reason: 'Its server does not say whether it was changed.' }),
  }
}
