import * as z from 'zod/mini'
import type { Passage } from '../chat/passage.ts'
import { bytesOf, cutTo } from './cut.ts'
import type { Reading } from './reading.ts'
import { type Tool, ToolError, tool } from './tool.ts'

const usualBytes = 9000
const mostBytes = 50_000

const Input = z.strictObject({
  /** A path as the other tools give it, or the URL of a page; what follows # is a section. */
  path: z.string().check(z.minLength(1), z.maxLength(1000)),
  section: z.optional(z.string().check(z.maxLength(500))),
  offset: z._default(z.int().check(z.gte(0), z.lte(10_000_000)), 0),
  max_bytes: z._default(z.int().check(z.gte(500), z.lte(mostBytes)), usualBytes),
})

export interface PageTexts {
  page: Reading['page']
  write: (passages: Passage[]) => string
  writeSections: (passages: Passage[]) => string
}

/** `read`: a page, or a section of it, as Markdown. */
export const readTool = ({ page, write, writeSections }: PageTexts): Tool =>
  tool({
    name: 'read',
    title: 'Read a page',
    description:
      'Gives a page, or one section of it, as Markdown, at most 9 KB at once unless max_bytes asks for more. A long text goes on at next_offset.',
    isReadOnly: true,
    input: Input,
    output: z.object({
      path: z.string(),
      title: z.string(),
      url: z.string(),
      sections: z.array(z.string()),
      offset: z.int(),
      total_characters: z.int(),
      next_offset: z.optional(z.int()),
    }),
    async call({ path, section, offset, max_bytes }, caller) {
      const [place = '', anchor] = path.split('#', 2)
      const passages = await page(place, caller)
      const [first] = passages
      if (!first) {
        throw new ToolError(
          `There is no page ${place}. Use a path that search gave, or list for those that there are.`,
        )
      }
      const wanted = section ?? anchor
      const chosen = wanted ? sectionOf(passages, wanted) : passages
      const whole = chosen === passages ? write(passages) : writeSections(chosen)
      const text = cutTo(whole.slice(offset), max_bytes)
      const next = offset + text.length
      const sections = [...new Set(passages.map((passage) => passage.section))].filter(Boolean)
      return {
        text: next < whole.length ? `${text}\n\n[goes on: read again with offset ${next}]` : text,
        data: {
          path: first.source,
          title: first.chapter,
          url: (chosen[0] ?? first).url,
          sections: sections.slice(0, 40).map((name) => name.slice(0, 100)),
          offset,
          total_characters: whole.length,
          ...(next < whole.length && { next_offset: next }),
        },
      }
    },
  })

/** A section by its heading or its anchor, in any case. */
function sectionOf(passages: Passage[], wanted: string): Passage[] {
  const name = wanted
    .replace(/:~:text=.*$/s, '')
    .trim()
    .toLowerCase()
  const found = passages.filter(
    ({ section, url }) => section.toLowerCase() === name || anchorOf(url) === name,
  )
  if (found.length > 0 || name === '') return name === '' ? passages : found
  const sections = [...new Set(passages.map(({ section }) => section))].filter(Boolean)
  const listed = sections.slice(0, 30).join('; ')
  throw new ToolError(
    `The page has no section "${wanted.slice(0, 100)}". It has: ${listed || 'none; read it without section'}.`,
  )
}

const anchorOf = (url: string) => /#([^:]*)/.exec(url)?.[1]?.toLowerCase()

/** How many bytes a text takes at most where nothing else is asked for. */
export const isLong = (text: string) => bytesOf(text) > usualBytes
