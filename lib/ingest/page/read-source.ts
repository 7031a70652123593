import type { Generator } from '../../content-sources.ts'
import { asciidocToMarkdown } from '../format/asciidoc.ts'
import { fieldsOnTop, withoutFieldsOnTop } from '../format/fields-on-top.ts'
import { notebookToMarkdown } from '../format/notebook.ts'
import { formatOf } from '../format/page-format.ts'
import { rstToMarkdown } from '../format/rst.ts'
import { type PageText, type RawFields, readFields, readFrontMatter } from './front-matter.ts'
import { PageError } from './page-error.ts'

/** What a page says about itself, and its text as Markdown, whatever its file is written in. */
export function readSource(source: {
  text: string
  path: string
  generator?: Generator | undefined
}): PageText {
  const read = asMarkdown(source)
  const lead = leadOf(read.raw, source.generator)
  return lead === '' ? read : { ...read, body: `${lead}\n\n${read.body}` }
}

/** What a generator shows of a page's fields above its text: Mintlify the call, GitBook the summary. */
function leadOf(raw: RawFields, generator: Generator | undefined): string {
  if (generator !== 'mintlify' && generator !== 'gitbook') return ''
  const said = (field: string) => (typeof raw[field] === 'string' ? raw[field].trim() : '')
  const call = said('api') || said('openapi')
  return [call && `\`${call}\``, said('description')].filter(Boolean).join('\n\n')
}

function asMarkdown({ text, path }: { text: string; path: string }): PageText {
  switch (formatOf(path)) {
    case 'notebook':
      return readFrontMatter(fromNotebook(text, path), path)
    case 'rst':
      return fromFields(text, path, rstToMarkdown)
    case 'asciidoc':
      return fromFields(text, path, asciidocToMarkdown)
    default:
      return readFrontMatter(text, path)
  }
}

function fromNotebook(text: string, path: string): string {
  const markdown = notebookToMarkdown(text.replace(/^\uFEFF/, ''))
  if (markdown === undefined)
    throw new PageError(path, 1, 'this is not a notebook: it has no cells')
  return markdown
}

/** Fields that stand in the text itself: `:draft:`, `:page-title: …`. */
function fromFields(text: string, path: string, convert: (text: string) => string): PageText {
  const read = readFrontMatter(text, path)
  const raw = { ...fieldsOnTop(read.body), ...read.raw }
  return { ...read, raw, fields: readFields(raw), body: convert(withoutFieldsOnTop(read.body)) }
}
