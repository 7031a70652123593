import type { Nodes } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { toString as plainText } from 'mdast-util-to-string'
import { isTooCostly } from '../text/markdown/parsing-cost.ts'

/** A block of an answer, in Telegram's HTML and as the text that stays when no tag fits. */
export interface Block {
  html: string
  plain: string
}

/** What the marker `[n]` leads to; undefined when it leads nowhere. */
export type LinkOf = (n: number) => string | undefined

/** An answer's Markdown as blocks of the HTML that Telegram knows, its markers as links. */
export function toBlocks(markdown: string, linkOf: LinkOf): Block[] {
  if (isTooCostly(markdown.split('\n'))) return [{ html: escaped(markdown), plain: markdown }]
  return fromMarkdown(markdown).children.flatMap((node) => {
    const plain = plainText(node)
    // A link or a heading without words: Telegram refuses a message of nothing.
    if (plain.trim() === '') return []
    const html = node.type === 'blockquote' ? quoted(node, linkOf) : render(node, linkOf)
    return [{ html, plain }]
  })
}

/** Text that means itself in Telegram's HTML. */
export const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

/** A link that Telegram follows; the words alone when it would not. */
export const linked = (html: string, url: string) =>
  /^https?:\/\//i.test(url) ? `<a href="${escaped(url)}">${html}</a>` : html

// Telegram does not nest quotes: one within another is its text.
const quoted = (node: Nodes, linkOf: LinkOf) =>
  `<blockquote>${inner(node, linkOf, '\n')}</blockquote>`

const noLink = () => undefined

function render(node: Nodes, linkOf: LinkOf): string {
  switch (node.type) {
    case 'text':
      return escaped(node.value).replace(/\[(\d{1,3})\]/g, (marker, n) =>
        linked(marker, linkOf(Number(n)) ?? ''),
      )
    case 'html':
      return escaped(node.value)
    case 'inlineCode':
      return `<code>${escaped(node.value)}</code>`
    case 'code':
      return node.lang
        ? `<pre><code class="language-${escaped(node.lang)}">${escaped(node.value)}</code></pre>`
        : `<pre>${escaped(node.value)}</pre>`
    case 'strong':
    case 'heading':
      return `<b>${inner(node, linkOf)}</b>`
    case 'emphasis':
      return `<i>${inner(node, linkOf)}</i>`
    case 'link':
      // Telegram does not nest links either.
      return linked(inner(node, noLink), node.url)
    case 'image':
      return escaped(node.alt ?? '')
    case 'break':
      return '\n'
    case 'list':
      return node.children
        .map((item, index) => {
          const mark = node.ordered ? `${(node.start ?? 1) + index}.` : '•'
          return `${mark} ${inner(item, linkOf, '\n').replaceAll('\n', '\n  ')}`
        })
        .join('\n')
    case 'blockquote':
      return inner(node, linkOf, '\n')
    default:
      return inner(node, linkOf)
  }
}

const inner = (node: Nodes, linkOf: LinkOf, between = ''): string =>
  'children' in node ? node.children.map((child) => render(child, linkOf)).join(between) : ''
