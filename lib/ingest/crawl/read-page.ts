import { contentHash } from '../../index/passage-id.ts'
import { htmlToMarkdown } from '../source/html-to-markdown.ts'
import type { Robots } from './robots.ts'
import { isSamePage, type Site } from './site.ts'
import { boundedText, type Validators, type Web, WebError } from './web.ts'

/** Why a PDF is no page, with or without a password. */
export const notRead = 'it is a PDF, and PDFs are not read: give its text as a page'

const maxBytes = 5 * 1024 * 1024
const mostLinks = 1000

/** What came of asking for a page. */
export type Outcome =
  | { kind: 'same' }
  | { kind: 'page'; page: CrawledPage; links: string[] }
  /** There is no page of its own at the address; `instead` is where its page is. Owners may be told. */
  | { kind: 'none'; why: string; instead?: string | undefined; isTold?: boolean }
  /** It could not be had: what is known of it stays. */
  | { kind: 'failed'; why: string; laterSeconds?: number | undefined }

export interface CrawledPage {
  title: string
  content: string
  /** A hash of what its readers see. */
  etag: string
  http_etag: string | null
  last_modified: string | null
}

/** Asks for a page, unless it is as it was, and reads its article. */
export async function readPage(
  url: string,
  known: Validators,
  { web, site, robots }: { web: Web; site: Site; robots: Robots },
): Promise<Outcome> {
  if (!robots.isAllowed(url)) return { kind: 'none', why: 'robots.txt asks to leave it out' }
  try {
    const response = await web.get(url, 'text/html, application/xhtml+xml', known)
    if (response.status === 304) return { kind: 'same' }
    if (response.status >= 300) return await redirected(url, response, site)
    return await read(url, response, site)
  } catch (error) {
    if (!(error instanceof WebError)) throw error
    const isGone = /answered (?:404|410)$/.test(error.message)
    if (isGone) return { kind: 'none', why: error.message }
    return { kind: 'failed', why: error.message, laterSeconds: error.laterSeconds }
  }
}

async function redirected(url: string, response: Response, site: Site): Promise<Outcome> {
  await response.body?.cancel()
  const to = response.headers.get('location') ?? ''
  const instead = site.addressOf(to, url)
  if (instead === url) return { kind: 'failed', why: 'it redirects to itself' }
  const why = `it redirects to ${to.slice(0, 300)}`
  return { kind: 'none', why, ...(instead !== undefined && { instead }) }
}

async function read(url: string, response: Response, site: Site): Promise<Outcome> {
  const type = response.headers.get('content-type') ?? 'text/html'
  if (!/^\s*(?:text\/html|application\/xhtml\+xml)/i.test(type)) {
    await response.body?.cancel()
    const isPdf = /^\s*application\/pdf/i.test(type)
    const why = isPdf ? notRead : `it is no HTML but ${type.slice(0, 100)}`
    return { kind: 'none', why, isTold: isPdf }
  }
  const html = await htmlToMarkdown(await boundedText(response, maxBytes))
  const links = html.links.slice(0, mostLinks).flatMap((link) => site.addressOf(link, url) ?? [])
  if (html.isHidden || /noindex|none/i.test(response.headers.get('x-robots-tag') ?? ''))
    return { kind: 'none', why: 'a robots tag: noindex' }
  const canonical = html.url === undefined ? undefined : site.addressOf(html.url, url)
  if (canonical !== undefined && !isSamePage(canonical, url))
    return { kind: 'none', why: `its canonical page is ${canonical}`, instead: canonical }
  if (html.markdown.trim() === '') return { kind: 'none', why: 'it has no text' }
  const title = html.title ?? ''
  const page = {
    title,
    content: html.markdown,
    etag: (await contentHash(JSON.stringify([title, html.markdown]))).slice(0, 32),
    http_etag: response.headers.get('etag'),
    last_modified: response.headers.get('last-modified'),
  }
  return { kind: 'page', page, links: [...new Set(links)] }
}
