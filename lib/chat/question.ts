import * as z from 'zod/mini'
import { cleanText } from '../text/clean-text.ts'
import { visible } from '../text/visible.ts'
import { Filter, type ReaderFilter } from './filter.ts'

const maxQuestionCharacters = 2000
const maxSelectionCharacters = 5000
const maxAttachedCharacters = 8000

const isSeen = z.refine<string>(
  (text) => text === '' || visible(text).trim() !== '',
  'Must have a character that can be seen',
)

const upTo = (characters: number) =>
  z.refine<string>(
    (text) => isAtMost(text, characters),
    `Must have at most ${characters} characters`,
  )

/** What a reader asks. */
export const NewQuestion = z.strictObject({
  session_id: z.uuidv4(),
  question: cleanText.check(
    z.trim(),
    z.minLength(1, 'Must not be empty'),
    isSeen,
    upTo(maxQuestionCharacters),
  ),
  selected_text: z.optional(
    cleanText.check(z.trim(), z.minLength(1), isSeen, upTo(maxSelectionCharacters)),
  ),
  attached_text: z.optional(
    cleanText.check(z.trim(), z.minLength(1), isSeen, upTo(maxAttachedCharacters)),
  ),
  page: z.optional(
    z.strictObject({
      path: cleanText.check(z.minLength(1), z.maxLength(500)),
      heading: z.optional(cleanText.check(z.maxLength(500))),
    }),
  ),
  filter: z.optional(Filter),
})

/** A question on its way, without characters that nobody sees. */
export type Question = Omit<z.infer<typeof NewQuestion>, 'filter'> & {
  /** What the reader filters by, and may read. */
  filter: ReaderFilter
  query_id: string
  address: string
  /** The first language that the browser asks for, by its two-letter code. */
  browserLanguage?: string
  /** The call's place in a trace, as W3C's Trace Context writes it. */
  traceparent?: string
  /** A Unix time in milliseconds. */
  askedAt: number
  /** Whether it was sent with characters that nobody sees: its answer is then nobody else's. */
  hidText?: boolean
}

/** What was asked as all that follows reads it: what its reader does not see is not there. */
export function withoutHiddenText<Asked extends Omit<z.infer<typeof NewQuestion>, 'session_id'>>(
  asked: Asked,
): Asked & { hidText: boolean } {
  let hidText = false
  const seen = (text: string) => {
    const kept = visible(text)
    hidText ||= kept !== text
    return kept
  }
  const { selected_text: selection, attached_text: attached, page } = asked
  return {
    ...asked,
    question: seen(asked.question).trim(),
    ...(selection !== undefined && { selected_text: seen(selection).trim() || undefined }),
    ...(attached !== undefined && { attached_text: seen(attached).trim() || undefined }),
    ...(page && {
      page: {
        path: seen(page.path),
        ...(page.heading !== undefined && { heading: seen(page.heading) }),
      },
    }),
    hidText,
  }
}

/** What a reader sends with a question that it may point to: "what does this mean?" */
export const hasMaterial = (asked: Pick<Question, 'selected_text' | 'attached_text'>): boolean =>
  asked.selected_text !== undefined || asked.attached_text !== undefined

/** What is searched: the book, or what the reader has selected with the book beside it. */
export const RetrievalMode = z.enum(['full_book', 'selected_text'])

export type RetrievalMode = z.infer<typeof RetrievalMode>

/** The mode follows from whether something is selected. */
export const retrievalMode = (question: Pick<Question, 'selected_text'>): RetrievalMode =>
  question.selected_text === undefined ? 'full_book' : 'selected_text'

function isAtMost(text: string, characters: number): boolean {
  // UTF-16 units are never fewer than characters: most texts need no counting.
  return (
    text.length <= characters || (text.length <= 2 * characters && [...text].length <= characters)
  )
}
