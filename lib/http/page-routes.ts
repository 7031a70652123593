import type { Context } from 'hono'
import * as z from 'zod/mini'
import { filterKey, type ReaderFilter } from '../chat/filter.ts'
import { pageAddress } from '../pages/to-markdown.ts'
import { Problem } from '../problem.ts'
import { cleanText } from '../text/clean-text.ts'
import { sha256Hex } from '../text/hash/sha256.ts'
import { anyReader, filterOf } from './access.ts'
import type { AppEnv } from './app-env.ts'
import { isNamedIn } from './etag.ts'
import { searches } from './limited.ts'
import { routesOf } from './route.ts'

/** What these routes need. */
interface PageServices {
  /** What the book's texts are a version of; undefined while it changes, or is not known. */
  bookVersion: () => Promise<string | undefined>
  contentsText: (origin: string, filter: ReaderFilter) => Promise<string>
  wholeBook: (
    cursor: string | undefined,
    filter: ReaderFilter,
  ) => Promise<{ text: string; next?: string }>
  pageText: (
    path: string,
    filter: ReaderFilter,
  ) => Promise<{ text: string; path: string; url: string } | undefined>
}

const route = routesOf<PageServices>()

// Raised when the same passages would be written otherwise than before.
const textVersion = '1'
const markdown = 'text/markdown; charset=utf-8'
const plain = 'text/plain; charset=utf-8'

const unchanged = { description: 'The text is still the one that If-None-Match names' }

export const pageRoutes = [
  route({
    method: 'GET',
    path: '/llms.txt',
    id: 'getLlmsTxt',
    tag: 'Search',
    summary: 'Get the table of contents for language models',
    access: anyReader,
    limit: searches,
    replies: {
      200: {
        description: 'Each page, and where its Markdown is',
        texts: { 'text/plain': 'llms.txt' },
      },
      304: unchanged,
    },
    problems: ['unavailable'],
    handle: ({ c, services }) =>
      versioned(c, services, async (filter) => ({
        text: await services.contentsText(new URL(c.req.url).origin, filter),
        type: plain,
      })),
  }),

  route({
    method: 'GET',
    path: '/llms-full.txt',
    id: 'getLlmsFullTxt',
    tag: 'Search',
    summary: 'Get the whole book as Markdown',
    description: 'At most some 200,000 characters at once; the link rel="next" leads to the rest.',
    access: anyReader,
    limit: searches,
    query: z.strictObject({ cursor: z.optional(z.string().check(z.maxLength(2000))) }),
    replies: {
      200: { description: 'Pages, one after the other', texts: { 'text/plain': 'llms-full.txt' } },
      304: unchanged,
    },
    problems: ['unavailable'],
    handle: ({ c, services, query }) =>
      versioned(c, services, async (filter) => {
        const { text, next } = await services.wholeBook(query.cursor, filter)
        if (next === undefined) return { text, type: plain }
        const url = `${new URL(c.req.url).origin}/llms-full.txt?cursor=${encodeURIComponent(next)}`
        const more = `\n---\n\nThe book goes on at <${url}>\n`
        return { text: text + more, type: plain, link: `<${url}>; rel="next"` }
      }),
  }),

  route({
    method: 'GET',
    path: '/v1/pages/{path*}',
    id: 'getPage',
    tag: 'Search',
    summary: 'Get a page as Markdown',
    description:
      'By its path in the repository, or by the path of its URL, with or without `.md` behind it.',
    access: anyReader,
    limit: searches,
    params: z.object({ path: cleanText.check(z.maxLength(1000)) }),
    replies: {
      200: { description: 'The page', texts: { 'text/markdown': 'The page' } },
      304: unchanged,
    },
    problems: ['not-found', 'unavailable'],
    handle: ({ c, services, params }) =>
      versioned(c, services, async (filter) => {
        const page = await services.pageText(params.path, filter)
        if (!page) {
          throw new Problem(
            'not-found',
            'There is no such page: /llms.txt lists those that there are.',
          )
        }
        const { origin } = new URL(c.req.url)
        const canonical = page.url && `<${page.url}>; rel="canonical", `
        const link = `${canonical}<${pageAddress(origin, page.path)}>; rel="self"; type="text/markdown"`
        return { text: page.text, type: markdown, link }
      }),
  }),
]

/** A text under the ETag of its version and readers: who holds that is not sent it again. */
async function versioned(
  c: Context<AppEnv>,
  { bookVersion }: Pick<PageServices, 'bookVersion'>,
  write: (filter: ReaderFilter) => Promise<{ text: string; type: string; link?: string }>,
) {
  const filter = filterOf(c, {})
  const isForAll = filter.groups.length === 0
  const version = await bookVersion()
  const readers = isForAll ? '' : `-${(await sha256Hex(filterKey(filter))).slice(0, 16)}`
  const etag = version === undefined ? undefined : `W/"${textVersion}-${version}${readers}"`
  const headers = {
    'cache-control': etag ? `${isForAll ? 'public' : 'private'}, max-age=60` : 'no-store',
    vary: 'authorization',
    ...(etag && { etag }),
  }
  if (etag && isNamedIn(c.req.header('if-none-match'), etag))
    return { status: 304, headers } as const
  const { text, type, link } = await write(filter)
  return new Response(text, {
    headers: { ...headers, 'content-type': type, ...(link && { link }) },
  })
}
