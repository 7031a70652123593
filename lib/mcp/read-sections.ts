import * as z from 'zod/mini'
import type { Passage } from '../chat/passage.ts'
import { sharing, short, shortUrl } from './cut.ts'
import { ToolError, type ToolOutput } from './tool.ts'

const leastBytesEach = 200
/** About what `next_offset` takes. */
const offsetBytes = 30

/** One more place that was read, and where the rest of its text is. */
export const AlsoRead = z.object({
  path: z.string(),
  total_characters: z.int(),
  next_offset: z.optional(z.int()),
})

/** What is wanted: a page, or a section of it by its heading or its anchor. */
export interface Wanted {
  path: string
  section: string
}

/** What a path or an address leads to; a section that is named comes before the one in the address. */
export function placeOf(path: string, section?: string): Wanted {
  const [, page = '', anchor = ''] = /^([^#]*)#?(.*)$/s.exec(path) ?? []
  const named = section ?? anchor.replace(/:~:text=.*$/s, '')
  return { path: page, section: named.trim() }
}

interface Texts {
  writeSections: (passages: Passage[]) => string
  /** How many bytes of text there may be beside this data. */
  room: (data: object) => number
}

/** Several places in one result, in the order in which they were asked for. */
export function readSections(
  places: Wanted[],
  found: Passage[][],
  { writeSections, room }: Texts,
): ToolOutput {
  const [main] = found.flat()
  if (!main) {
    throw new ToolError('There is none of these places. Use URLs or paths that search gave.')
  }
  const texts = found.map(writeSections)
  const heads = found.map(([first], at) => (first ? `[${first.source}]` : missing(places[at])))
  const lengths = found.flatMap(([first], at) =>
    first ? [{ path: first.source, total_characters: texts[at]?.length ?? 0, at }] : [],
  )
  const about = { title: short(main.chapter), url: shortUrl(main.url), sections: [], offset: 0 }
  const bytes = room({ about, lengths, heads }) - offsetBytes * places.length
  if (bytes < leastBytesEach * places.length) {
    throw new ToolError('These are too many places for one result: read fewer, or give max_bytes.')
  }
  const shown = sharing(texts, bytes)
  const [first, ...also] = lengths.map(({ at, ...length }) => {
    const next = shown[at]?.length ?? 0
    return { ...length, ...(next < length.total_characters && { next_offset: next }) }
  })
  return {
    text: heads.map((head, at) => `${head}\n\n${shown[at] ?? ''}`.trim()).join('\n\n'),
    data: { ...about, ...first, also },
  }
}

function missing(wanted: Wanted | undefined): string {
  const name = [wanted?.path, wanted?.section].filter(Boolean).join('#')
  return `[There is no ${short(name)}: read its page without a section for those that it has.]`
}
