import * as z from 'zod/mini'
import type { ReaderFilter } from '../chat/filter.ts'
import { asQuestion } from '../chat/heading-question.ts'
import type { Neon } from '../clients/neon.ts'
import { pagePassages } from '../retrieval/overview/overview-rows.ts'
import { cleanText } from '../text/clean-text.ts'
import type { Breaker } from '../upstream/breaker.ts'

const mostStarters = 3

/** The page that a reader is on, by its path. */
export const StartersQuery = z.strictObject({
  page: cleanText.check(z.minLength(1), z.maxLength(500)),
})

/** Questions to begin with on a page. */
export const Starters = z.object({
  questions: z.array(z.string()),
  /** What the owner wants to be said before them. */
  greeting: z.optional(z.string()),
})

export interface StartersDeps {
  neon: Neon
  reachNeon: Breaker
  /** What the owner's desk says of them, read if it is not known; never throws. */
  desk: () => Promise<{ greeting?: string | undefined; starters?: string[] | undefined }>
}

/**
 * Questions to begin with on a page: the owner's, then its headings as the index has them, so that each
 * is answered; of a page that is not in the book the owner's alone.
 */
export async function startersOf(
  path: string,
  filter: ReaderFilter,
  { neon, reachNeon, desk }: StartersDeps,
): Promise<z.infer<typeof Starters>> {
  const [passages, { greeting, starters = [] }] = await Promise.all([
    reachNeon(() => neon.run(pagePassages(path, filter))),
    desk(),
  ])
  // What stands before the first heading is what a reader has before them.
  const sections = passages.filter(({ chapter, section }) => section !== '' && section !== chapter)
  const ofPage = (sections.length > 0 ? sections : passages).map(asQuestion)
  const questions = [...new Set([...starters, ...ofPage])].slice(0, mostStarters)
  return { questions, ...(greeting && { greeting }) }
}
