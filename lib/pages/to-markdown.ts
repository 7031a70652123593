import type { Passage } from '../chat/passage.ts'
import type { PageEntry } from './book.ts'

/** A page's passages as one Markdown document, under its title and its address. */
export function pageMarkdown(passages: Passage[]): string {
  const [first] = passages
  if (!first) return ''
  const { chapter, source, url } = first
  const about = [url && `Source: <${url.replace(/#.*$/, '')}>`, `Path: \`${source}\``]
  return `# ${chapter || source}\n\n${about.filter(Boolean).join('  \n')}\n\n${sectionsMarkdown(passages)}`
}

/** Passages of a page, each section under its heading. */
export function sectionsMarkdown(passages: Passage[]): string {
  let section = ''
  const blocks = passages.map((passage) => {
    const heading =
      passage.section !== section && passage.section !== '' ? `## ${passage.section}\n\n` : ''
    section = passage.section
    return `${heading}${passage.text.trim()}\n`
  })
  return blocks.join('\n')
}

export interface LlmsTxt {
  title: string
  /** Where the pages' Markdown is read. */
  origin: string
}

/** The table of contents as llms.txt has it: each page with where its Markdown is read. */
export function contentsMarkdown(entries: PageEntry[], { title, origin }: LlmsTxt): string {
  const head = `# ${title}

> Every page is Markdown at the addresses below, and the whole book at ${origin}/llms-full.txt. Search at ${origin}/v1/search?q=…, or connect to ${origin}/mcp (Model Context Protocol).
`
  const parts = Map.groupBy(entries, ({ part }) => part)
  const lists = [...parts].map(([part, pages]) => {
    const items = pages.map(
      ({ path, title: name, url }) =>
        `- [${escaped(name || path)}](${pageAddress(origin, path)})${url ? `: ${url}` : ''}`,
    )
    return `\n## ${part || 'Pages'}\n\n${items.join('\n')}\n`
  })
  return head + lists.join('')
}

/** Where a page's Markdown is read. */
export const pageAddress = (origin: string, path: string) =>
  `${origin}/v1/pages/${path.split('/').map(encodeURIComponent).join('/')}`

const escaped = (name: string) => name.replace(/[\\[\]]/g, '\\$&')
