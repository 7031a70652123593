import * as z from 'zod/mini'
import { bytesOf, fitting, mostResultBytes, short, shortUrl } from './cut.ts'
import type { FilterArguments, Reading } from './reading.ts'
import { filterArguments, toFilter } from './reading.ts'
import { type Tool, tool } from './tool.ts'

const mostHitBytes = 6200
const mostTextBytes = mostResultBytes - mostHitBytes - 300
const quoteCharacters = 140

const Hit = z.object({
  passage_id: z.string(),
  path: z.string(),
  title: z.string(),
  section: z.string(),
  url: z.string(),
  quote: z.string(),
  content_hash: z.string(),
})

type Hit = z.infer<typeof Hit>

/** `search`: sections that hold what is looked for, best first. */
export const searchTool = ({ search }: Pick<Reading, 'search'>): Tool =>
  tool({
    name: 'search',
    title: 'Search the book',
    description:
      'Finds sections by words and meaning, best first; ask in a whole question or in key words. Each hit has the path of its page, its section, its URL and a quote: read the likely ones together with the tool read. Start here.',
    isReadOnly: true,
    input: z.strictObject({
      query: z.string().check(z.minLength(1), z.maxLength(500)),
      limit: z._default(z.int().check(z.gte(1), z.lte(20)), 10),
      ...filterArguments,
    }),
    output: z.object({ hits: z.array(Hit), degraded: z.array(z.string()) }),
    async call(
      { query, limit, ...filter }: { query: string; limit: number } & FilterArguments,
      caller,
    ) {
      const found = await search(query, limit, toFilter(filter), caller)
      const all = found.data
        .flatMap(({ source, title, sections }) =>
          sections.map(({ snippet, section, url, passage_id, content_hash, score }) => ({
            score,
            hit: {
              passage_id,
              path: source,
              title: short(title),
              section: short(section),
              url: shortUrl(url),
              quote: snippet,
              content_hash,
            },
          })),
        )
        .sort((a, b) => b.score - a.score)
        .slice(0, limit)
        .map(({ hit }) => hit)
      const hits = fitting(all, mostHitBytes)
      return { text: toText(all), data: { hits, degraded: found.degraded } }
    },
  })

function toText(hits: Hit[]): string {
  if (hits.length === 0) {
    return 'Nothing was found. Try other words, find for an exact name, or list for the table of contents.'
  }
  const lines = hits.map(
    ({ path, title, section, quote }, at) =>
      `${at + 1}. ${title}${section && ` › ${section}`} (${path})\n   ${quote.slice(0, quoteCharacters)}`,
  )
  const shown = fitting(lines, mostTextBytes)
  // What has no room is named at least.
  const named = hits
    .slice(shown.length)
    .map(({ path, section }, at) => `${shown.length + at + 1}. ${path}${section && `#${section}`}`)
  return [...shown, ...fitting(named, mostTextBytes - bytesOf(shown))].join('\n')
}
