import { readFileSync } from 'node:fs'
import * as z from 'zod/mini'

const Page = z.object({
  source: z.string(),
  chapter: z.string(),
  section: z.string(),
  /** What it says there, in a sentence that the answers are made of. */
  says: z.string(),
  questions: z.array(z.string()),
})

export type Page = z.infer<typeof Page>

/** What the demonstration's readers ask: what the handbook answers, by page, and what it does not. */
export const subjects = z
  .object({ answered: z.array(Page), unanswered: z.array(z.array(z.string())) })
  .parse(JSON.parse(readFileSync(new URL('subjects.json', import.meta.url), 'utf8')))
