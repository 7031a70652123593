import type { Heading, Root } from 'mdast'
import type { AnchorStyle } from '../syntax/anchor-style.ts'
import { cutBlock, type PassageSize, type Piece } from './cut-block.ts'
import { createAnchors, separateId } from './heading-anchor.ts'
import { type MarkdownBlocks, nodesInOrder } from './markdown-blocks.ts'
import { plainHeading } from './plain-heading.ts'

/** A piece and the headings it stands under. */
export interface PlacedPiece extends Piece {
  headingPath: string[]
  anchor?: string
}

export interface Section {
  /** The nearest heading's text; empty above the first heading and below the page's title. */
  heading: string
  pieces: PlacedPiece[]
}

export interface SectionedPage {
  /** The text of the page's first H1. */
  title?: string
  sections: Section[]
}

interface HeadingLine {
  depth: number
  text: string
  anchor: string
}

/** A page's sections: an H1, H2 or H3 begins one; deeper headings are lines within it. */
export function readSections(
  { root, lines }: MarkdownBlocks,
  markdown: string,
  { size, anchors }: { size: PassageSize; anchors?: AnchorStyle | undefined },
): SectionedPage {
  const headings = readHeadings(root, markdown, anchors)
  const [title] = headings.values()
  let path: HeadingLine[] = []
  let section: Section = { heading: '', pieces: [] }
  const sections = [section]
  for (const node of root.children) {
    const heading = node.type === 'heading' ? headings.get(node) : undefined
    if (heading !== undefined)
      path = [...path.filter(({ depth }) => depth < heading.depth), heading]
    if (heading !== undefined && heading.depth <= 3) {
      const isTitle = heading === title && heading.depth === 1
      section = { heading: isTitle ? '' : heading.text, pieces: [] }
      sections.push(section)
      continue
    }
    const above = heading === undefined ? path : path.slice(0, -1)
    const place = placeOf(above, heading ?? path.at(-1), title)
    section.pieces.push(...cutBlock(node, lines, size).map((piece) => ({ ...piece, ...place })))
  }
  const firstH1 = [...headings.values()].find(({ depth }) => depth === 1)?.text
  return firstH1 ? { title: firstH1, sections } : { sections }
}

/** Every heading of the page, quoted ones too: each takes an anchor. */
function readHeadings(
  root: Root,
  markdown: string,
  style: AnchorStyle | undefined,
): Map<Heading, HeadingLine> {
  const anchorOf = createAnchors(style)
  const headings = new Map<Heading, HeadingLine>()
  for (const node of nodesInOrder(root)) {
    if (node.type !== 'heading') continue
    const { text: source, id } = separateId(contentOf(node, markdown))
    const text = plainHeading(source)
    headings.set(node, { depth: node.depth, text, anchor: anchorOf(text, id) })
  }
  return headings
}

function contentOf(node: Heading, markdown: string): string {
  const [first] = node.children
  const last = node.children.at(-1)
  if (first === undefined || last === undefined) return ''
  return markdown.slice(first.position?.start.offset ?? 0, last.position?.end.offset ?? 0)
}

function placeOf(above: HeadingLine[], nearest: HeadingLine | undefined, title?: HeadingLine) {
  const headingPath = above.map(({ text }) => text).filter(Boolean)
  const isTop = nearest === undefined || (nearest === title && nearest.depth === 1)
  return isTop || nearest.anchor === '' ? { headingPath } : { headingPath, anchor: nearest.anchor }
}
