import * as z from 'zod/mini'
import type { Problem } from '../../problem.ts'
import type { PageHit, SearchReply, SectionHit } from '../../search/hits.ts'
import { type Body, jsonBody } from '../body.ts'
import type { ProblemFormat } from './problem-format.ts'

const mostRequests = 10
const mostHits = 50
const mostCharacters = 200

const text = z.string().check(z.maxLength(10_000))
const number = z.int().check(z.gte(0), z.lte(1000))

/** One query of a search box; what else it says of how hits are to look changes nothing. */
const Request = z.looseObject({
  indexName: z.optional(text),
  query: z.optional(text),
  /** All of it as a query string, as older clients have it. */
  params: z.optional(text),
  hitsPerPage: z.optional(number),
  highlightPreTag: z.optional(text),
  highlightPostTag: z.optional(text),
})

/** The queries of a search box. */
export const DocSearchQueries = z.looseObject({
  requests: z
    .array(Request)
    .check(z.minLength(1), z.maxLength(mostRequests, `Must have at most ${mostRequests} queries`)),
})

const level = z.nullable(z.string())
const levels = {
  lvl0: level,
  lvl1: level,
  lvl2: level,
  lvl3: level,
  lvl4: level,
  lvl5: level,
  lvl6: level,
}
const Highlighted = z.object({
  value: z.string(),
  matchLevel: z.enum(['none', 'full']),
})

/** A section as DocSearch shows one. */
const DocSearchHit = z.object({
  objectID: z.string(),
  url: z.string(),
  url_without_anchor: z.string(),
  anchor: z.nullable(z.string()),
  type: z.enum(['lvl1', 'lvl2', 'content']),
  content: z.nullable(z.string()),
  hierarchy: z.object(levels),
  _highlightResult: z.object({
    content: z.optional(Highlighted),
    hierarchy: z.record(z.string(), Highlighted),
  }),
  _snippetResult: z.object({
    content: z.optional(Highlighted),
    hierarchy: z.record(z.string(), Highlighted),
  }),
})

export const DocSearchReply = z.object({
  results: z.array(
    z.object({
      hits: z.array(DocSearchHit),
      nbHits: z.int(),
      page: z.int(),
      nbPages: z.int(),
      hitsPerPage: z.int(),
      processingTimeMS: z.int(),
      exhaustiveNbHits: z.boolean(),
      query: z.string(),
      params: z.string(),
      index: z.string(),
    }),
  ),
})

interface DocSearchRequest {
  index: string
  query: string
  limit: number
  pre: string
  post: string
}

/** The queries of a search box. Browsers' clients call it text/plain, so that they need not ask first. */
export const docSearchBody: Body<{ requests: DocSearchRequest[] }> = {
  ...jsonBody(
    z.pipe(
      DocSearchQueries,
      z.transform(({ requests }) => ({ requests: requests.map(toRequest) })),
    ),
  ),
  schema: DocSearchQueries,
  isPlainTextToo: true,
}

function toRequest({ params, ...given }: z.infer<typeof Request>): DocSearchRequest {
  const more = new URLSearchParams(params)
  const asked = given.hitsPerPage ?? Number(more.get('hitsPerPage') ?? 20)
  return {
    index: given.indexName ?? '',
    query: (given.query ?? more.get('query') ?? '').trim().slice(0, mostCharacters),
    limit: Math.min(Math.max(Math.trunc(asked) || 1, 1), mostHits),
    pre: given.highlightPreTag ?? more.get('highlightPreTag') ?? '<em>',
    post: given.highlightPostTag ?? more.get('highlightPostTag') ?? '</em>',
  }
}

/** What was found for one query, a hit for each section. */
export function toDocSearch(asked: DocSearchRequest, { data }: Pick<SearchReply, 'data'>) {
  const hits = data
    .flatMap((page) => page.sections.map((section) => toHit(page, section, asked)))
    .slice(0, asked.limit)
  return {
    hits,
    nbHits: hits.length,
    page: 0,
    nbPages: hits.length > 0 ? 1 : 0,
    hitsPerPage: asked.limit,
    processingTimeMS: 1,
    exhaustiveNbHits: true,
    query: asked.query,
    params: '',
    index: asked.index,
  }
}

function toHit(page: PageHit, hit: SectionHit, tags: Pick<DocSearchRequest, 'pre' | 'post'>) {
  const anchor = /#([^:]*)/.exec(hit.url)?.[1] || null
  const hierarchy = {
    lvl0: page.part || page.title,
    lvl1: page.title,
    lvl2: hit.section || null,
    lvl3: null,
    lvl4: null,
    lvl5: null,
    lvl6: null,
  }
  const content = { value: marked(hit, tags), matchLevel: 'full' as const }
  const shown = {
    content,
    hierarchy: Object.fromEntries(
      Object.entries(hierarchy).flatMap(([name, value]) =>
        value === null ? [] : [[name, { value: escaped(value), matchLevel: 'none' as const }]],
      ),
    ),
  }
  return {
    objectID: hit.passage_id,
    url: hit.url,
    url_without_anchor: page.url,
    anchor,
    type: 'content' as const,
    content: hit.snippet,
    hierarchy,
    _highlightResult: shown,
    _snippetResult: shown,
  }
}

/** Search boxes set it as HTML: a page's own markup must stay words there. */
function marked({ snippet, marks }: SectionHit, { pre, post }: { pre: string; post: string }) {
  let html = ''
  let at = 0
  for (const [from, to] of marks) {
    html += `${escaped(snippet.slice(at, from))}${pre}${escaped(snippet.slice(from, to))}${post}`
    at = to
  }
  return html + escaped(snippet.slice(at))
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (value: string) =>
  value.replace(/[&<>"']/g, (character) => entities[character] ?? '')

/** A problem as Algolia tells of one, with its public name. */
export const AlgoliaError = z.object({ message: z.string(), status: z.int(), type: z.string() })

export const algoliaProblemFormat: ProblemFormat = {
  mediaType: 'application/json',
  schema: AlgoliaError,
  document: ({ message, status, type, options }: Problem) => {
    const [fault] = options.errors ?? []
    return { message: fault ? `${fault.location}: ${fault.message}` : message, status, type }
  },
}
