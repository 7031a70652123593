import type { Citation, Source } from '../chat/events.ts'
import { plainMarkdown } from '../text/markdown/plain-markdown.ts'
import { toWords } from '../text/text-fragment.ts'

/** Citations with the address of the very words that each quotes. */
export const withAddresses = (citations: Citation[], sources: Source[]): Citation[] =>
  citations.map((citation) => {
    const source = sources.find(({ n }) => n === citation.n)
    return { ...citation, url: toWords(source?.url ?? '', firstLine(citation.quote)) }
  })

/** A browser finds words within one block of a page alone. */
const firstLine = (quote: string) => plainMarkdown(quote).split('\n')[0]?.trim() ?? ''
