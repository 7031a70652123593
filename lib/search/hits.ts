import * as z from 'zod/mini'
import { placedText } from '../chat/passage.ts'
import { SearchMode } from './query.ts'

const { source, url, part, part_number, section } = placedText

/** A run of characters from the first up to the second place, in UTF-16 units. */
const Mark = z.tuple([z.int(), z.int()])

/** A section that was found; its url leads to the very words, where the browser knows text fragments. */
export const SectionHit = z.object({
  passage_id: z.string(),
  section,
  url,
  snippet: z.string(),
  /** Where in the snippet the words stand that were looked for. */
  marks: z.array(Mark),
  score: z.number(),
  content_hash: z.string(),
})

/** A page with its sections, best first. */
export const PageHit = z.object({
  source,
  title: z.string(),
  part,
  part_number,
  url,
  score: z.number(),
  sections: z.array(SectionHit),
})

export const SearchReply = z.object({
  search_id: z.uuidv4(),
  /** How it was searched: by words alone too where meaning did not come in time. */
  mode: SearchMode,
  degraded: z.array(z.string()),
  data: z.array(PageHit),
})

export type Mark = z.infer<typeof Mark>
export type SectionHit = z.infer<typeof SectionHit>
export type PageHit = z.infer<typeof PageHit>
export type SearchReply = z.infer<typeof SearchReply>
