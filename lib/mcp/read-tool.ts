import * as z from 'zod/mini'
import type { Passage } from '../chat/passage.ts'
import { bytesOf, cutTo, fitting, mostResultBytes, short, shortUrl } from './cut.ts'
import { AlsoRead, placeOf, readSections } from './read-sections.ts'
import type { Reading } from './reading.ts'
import { type Tool, ToolError, tool } from './tool.ts'

const mostBytes = 50_000
const mostPlaces = 12
const headingBytes = 900
/** What the result has besides its text and its data. */
const frameBytes = 150

const placeText = z.string().check(z.minLength(1), z.maxLength(1000))

const Input = z.strictObject({
  /** A path as the other tools give it, or the URL of a page; what follows # is a section. */
  path: placeText,
  section: z.optional(z.string().check(z.maxLength(500))),
  /** More places to read in the same call, each as path. */
  also: z.optional(z.array(placeText).check(z.maxLength(mostPlaces - 1))),
  offset: z._default(z.int().check(z.gte(0), z.lte(10_000_000)), 0),
  max_bytes: z.optional(z.int().check(z.gte(500), z.lte(mostBytes))),
})

export interface PageTexts extends Pick<Reading, 'page' | 'sections'> {
  write: (passages: Passage[]) => string
  writeSections: (passages: Passage[]) => string
}

/** `read`: a page, or a section of it, or several of the book, as Markdown. */
export const readTool = ({ page, sections, write, writeSections }: PageTexts): Tool =>
  tool({
    name: 'read',
    title: 'Read a page',
    description: `Gives a page, or one section of it, as Markdown; the result has at most 10 KiB, or max_bytes of text where you ask for more (up to ${mostBytes}). A long text goes on at next_offset. also takes the URLs of more hits of search, to read up to ${mostPlaces} sections in one call: they share max_bytes, each from its beginning.`,
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
      also: z.optional(z.array(AlsoRead)),
    }),
    async call({ path, section, also = [], offset, max_bytes }, caller) {
      const room = (data: object) => max_bytes ?? mostResultBytes - frameBytes - bytesOf(data)
      if (also.length > 0) {
        const places = [placeOf(path, section), ...also.map((one) => placeOf(one))]
        const found = await sections(places, caller)
        return readSections(places, found, { writeSections, room })
      }
      const place = placeOf(path, section)
      const passages = await page(place.path, caller)
      const [first] = passages
      if (!first) {
        throw new ToolError(
          `There is no page ${place.path}. Use a path that search gave, or list for those that there are.`,
        )
      }
      const chosen = place.section ? sectionOf(passages, place.section) : passages
      const whole = chosen === passages ? write(passages) : writeSections(chosen)
      const about = {
        path: first.source,
        title: short(first.chapter),
        url: shortUrl((chosen[0] ?? first).url),
        sections: fitting(headingsOf(passages), headingBytes),
        offset,
        total_characters: whole.length,
      }
      const text = cutTo(whole.slice(offset), room(about))
      const next = offset + text.length
      if (next >= whole.length) return { text, data: about }
      const more = `${text}\n\n[goes on: read again with offset ${next}]`
      return { text: more, data: { ...about, next_offset: next } }
    },
  })

const headingsOf = (passages: Passage[]) =>
  [...new Set(passages.map(({ section }) => section))].filter(Boolean).map(short)

/** A section by its heading, as it is or as it was shown, or by its anchor, in any case. */
function sectionOf(passages: Passage[], wanted: string): Passage[] {
  const name = wanted.toLowerCase()
  const found = passages.filter(({ section, url }) =>
    [section, short(section), anchorOf(url)].some((one) => one?.toLowerCase() === name),
  )
  if (found.length > 0) return found
  const listed = fitting(headingsOf(passages), headingBytes).join('; ')
  throw new ToolError(
    `The page has no section "${short(wanted)}". It has: ${listed || 'none; read it without section'}.`,
  )
}

const anchorOf = (url: string) => /#([^:]*)/.exec(url)?.[1]
