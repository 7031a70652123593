import type { Nodes } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { isLink } from '../channels/cited-pages.ts'
import { escapedForSlack as escaped } from '../clients/channels/slack.ts'
import { isTooCostly } from '../text/markdown/parsing-cost.ts'

/** A link that Slack follows; the words alone when it would not. */
export const linked = (words: string, url: string | undefined) =>
  isLink(url) ? `<${escaped(url).replaceAll('|', '%7C')}|${words}>` : words

/** An answer's Markdown as Slack writes it, its markers as links. */
export function toMrkdwn(markdown: string, linkOf: (n: number) => string | undefined): string {
  if (isTooCostly(markdown.split('\n'))) return escaped(markdown)
  return blocksOf(fromMarkdown(markdown).children, linkOf)
}

type LinkOf = (n: number) => string | undefined

const blocksOf = (nodes: Nodes[], linkOf: LinkOf, between = '\n\n') =>
  nodes
    .map((node) => render(node, linkOf))
    .filter((text) => text.trim() !== '')
    .join(between)

function render(node: Nodes, linkOf: LinkOf): string {
  switch (node.type) {
    case 'text':
      return escaped(node.value).replace(/\[(\d{1,3})\]/g, (marker, n) =>
        linked(marker, linkOf(Number(n))),
      )
    case 'html':
      return escaped(node.value)
    case 'inlineCode':
      return `\`${escaped(node.value)}\``
    case 'code':
      return `\`\`\`\n${escaped(node.value)}\n\`\`\``
    case 'strong':
    case 'heading':
      return `*${inner(node, linkOf)}*`
    case 'emphasis':
      return `_${inner(node, linkOf)}_`
    case 'link':
      // Slack does not nest links.
      return linked(
        inner(node, () => undefined),
        node.url,
      )
    case 'image':
      return escaped(node.alt ?? '')
    case 'break':
      return '\n'
    case 'list':
      return node.children
        .map((item, at) => {
          const mark = node.ordered ? `${(node.start ?? 1) + at}.` : '•'
          return `${mark} ${blocksOf(item.children, linkOf, '\n').replaceAll('\n', '\n    ')}`
        })
        .join('\n')
    case 'blockquote':
      return blocksOf(node.children, linkOf, '\n').replace(/^/gm, '> ')
    default:
      return inner(node, linkOf)
  }
}

const inner = (node: Nodes, linkOf: LinkOf): string =>
  'children' in node ? node.children.map((child) => render(child, linkOf)).join('') : ''
