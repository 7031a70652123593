import * as z from 'zod/mini'
import type { ReaderFilter } from '../chat/filter.ts'
import type { Passage } from '../chat/passage.ts'
import { Problem } from '../problem.ts'
import type { Book, Place } from './book.ts'
import { pageMarkdown, sectionsMarkdown } from './to-markdown.ts'

const mostCharacters = 200_000

const Cursor = z.tuple([z.string().check(z.maxLength(1000)), z.int().check(z.gte(-1), z.lte(1e9))])

/** The book from a cursor on, as far as a reply should be long, and the cursor of the rest. */
export async function readWholeBook(
  cursor: string | undefined,
  filter: ReaderFilter,
  book: Pick<Book, 'after'>,
): Promise<{ text: string; next?: string }> {
  const from = cursor === undefined ? { source: '', chunk: -1 } : readCursor(cursor)
  const passages = await book.after(from, filter)
  const taken = cut(passages)
  const last = taken.at(-1)
  const rest = passages.length > taken.length || (await goesOn(passages, filter, book))
  return {
    text: toText(taken, from),
    ...(last && rest && { next: toCursor({ source: last.source, chunk: last.chunk_index }) }),
  }
}

async function goesOn(
  passages: Passage[],
  filter: ReaderFilter,
  book: Pick<Book, 'after'>,
): Promise<boolean> {
  const last = passages.at(-1)
  if (!last) return false
  return (await book.after({ source: last.source, chunk: last.chunk_index }, filter)).length > 0
}

/** As many as fit; a page is not cut unless it is the only one. */
function cut(passages: Passage[]): Passage[] {
  let characters = 0
  const fits = passages.findIndex(({ text }) => {
    characters += text.length
    return characters > mostCharacters
  })
  if (fits < 0) return passages
  const taken = passages.slice(0, Math.max(fits, 1))
  const lastPage = taken.at(-1)?.source
  const whole = taken.filter(({ source }) => source !== lastPage)
  return whole.length > 0 ? whole : taken
}

function toText(passages: Passage[], from: Place): string {
  const pages = [...Map.groupBy(passages, ({ source }) => source)]
  return pages
    .map(([source, own]) => (source === from.source ? sectionsMarkdown(own) : pageMarkdown(own)))
    .join('\n---\n\n')
}

const toCursor = ({ source, chunk }: Place) =>
  btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify([source, chunk]))))

function readCursor(cursor: string): Place {
  try {
    const bytes = Uint8Array.from(atob(cursor), (character) => character.charCodeAt(0))
    const [source, chunk] = Cursor.parse(JSON.parse(new TextDecoder().decode(bytes)))
    return { source: source.replaceAll('\0', '').toWellFormed(), chunk }
  } catch {
    // Whatever is wrong with it, it is not one of ours.
    throw new Problem('invalid-request', 'Follow the link rel="next" as it came.', {
      errors: [{ location: 'query.cursor', message: 'is not a cursor of this text' }],
    })
  }
}
