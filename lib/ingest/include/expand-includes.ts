import { createFenceTracker } from '../../text/markdown/fence.ts'
import { findFrontMatter } from '../page/front-matter-block.ts'
import { type IncludeMark, includeMark, mystInclude } from './include-mark.ts'
import { partOfFile } from './part-of-file.ts'

const maxDepth = 8
/** How many files are read for one page at most. */
export const maxFiles = 20
const maxChars = 1024 * 1024

/** Finds and reads the files that pages include. */
export interface IncludeSource {
  /** The path of the file that a page means; undefined where the source has none of that name. */
  resolve: (target: string, from: string) => string | undefined
  read: (path: string) => Promise<string>
}

/** A page with the text of the files that it includes. */
export interface ExpandedPage {
  text: string
  /** The paths of the files that were read. */
  included: string[]
  /** What could not be read, each in a sentence. */
  warnings: string[]
}

const anyMark =
  /\{\{#(?:include|rustdoc_include|playground)\s|8<-|^[ \t]*<<<[ \t]*\S|@include:|\{(?:literal)?include\}|include::|\{%-?[ \t]*(?:include|partial)|\{\{[<%][ \t]*(?:readfile|include)|<Snippet\s|^import\s+[A-Z]\w*\s+from\s+['"][^'"\n]+\.(?:mdx?|markdown)['"]/m

/** Whether a page may include others: a page that does not costs nothing more. */
export const mayInclude = (text: string): boolean => anyMark.test(text)

interface Reading {
  source: IncludeSource
  included: Set<string>
  warnings: string[]
  charsLeft: number
}

/** Puts the text of included files in the place of their marks, in files that are included too. */
export async function expandIncludes(
  text: string,
  path: string,
  source: IncludeSource,
): Promise<ExpandedPage> {
  const reading: Reading = { source, included: new Set(), warnings: [], charsLeft: maxChars }
  const expanded = await expand(text.replace(/\r\n?/g, '\n'), [path], reading)
  return { text: expanded, included: [...reading.included], warnings: reading.warnings }
}

async function expand(text: string, stack: string[], reading: Reading): Promise<string> {
  const lines = text.split('\n')
  const isCode = createFenceTracker()
  const components = importedPages(lines)
  const kept: string[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const directive = mystInclude(line)
    const inCode = directive === undefined && isCode(line)
    const mark =
      directive ??
      includeMark(line, inCode) ??
      (inCode ? undefined : componentMark(line, components))
    if (mark === undefined) {
      kept.push(line)
      continue
    }
    const place = { stack, line: at + 1, inCode }
    kept.push(...indented(await textOf(mark, place, reading), line))
    // The directive's options and its closing fence.
    if (directive !== undefined) at = endOfDirective(lines, at)
  }
  return kept.join('\n')
}

interface Place {
  stack: string[]
  line: number
  inCode: boolean
}

async function textOf(mark: IncludeMark, place: Place, reading: Reading): Promise<string[]> {
  const { stack, inCode } = place
  const from = stack.at(-1) ?? ''
  const warn = (reason: string) => {
    const where = stack.length > 1 ? `${from}, line ${place.line}` : `Line ${place.line}`
    reading.warnings.push(`${where} includes ${mark.target}, ${reason}`)
    return []
  }
  const path = reading.source.resolve(mark.target, from)
  if (path === undefined) return warn('which is not in the repository')
  if (stack.includes(path)) return warn('which includes it in turn: it is left out here')
  if (stack.length > maxDepth) return warn(`more than ${maxDepth} files deep: it is left out`)
  if (reading.included.size >= maxFiles && !reading.included.has(path))
    return warn(`one file more than the ${maxFiles} that are read for a page`)
  const read = await reading.source.read(path).catch((error: unknown) => {
    // A page without a part of it is better than no page; its owner is told.
    if (isOfReader(error)) return undefined
    throw error
  })
  reading.included.add(path)
  if (read === undefined) return warn('which cannot be read as text')
  const part = partOfFile(read, mark.part)
  if (part === undefined) return warn('which has no part of that name')
  reading.charsLeft -= part.reduce((sum, line) => sum + line.length + 1, 0)
  if (reading.charsLeft < 0) return warn('with which the page is too long: it is left out')
  if (inCode) return part
  if (mark.language !== undefined) return ['', `\`\`\`${mark.language}`, ...part, '```', '']
  const text = part.join('\n')
  const body = text.slice(findFrontMatter(text)?.end ?? 0)
  return ['', ...(await expand(body, [...stack, path], reading)).split('\n'), '']
}

/** A PageError says what is wrong with a file; anything else is a service that is away. */
const isOfReader = (error: unknown) => error instanceof Error && error.name === 'PageError'

/** Pages that a page of MDX imports, by the name it gives them. */
function importedPages(lines: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const line of lines) {
    const [, name, target] =
      /^import\s+([A-Z]\w*)\s+from\s+['"]([^'"]+\.(?:mdx?|markdown))['"]/.exec(line) ?? []
    if (name !== undefined && target !== undefined) found.set(name, target)
  }
  return found
}

function componentMark(
  line: string,
  components: ReadonlyMap<string, string>,
): IncludeMark | undefined {
  if (components.size === 0) return undefined
  const [, name = ''] =
    /^[ \t]*<([A-Z]\w*)(?:\s[^<>]*)?(?:\/>|>\s*<\/[A-Z]\w*>)[ \t]*$/.exec(line) ?? []
  const target = components.get(name)
  return target === undefined ? undefined : { target }
}

/** Included text stands as deep as its mark: in a list item, it belongs to the item. */
function indented(lines: string[], mark: string): string[] {
  const indent = /^[ \t]*/.exec(mark)?.[0] ?? ''
  return indent === '' ? lines : lines.map((line) => (line === '' ? line : indent + line))
}

function endOfDirective(lines: readonly string[], at: number): number {
  const marker = /[`:]{3,}/.exec(lines[at] ?? '')?.[0] ?? ''
  const close = lines.slice(at + 1, at + 40).findIndex((line) => line.trim() === marker)
  return close < 0 ? at : at + 1 + close
}
