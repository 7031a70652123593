import { Lexer, Marked } from 'marked'
import { createAnchors, separateId } from '../../lib/ingest/split/heading-anchor.ts'
import { plainHeading } from '../../lib/ingest/split/plain-heading.ts'
import { readableLines } from '../../lib/ingest/syntax/readable-lines.ts'
import { escapeHtml } from './escape-html.ts'

/**
 * A page's Markdown as HTML, its headings under the anchors that citations link to. Raw HTML is left
 * out and an image is its alternative text: the page shows what was indexed. `pageAt` tells the
 * address of a link's target, if it has one.
 */
export function renderMarkdown(body: string, pageAt: (href: string) => string | undefined): string {
  const anchorOf = createAnchors()
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ text: source, depth }) {
        const { text, id } = separateId(source)
        const anchor = anchorOf(plainHeading(text), id)
        return `<h${depth} id="${escapeHtml(anchor)}">${this.parser.parseInline(Lexer.lexInline(text))}</h${depth}>\n`
      },
      html: () => '',
      image: ({ text }) => escapeHtml(text),
      link({ href, tokens }) {
        const shown = this.parser.parseInline(tokens)
        const address = pageAt(href)
        return isSafe(address) ? `<a href="${escapeHtml(address)}">${shown}</a>` : shown
      },
    },
  })
  return marked.parse(readableLines(body).join('\n'), { async: false })
}

const isSafe = (address: string | undefined): address is string =>
  address !== undefined && (/^(?:https?|mailto):/i.test(address) || /^[/#]/.test(address))
