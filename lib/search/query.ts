import * as z from 'zod/mini'
import type { ReaderFilter } from '../chat/filter.ts'
import { Filter } from '../chat/filter.ts'
import { cleanText } from '../text/clean-text.ts'

const maxCharacters = 200
const mostPages = 20

/** By words alone, or by meaning too where that comes in time. */
export const SearchMode = z.enum(['words', 'hybrid'])

export type SearchMode = z.infer<typeof SearchMode>

/** What is looked for; a longer text is a question, and asked as one. */
export const SearchText = cleanText.check(
  z.minLength(1, 'Must not be empty'),
  z.maxLength(maxCharacters),
)

export const PageLimit = z.coerce.number().check(z.int(), z.gte(1), z.lte(mostPages))

/** Several tags in a query string are separated by commas. */
const tags = z.pipe(
  cleanText.check(z.maxLength(1000)),
  z.transform((text) => text.split(',').flatMap((tag) => tag.trim() || [])),
)

/** A search as the query string has it, filters included. */
export const SearchQuery = z.strictObject({
  q: SearchText,
  limit: z._default(PageLimit, 10),
  mode: z._default(SearchMode, 'hybrid'),
  ...Filter.shape,
  part_number: z.optional(z.coerce.number().check(z.int(), z.gte(0), z.lte(2 ** 31 - 1))),
  tags: z.optional(z.pipe(tags, z.array(z.string()).check(z.maxLength(20)))),
})

/** A search on its way. */
export interface Search {
  text: string
  mode: SearchMode
  /** Pages at most. */
  limit: number
  /** Three at most where it is absent. */
  sectionsOfAPage?: number
  filter: ReaderFilter
}
