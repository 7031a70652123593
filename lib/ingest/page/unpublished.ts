import * as z from 'zod/mini'
import { withoutFences } from '../../text/markdown/fence.ts'
import type { RawFields } from './front-matter.ts'

/** Why readers of the site do not see a page, and when that may change by itself. */
export interface Publication {
  /** The mark that keeps the page unpublished, in words for its owner. */
  unpublished?: string
  /** The page appears or goes at a date, whether or not its file changes. */
  isDated: boolean
}

// When in doubt, out: whatever stands here keeps the page from readers unless it plainly says no.
const hiding = new Set(
  'draft isdraft unlisted isunlisted hidden ishidden private isprivate unpublished headless noindex hidefromsearch excludefromsearch searchexclude nosearch sitemapexclude'.split(
    ' ',
  ),
)
// These have other meanings too: they count where they plainly say yes.
const excluding = new Set(
  'exclude excluded ignore ignored skip internal wip deleted disable disabled'.split(' '),
)
// And these where they plainly say no.
const showing = new Set(
  'published ispublished publish public ispublic visible isvisible search searchable index indexed indexable pagefind render rendered list sitemap'.split(
    ' ',
  ),
)
/** Fields that hold fields of which the same is true. */
const holding = new Set(
  'search build robots seo sitemap params metadata meta extra publishing'.split(' '),
)
const stating = new Set(
  'status state stage visibility access audience publication publishstatus robots search render list workflow'.split(
    ' ',
  ),
)
const anywhere =
  /\b(?:drafts?|drafting|unpublished|hidden|private|unlisted|wip|work[ -]in[ -]progress|embargo(?:ed)?|confidential|trash(?:ed)?|noindex)\b/i
const alone =
  /^(?:internal|restricted|pending|scheduled|(?:in |under )?review|deleted|archived|excluded?|none|never|false|no)$/i
const beginning = new Set('date publishdate publishedat publishedon publishon golive'.split(' '))
const ending = new Set(
  'expirydate expires expiresat expireson unpublishdate unpublishon unpublishat'.split(' '),
)

const unpublishedPath =
  /\.(?:draft|wip|unlisted|hidden|private)\.[^./]+$|(?:^|\/)(?:drafts?|unpublished)\//i

const longestReason = 120

/** Whether a page is published, by its fields, its name and its own text; `now` in milliseconds. */
export function publicationOf(page: {
  fields: RawFields
  path: string
  body: string
  now: number
}): Publication {
  const dates = datesOf(page.fields, page.now)
  const reason =
    reasonInFields(page.fields) ??
    dates.reason ??
    reasonInPath(page.path) ??
    reasonInBody(page.body)
  return {
    ...(reason !== undefined && { unpublished: reason.slice(0, longestReason) }),
    isDated: dates.isDated,
  }
}

function reasonInFields(fields: RawFields, depth = 0): string | undefined {
  for (const [name, value] of Object.entries(fields)) {
    const key = keyOf(name)
    const inner = holding.has(key) && depth < 2 ? inside(value) : undefined
    const reason = inner && reasonInFields(inner, depth + 1)
    if (reason !== undefined) return `${name}.${reason}`
    if (isUnpublished(key, value)) return `${name}: ${said(value)}`
  }
  return depth === 0 && isNoindexHead(fields) ? 'head: robots noindex' : undefined
}

function isUnpublished(key: string, value: unknown): boolean {
  if (hiding.has(key)) return !isNo(value)
  if (excluding.has(key)) return isYes(value)
  if (showing.has(key) && isPlainNo(value)) return true
  return stating.has(key) && [value].flat().some((each) => isStateOfUnpublished(words(each)))
}

const isStateOfUnpublished = (state: string) => anywhere.test(state) || alone.test(state.trim())

/** VitePress and Starlight: tags of the document's head, told in front matter. */
function isNoindexHead(fields: RawFields): boolean {
  const { head } = fields
  const tags = JSON.stringify(head ?? '').toLowerCase()
  return tags.includes('robots') && tags.includes('noindex')
}

function datesOf(fields: RawFields, now: number): { reason?: string; isDated: boolean } {
  let isDated = false
  for (const [name, value] of Object.entries(fields)) {
    const key = keyOf(name)
    const at = beginning.has(key) || ending.has(key) ? timeOf(value) : undefined
    if (at === undefined) continue
    const isAhead = at > now
    isDated ||= isAhead
    if (isAhead === beginning.has(key)) return { reason: `${name}: ${said(value)}`, isDated }
  }
  return { isDated }
}

function reasonInPath(path: string): string | undefined {
  return unpublishedPath.test(path) ? 'its name marks it as not published' : undefined
}

/** Marks that stand in the text: a robots tag, and fields that a comment or plain lines hold on top. */
function reasonInBody(body: string): string | undefined {
  const top = body.trimStart().slice(0, 4_000)
  if (/<meta\s[^<>]{0,200}\bnoindex\b/i.test(withoutCode(top))) return 'a robots tag: noindex'
  const [block = ''] = top.split(/\n[ \t]*\n/)
  const lines = block
    .replace(/^<!--|-->$/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
  const fields = lines.map((line) => /^[ \t]*:?([A-Za-z][\w -]{0,40}):[ \t]*(.*)$/.exec(line))
  if (fields.length === 0 || fields.includes(null)) return undefined
  const named = fields.map((field) => [field?.[1] ?? '', field?.[2] ?? ''])
  return reasonInFields(Object.fromEntries(named))
}

const withoutCode = (text: string) => withoutFences(text).replace(/`[^`\n]*`/g, '')

const keyOf = (name: string) => name.toLowerCase().replace(/^(?:page|docs?)[-_]|[-_. ]/g, '')

const words = (value: unknown) =>
  typeof value === 'string' ? value : typeof value === 'boolean' ? String(value) : ''

const isPlainNo = (value: unknown) =>
  value === false || (typeof value === 'string' && /^(?:false|no|off|never|n)$/i.test(value.trim()))

const isYes = (value: unknown) =>
  value === true ||
  value === 1 ||
  (typeof value === 'string' && /^(?:true|yes|on|always|y|1)$/i.test(value.trim()))

function isNo(value: unknown): boolean {
  if (value === undefined || value === null || value === 0 || isPlainNo(value)) return true
  if (typeof value === 'string') return /^(?:0|)$/.test(value.trim())
  return Array.isArray(value) && value.length === 0
}

const inside = (value: unknown) => z.record(z.string(), z.unknown()).safeParse(value).data

function said(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

function timeOf(value: unknown): number | undefined {
  if (value instanceof Date) return value.getTime()
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(value.trim())) return undefined
  const at = Date.parse(
    value.trim().replace(/^(\d{4}-\d{2}-\d{2})[ T]+(\d{2}:\d{2}\S*)\s*/, '$1T$2'),
  )
  return Number.isNaN(at) ? undefined : at
}
