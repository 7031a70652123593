import type { Generator } from '../../content-sources.ts'
import type { InlineRule } from '../markup/inline-rule.ts'
import { attributeLists } from './attribute-list.ts'
import { d2lLines } from './d2l.ts'
import { huggingFaceLines } from './hugging-face.ts'
import { hugoInline, hugoLines } from './hugo.ts'
import { mdxInline } from './mdx.ts'
import { emoji, mkdocsInline, mkdocsLines } from './mkdocs.ts'
import { emptyLink, mystCommentLines, mystLines, roles } from './myst.ts'
import { obsidianInline, obsidianLines } from './obsidian.ts'
import { placeholders, rawBraces, templateInline, templateLines } from './templates.ts'

/** How a page's text is written, beyond Markdown. */
export interface Syntax {
  generator?: Generator | undefined
  /** Whether braces hold expressions, as they do in files of MDX. */
  isMdx?: boolean
}

type LineReader = (lines: readonly string[]) => string[]

const isOf = (generator: Generator | undefined, ...names: Generator[]) =>
  generator !== undefined && names.includes(generator)

/**
 * A page's lines as Markdown. What can mean one thing only is read whatever the generator; what other
 * generators write as text is read for its own alone.
 */
export function toMarkdownLines(lines: readonly string[], { generator }: Syntax): string[] {
  const readers: LineReader[] = [templateLines, hugoLines, mystLines]
  if (isOf(generator, 'sphinx', 'jupyter-book')) readers.push(mystCommentLines)
  if (generator === undefined || isOf(generator, 'hugging-face')) readers.push(huggingFaceLines)
  if (generator === undefined || isOf(generator, 'd2l', 'jupyter-book')) readers.push(d2lLines)
  if (isOf(generator, 'obsidian')) readers.push(obsidianLines)
  readers.push(mkdocsLines)
  return readers.reduce<string[]>((read, reader) => reader(read), [...lines])
}

/** What a page writes inside its lines, by the first character of each. */
export function inlineRules({ generator, isMdx = false }: Syntax): Map<string, InlineRule[]> {
  const rules: [string, InlineRule[]][] = [
    [
      '{',
      [...hugoInline, ...templateInline, ...roles, ...mkdocsInline.slice(2), ...attributeLists],
    ],
    ['\\', [rawBraces]],
    ['[', [emptyLink]],
    [':', [...mkdocsInline.slice(0, 1), ...roles]],
  ]
  const byFirst = new Map(rules)
  const add = (first: string, ...more: InlineRule[]) =>
    byFirst.set(first, [...(byFirst.get(first) ?? []), ...more])
  // mdBook and Obsidian show braces as they are.
  if (!isOf(generator, 'mdbook', 'obsidian')) add('{', placeholders)
  if (isMdx) add('{', ...mdxInline)
  if (isOf(generator, 'mkdocs')) {
    add(':', emoji)
    add('+', ...mkdocsInline.slice(1, 2))
  }
  if (isOf(generator, 'obsidian')) {
    for (const [at, first] of ['%', '!', '[', '='].entries())
      add(first, ...obsidianInline.slice(at, at + 1))
  }
  return byFirst
}
