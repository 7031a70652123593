import { load, YAMLException } from 'js-yaml'
import * as z from 'zod/mini'
import { storable } from '../../text/storable.ts'
import { PageError } from './page-error.ts'

const text = z.catch(
  z.optional(
    z.pipe(
      z.union([z.string(), z.number(), z.boolean()]),
      z.transform((value) => storable(String(value)).trim() || undefined),
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

const labels = z.catch(
  z.optional(
    z.pipe(
      list,
      z.transform((parts) => parts.map((part) => storable(part).trim()).filter(Boolean)),
    ),
  ),
  undefined,
)

const flag = (absent: boolean) => z.catch(z._default(z.boolean(), absent), absent)

/** What a page may say about itself; a field of the wrong type counts as absent. */
export const FrontMatter = z.object({
  title: text,
  part: text,
  slug: text,
  id: text,
  sidebar_label: text,
  description: text,
  tags: labels,
  keywords: labels,
  category: text,
  intent: text,
  language: text,
  lang: text,
  draft: flag(false),
  unlisted: flag(false),
  parse_number_prefixes: flag(true),
})

export type FrontMatter = z.infer<typeof FrontMatter>

export interface PageText {
  fields: FrontMatter
  /** The Markdown below the front matter, without BOM, with LF line ends. */
  body: string
  /** The line of the page on which the body begins, counted from 1. */
  bodyLine: number
}

/** Separates a page's front matter from its Markdown; throws a PageError when it is not YAML. */
export function readFrontMatter(page: string, path: string): PageText {
  const source = page.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const yaml = yamlOf(source)
  const without = { fields: FrontMatter.parse({}), body: source, bodyLine: 1 }
  if (yaml === undefined) return without

  const fields = parseYaml(yaml.text, path)
  // Two rules with a paragraph between them also open a page with `---`.
  if (typeof fields === 'string') return without
  const parsed = FrontMatter.safeParse(fields ?? {})
  if (!parsed.success)
    throw new PageError(path, 2, 'the front matter is not a list of `key: value`')
  return { fields: parsed.data, body: source.slice(yaml.end), bodyLine: yaml.lines + 1 }
}

function yamlOf(source: string): { text: string; end: number; lines: number } | undefined {
  if (!/^---[ \t]*\n/.test(source)) return undefined
  const start = source.indexOf('\n') + 1
  const close = /^---[ \t]*(?:\n|$)/gm
  close.lastIndex = start
  const match = close.exec(source)
  if (match === null) return undefined
  const text = source.slice(start, match.index)
  return { text, end: match.index + match[0].length, lines: text.split('\n').length + 1 }
}

function parseYaml(yaml: string, path: string): unknown {
  // An empty document is an error to the parser, and no mistake of the author's.
  if (!/^[ \t]*[^#\s]/m.test(yaml)) return undefined
  try {
    return load(yaml)
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const line = (error.mark?.line ?? 0) + 2
    throw new PageError(path, line, `the front matter is not YAML: ${error.reason}`)
  }
}
