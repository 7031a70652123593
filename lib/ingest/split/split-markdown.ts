import { isTooCostly } from '../../text/markdown/parsing-cost.ts'
import type { AnchorStyle } from '../syntax/anchor-style.ts'
import { readableLines } from '../syntax/readable-lines.ts'
import type { Syntax } from '../syntax/syntax.ts'
import type { PassageSize } from './cut-block.ts'
import { joinBlocks, joinedText } from './join-blocks.ts'
import { parseBlocks } from './markdown-blocks.ts'
import { plainSection } from './plain-section.ts'
import { readSections, type Section, type SectionedPage } from './sections.ts'

const sizePattern: PassageSize = { targetChars: 1_200, maxChars: 2_000 }

export interface SplitOptions {
  size?: PassageSize
  /** What the page's text is written in, beyond Markdown. */
  syntax?: Syntax
  /** How the site makes anchors; as GitHub does when absent. */
  anchors?: AnchorStyle
}

export interface Passage {
  /** What is shown: slices of the page's Markdown. */
  text: string
  /** The nearest H2 or H3, or a further H1; empty where there is none. */
  section: string
  /** The headings above the text, outermost first, the page's H1 among them. */
  headingPath: string[]
  /** The anchor of the nearest heading on the site; absent at the page's top. */
  anchor?: string
  /** Counts from 0 within the page. */
  chunkIndex: number
}

export interface SplitPage {
  /** The text of the page's first H1. */
  title?: string
  passages: Passage[]
}

/** Splits a page's Markdown at headings, then between blocks, into passages of at most `maxChars`. */
export function splitMarkdown(body: string, how: SplitOptions = {}): Passage[] {
  return splitPage(body, how).passages
}

/** Splits a page's Markdown and tells the title it gives itself. */
export function splitPage(body: string, how: SplitOptions = {}): SplitPage {
  const { size = sizePattern } = how
  const { sections, ...page } = readPageSections(body, { ...how, size })
  const passages = sections
    .flatMap((section) => passagesOf(section, size))
    .map((passage, chunkIndex) => ({ ...passage, chunkIndex }))
  return { ...page, passages }
}

/** What is embedded and searched: the passage under the headings that say what it is about. */
export function embeddedText(page: { part?: string; title: string }, passage: Passage): string {
  const path = [page.part, page.title, ...passage.headingPath].filter(Boolean)
  const headings = path.filter((heading, index) => heading !== path[index - 1])
  return `${headings.join(' › ')}\n\n${passage.text}`
}

function readPageSections(
  body: string,
  { size, syntax = {}, anchors }: SplitOptions & { size: PassageSize },
): SectionedPage {
  const lines = readableLines(body.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'), syntax)
  if (isTooCostly(lines)) return { sections: [plainSection(lines, size)] }
  const markdown = lines.join('\n')
  return readSections(parseBlocks(markdown, syntax), markdown, { size, anchors })
}

function passagesOf(section: Section, size: PassageSize): Omit<Passage, 'chunkIndex'>[] {
  return joinBlocks(section.pieces, size).map((pieces) => {
    const [first] = pieces
    return {
      text: joinedText(pieces),
      section: section.heading,
      headingPath: first?.headingPath ?? [],
      ...(first?.anchor !== undefined && { anchor: first.anchor }),
    }
  })
}
