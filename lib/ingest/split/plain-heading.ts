import { fromMarkdown } from 'mdast-util-from-markdown'
import { toString as textOf } from 'mdast-util-to-string'

// Finding emphasis is quadratic on hostile text, and no title is this long.
const maxParsedChars = 300

/** A heading's text: without marks of emphasis, code, links and tags. */
export function plainHeading(markdown: string): string {
  const source = markdown.replace(/\s+/g, ' ').trim()
  if (!/[*_`[\]<>{}\\&!]/.test(source)) return source
  if (source.length > maxParsedChars) return source
  // The leading word keeps the heading from being read as a list, a quote or a rule.
  const root = fromMarkdown(`x ${source}`)
  return textOf(root, { includeHtml: false }).slice(2).replace(/\s+/g, ' ').trim()
}
