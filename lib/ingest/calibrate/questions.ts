import * as z from 'zod/mini'
import { type Neon, sql } from '../../clients/neon.ts'
import { lazily } from '../../text/lazily.ts'
import { withoutFences } from '../../text/markdown/fence.ts'
import { sentenceSegments } from '../../text/segments.ts'
import { linesOf } from '../../text/word-lists.ts'
import * as probes from './probes.asset.ts'

const foreign = lazily(
  () => new Map(Object.entries(probes).map(([language, text]) => [language, linesOf(text)])),
)

const mostForeign = 200
// A language of fewer pages is a quotation, or one page of many.
const leastShare = 0.1

const Language = z.object({ language: z.string(), pages: z.int() })

/** In how many pages the index speaks which language. */
export type Languages = z.infer<typeof Language>[]

/**
 * Questions that no such book answers, in the languages of the index and in their proportions; English
 * ones for languages in which there are none.
 */
export function foreignQuestions(languages: Languages): string[] {
  const all = languages.reduce((sum, { pages }) => sum + pages, 0)
  const known = languages.filter(
    ({ language, pages }) => foreign().has(language) && pages >= all * leastShare,
  )
  if (known.length === 0) return foreign().get('en') ?? []
  const pages = known.reduce((sum, one) => sum + one.pages, 0)
  return known.flatMap(({ language, pages: own }) =>
    (foreign().get(language) ?? []).slice(0, Math.ceil((mostForeign * own) / pages)),
  )
}

const mostPassages = 40
const fewestCharacters = 12
const mostCharacters = 240

const Place = z.object({ section: z.string(), content: z.string() })

/** The languages of the index, and questions that it answers: its headings and first sentences. */
export async function readIndex(neon: Neon): Promise<{ languages: Languages; own: string[] }> {
  const [languages, places] = await neon.transaction(
    [
      sql(Language)`
        select language, count(*)::int as pages from chapters group by 1 order by 2 desc, 1 limit 20`,
      // Ids are hashes: their order is by chance, and the same each time.
      sql(Place)`
        select section, left(content, 2000) as content from documents
        order by documents.id limit ${mostPassages}`,
    ],
    { readOnly: true },
  )
  const own = places.flatMap(({ section, content }) => [section, firstSentence(content)])
  const said = own.filter(({ length }) => length >= fewestCharacters && length <= mostCharacters)
  return { languages, own: [...new Set(said)] }
}

function firstSentence(markdown: string): string {
  const prose = withoutFences(markdown)
    .replace(/^\s*\|.*$/gm, '')
    .replace(/\]\([^)\s]*\)/g, ']')
    .replace(/[#*`>[\]]+/g, '')
    .trim()
  for (const { segment } of sentenceSegments(prose)) return segment.trim()
  return ''
}
