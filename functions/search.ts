import type { Context } from 'hono'
import * as z from 'zod/mini'
import { anyone, anyReader, filterOf } from '../lib/http/access.ts'
import { callerAddress } from '../lib/http/address.ts'
import { createApp } from '../lib/http/app.ts'
import type { AppEnv } from '../lib/http/app-env.ts'
import { healthRoute } from '../lib/http/health.ts'
import { searches } from '../lib/http/limited.ts'
import {
  AlgoliaError,
  algoliaProblemFormat,
  DocSearchQueries,
  DocSearchReply,
  docSearchBody,
  toDocSearch,
} from '../lib/http/protocols/docsearch.ts'
import { routesOf } from '../lib/http/route.ts'
import { Problem } from '../lib/problem.ts'
import { PageHit, SearchReply, SectionHit } from '../lib/search/hits.ts'
import { type Search, SearchQuery } from '../lib/search/query.ts'
import { Starters, StartersQuery } from '../lib/search/starters.ts'
import { searchServices } from '../lib/services/search.ts'

type Services = Pick<
  ReturnType<typeof searchServices>,
  'search' | 'searchLog' | 'starters' | 'newId' | 'now'
>

const route = routesOf<Services>()

const SearchPath = z.object({ search_id: z.uuidv4().check(z.toLowerCase()) })

/** Which passage the reader of a search went to. */
const SearchClick = z.strictObject({
  passage_id: z.string().check(z.regex(/^\d{1,19}$/, 'Must be a passage_id of the search')),
})

/** The names of its schemas in the OpenAPI document. */
export const searchSchemas = {
  AlgoliaError,
  DocSearchQueries,
  DocSearchReply,
  PageHit,
  SearchClick,
  SearchReply,
  SectionHit,
  Starters,
}

export const searchRoutes = [
  route({
    method: 'GET',
    path: '/v1/search',
    id: 'search',
    tag: 'Search',
    summary: 'Search the book',
    description:
      'Pages, best first, with the sections that hold what is looked for. The last word may still be growing, and a word may be mistyped by up to two letters. No model is asked.',
    access: anyReader,
    limit: searches,
    query: SearchQuery,
    replies: { 200: { description: 'The pages that were found', schema: SearchReply } },
    problems: ['unavailable'],
    async handle({ services, query: { q: text, limit, mode, ...filter }, c, afterwards }) {
      const asked = { text, limit, mode, filter: filterOf(c, filter) }
      const found = await searched(asked, services, c, afterwards)
      return { status: 200, body: found }
    },
  }),

  route({
    method: 'GET',
    path: '/v1/starters',
    id: 'listStarters',
    tag: 'Search',
    summary: 'Get questions to begin with on a page',
    description:
      "At most three: the owner's, then such as are made of the headings of the page as the index has them. No model is asked.",
    access: anyReader,
    limit: searches,
    query: StartersQuery,
    replies: { 200: { description: 'The questions', schema: Starters } },
    problems: ['unavailable'],
    handle: async ({ services, query, c }) => ({
      status: 200,
      body: await services.starters(query.page, filterOf(c, {}, { page: { path: query.page } })),
    }),
  }),

  route({
    method: 'POST',
    path: '/1/indexes/*/queries',
    id: 'searchForDocSearch',
    tag: 'Search',
    summary: "Search the book in DocSearch's protocol",
    description:
      'What the search boxes of Docusaurus and VitePress send, so that they turn to this deployment with a setting for the host. By words alone; each section is a hit.',
    access: anyReader,
    limit: searches,
    body: docSearchBody,
    replies: { 200: { description: 'The hits of each query', schema: DocSearchReply } },
    problems: ['unavailable'],
    problemFormat: algoliaProblemFormat,
    async handle({ services, body: { requests }, c, afterwards }) {
      const results = await Promise.all(
        requests.map(async (request) => {
          const { query: text, limit } = request
          const asked = {
            text,
            limit,
            mode: 'words' as const,
            filter: filterOf(c, {}),
          }
          const found = text === '' ? noHits : await searched(asked, services, c, afterwards)
          return toDocSearch(request, found)
        }),
      )
      return { status: 200, body: { results } }
    },
  }),

  route({
    method: 'POST',
    path: '/v1/search/{search_id}/click',
    id: 'noteSearchClick',
    tag: 'Search',
    summary: 'Note which hit of a search the reader went to',
    description: 'Only where SEARCH_CLICKS is true.',
    access: anyone,
    limit: searches,
    params: SearchPath,
    body: SearchClick,
    replies: { 204: { description: 'The click is noted with its search' } },
    problems: ['not-found'],
    async handle({ services, settings, params, body, afterwards }) {
      if (!settings.SEARCH_CLICKS) {
        throw new Problem('not-found', 'Clicks are not counted here: SEARCH_CLICKS is off.')
      }
      afterwards(services.searchLog.click(params.search_id, body.passage_id))
      return { status: 204 }
    },
  }),
]

const noHits = { search_id: '', mode: 'words' as const, degraded: [], data: [] }

async function searched(
  asked: Search,
  { search, searchLog, newId, now }: Services,
  c: Context<AppEnv>,
  afterwards: (work: Promise<unknown>) => void,
): Promise<z.infer<typeof SearchReply>> {
  const startedAt = now()
  const { wordHits: hits, ...found } = await search(asked)
  const search_id = newId()
  const { text } = asked
  const ms = now() - startedAt
  afterwards(searchLog.note({ search_id, text, mode: found.mode, hits, ms }, callerAddress(c)))
  return { search_id, ...found }
}

const app = createApp({ build: searchServices, routes: [healthRoute, ...searchRoutes] })

export default { fetch: app.fetch } satisfies ExportedHandler<object>
