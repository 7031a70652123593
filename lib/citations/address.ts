import type { Citation, Source } from '../chat/events.ts'
import { plainMarkdown } from '../text/markdown/plain-markdown.ts'
import { toWords } from '../text/text-fragment.ts'

/** Citations with the address of the very words that each quotes. */
export const withAddresses = (citations: Citation[], sources: Source[]): Citation[] =>
  citations.map((citation) => {
    const source = sources.find(({ n }) => n === citation.n)
    return { ...citation, url: toWords(source?.url ?? '', firstLine(citation.quote)) }
  })

/** A browser finds words within one block of a page alone; a line that is only wrapped goes on. */
const firstLine = (quote: string) =>
  plainMarkdown(isFenced.test(quote) ? quote : quote.replace(wrapped, ' '))
    .split('\n')[0]
    ?.trim() ?? ''

const isFenced = /^[ \t]*(?:`{3}|~{3})/m

// A line end that no new block follows: no item, quote, table, heading, code or empty line.
const wrapped = /(?<=\S)[ \t]*\n[ \t]*(?!$|[ \t\n]|[-*+>|#~`]|\d{1,4}[.)] )/g
