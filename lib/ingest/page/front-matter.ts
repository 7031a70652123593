import { load, YAMLException } from 'js-yaml'
import { parse as parseToml, TomlError } from 'smol-toml'
import * as z from 'zod/mini'
import { orElse } from '../../text/json.ts'
import { storable } from '../../text/storable.ts'
import { type FrontMatterBlock, findFrontMatter } from './front-matter-block.ts'
import { PageError } from './page-error.ts'

const text = orElse(
  z.optional(
    z.pipe(
      z.union([z.string(), z.number(), z.boolean(), z.date()]),
      z.transform((value) => storable(oneLine(value)).trim() || undefined),
    ),
  ),
  undefined,
)

const label = z.union([
  z.string(),
  z.pipe(z.number(), z.transform(String)),
  z.pipe(
    z.object({ label: z.string() }),
    z.transform((tag) => tag.label),
  ),
])

const list = z.union([
  z.array(label),
  z.pipe(
    z.string(),
    z.transform((joined) => joined.split(',')),
  ),
])

const labels = orElse(
  z.optional(
    z.pipe(
      list,
      z.transform((parts) => parts.map((part) => storable(part).trim()).filter(Boolean)),
    ),
  ),
  undefined,
)

const flag = (absent: boolean) => orElse(z._default(z.boolean(), absent), absent)

/** What a page may say about itself; a field of the wrong type counts as absent. */
export const FrontMatter = z.object({
  title: text,
  part: text,
  slug: text,
  id: text,
  url: text,
  permalink: text,
  sidebar_label: text,
  description: text,
  tags: labels,
  keywords: labels,
  category: text,
  intent: text,
  language: text,
  lang: text,
  parse_number_prefixes: flag(true),
})

export type FrontMatter = z.infer<typeof FrontMatter>

/** Everything that a page says about itself, as it stands. */
export type RawFields = Record<string, unknown>

export interface PageText {
  fields: FrontMatter
  raw: RawFields
  /** The Markdown below the front matter, without BOM, with LF line ends. */
  body: string
  /** The line of the page on which the body begins, counted from 1. */
  bodyLine: number
}

/** Separates a page's front matter from its text; throws a PageError when it cannot be parsed. */
export function readFrontMatter(page: string, path: string): PageText {
  const source = page.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const block = findFrontMatter(source)
  const without = { fields: FrontMatter.parse({}), raw: {}, body: source, bodyLine: 1 }
  if (block === undefined) return without

  const parsed = parseBlock(block, path)
  // Two rules with a paragraph between them also open a page with `---`.
  if (typeof parsed === 'string') return without
  const raw = fieldsOf(parsed ?? {})
  if (raw === undefined)
    throw new PageError(path, block.line, 'the front matter is not a list of `key: value`')
  const bodyLine = source.slice(0, block.end).split('\n').length
  return { fields: readFields(raw), raw, body: source.slice(block.end), bodyLine }
}

/** What a page may say about itself, from whatever its format calls fields; letters' case is nothing. */
export function readFields(raw: RawFields): FrontMatter {
  const entries = Object.entries(raw).map(([name, value]) => [name.toLowerCase(), value])
  return FrontMatter.parse(Object.fromEntries(entries))
}

function parseBlock(block: FrontMatterBlock, path: string): unknown {
  try {
    if (block.format === 'TOML') return parseToml(block.text)
    if (block.format === 'JSON') return JSON.parse(block.text)
    // An empty document is an error to the parser, and no mistake of the author's.
    return /^[ \t]*[^#\s]/m.test(block.text) ? load(block.text) : undefined
  } catch (error) {
    const { line, reason } = faultOf(error)
    throw new PageError(
      path,
      block.line + line,
      `the front matter is not ${block.format}: ${reason}`,
    )
  }
}

/** Where a parser stopped, counted from 0 within the front matter, and why. */
function faultOf(error: unknown): { line: number; reason: string } {
  if (error instanceof YAMLException) return { line: error.mark?.line ?? 0, reason: error.reason }
  if (error instanceof TomlError) {
    const [first = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n')
    return { line: error.line - 1, reason: first }
  }
  if (error instanceof SyntaxError) return { line: 0, reason: error.message }
  throw error
}

/** The fields of a mapping; what it merges in by `<<` stands below its own. */
function fieldsOf(parsed: unknown): RawFields | undefined {
  const fields = z.record(z.string(), z.unknown()).safeParse(parsed)
  if (!fields.success) return undefined
  const merged = fields.data['<<']
  const inherited = [merged].flat().map((each) => z.record(z.string(), z.unknown()).safeParse(each))
  return Object.assign({}, ...inherited.map((each) => each.data ?? {}), fields.data)
}

function oneLine(value: string | number | boolean | Date): string {
  const said = value instanceof Date ? value.toISOString() : String(value)
  return said.replace(/\s*\n\s*/g, ' ')
}
