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
export const Starters = z.object({ questions: z.array(z.string()) })

/**
 * Questions to begin with on a page: its headings as the index has them, so that each is answered;
 * none for a page that is not in the book.
 */
export async function startersOf(
  path: string,
  filter: ReaderFilter,
  { neon, reachNeon }: { neon: Neon; reachNeon: Breaker },
): Promise<z.infer<typeof Starters>> {
  const passages = await reachNeon(() => neon.run(pagePassages(path, filter)))
  // What stands before the first heading is what a reader has before them.
  const sections = passages.filter(({ chapter, section }) => section !== '' && section !== chapter)
  const questions = new Set((sections.length > 0 ? sections : passages).map(asQuestion))
  return { questions: [...questions].slice(0, mostStarters) }
}
