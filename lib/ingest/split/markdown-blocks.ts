import type { Heading, Nodes, Paragraph, Root, TableCell } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmTable } from 'micromark-extension-gfm-table'
import { type MarkupContext, stripMarkup } from '../markup/strip-markup.ts'
import { isBadge } from '../noise/badges.ts'
import { inlineRules, type Syntax } from '../syntax/syntax.ts'
import { separateId } from './heading-anchor.ts'

// Of a block's text only its code spans matter here. The rest stays verbatim or is stripped, and
// finding emphasis, links and comments is quadratic on hostile text.
const unused = [
  'attention',
  'autolink',
  'characterReference',
  'htmlText',
  'labelEnd',
  'labelStartImage',
  'labelStartLink',
]

export interface MarkdownBlocks {
  root: Root
  /** The page's lines, on which the nodes' positions are; markup that is not text is gone. */
  lines: string[]
}

/** Parses Markdown down to its blocks. */
export function parseBlocks(markdown: string, syntax: Syntax = {}): MarkdownBlocks {
  const root = fromMarkdown(markdown, {
    extensions: [gfmTable(), { disable: { null: unused } }],
    mdastExtensions: [gfmTableFromMarkdown()],
  })
  return { root, lines: withoutMarkup(markdown, root, syntax).split('\n') }
}

/** The Markdown that a node was read from. */
export function sourceOf(node: Nodes, markdown: string): string {
  return markdown.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0)
}

function withoutMarkup(markdown: string, root: Root, syntax: Syntax): string {
  const context = { badges: badgesOf(root), rules: inlineRules(syntax) }
  const kept: string[] = []
  let from = 0
  for (const node of nodesInOrder(root)) {
    const start = node.position?.start.offset ?? 0
    if (start < from) continue
    const source = sourceOf(node, markdown)
    const stripped = readableSource(node, source, context)
    // Behind what was taken away, a text does not begin with a blank.
    const readable = /^\s/.test(source) ? stripped : stripped.replace(/^[ \t]+/, '')
    if (readable === source) continue
    kept.push(markdown.slice(from, start), readable)
    from = start + source.length
  }
  return kept.join('') + markdown.slice(from)
}

/** A node's source as the reader sees it, with as many line ends as before. */
function readableSource(
  node: Nodes,
  source: string,
  context: Omit<MarkupContext, 'codeEnds'>,
): string {
  switch (node.type) {
    case 'html':
      return stripMarkup(source, { ...context, codeEnds: new Map() })
    case 'paragraph':
    case 'tableCell':
      return stripMarkup(source, { ...context, codeEnds: codeEnds(node) })
    case 'heading':
      return stripMarkup(separateId(source).text, { ...context, codeEnds: codeEnds(node) })
    case 'definition':
      return node.identifier.startsWith('^') ? source : source.replace(/[^\n]+/g, '')
    default:
      return source
  }
}

/** The names under which a page defines the addresses of badges. */
function badgesOf(root: Root): Set<string> {
  const names = new Set<string>()
  for (const node of root.children)
    if (node.type === 'definition' && isBadge(node.url)) names.add(node.identifier.toLowerCase())
  return names
}

/** Where the code spans of a block begin and end, counted from its first character. */
function codeEnds(block: Paragraph | TableCell | Heading): Map<number, number> {
  const from = block.position?.start.offset ?? 0
  const spans = block.children.filter(({ type }) => type === 'inlineCode')
  return new Map(
    spans.map(({ position }) => [
      (position?.start.offset ?? 0) - from,
      (position?.end.offset ?? 0) - from,
    ]),
  )
}

/** The nodes in the order of their text, without recursion: a page decides how deep they nest. */
export function* nodesInOrder(root: Nodes): Generator<Nodes> {
  const stack: Nodes[] = [root]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node
    if ('children' in node) stack.push(...node.children.toReversed())
  }
}
