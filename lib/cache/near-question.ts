import { filterKey } from '../chat/filter.ts'
import type { Question } from '../chat/question.ts'
import { contentHash } from '../index/passage-id.ts'
import { askedOverview, dependsOnPage } from '../retrieval/overview/asked-overview.ts'
import { guardsOf } from '../text/guards.ts'
import { fnv } from '../text/hash/fnv.ts'
import { topicsOf } from './subjects.ts'

const mostSubjects = 12
const mostCharacters = 500

/** What a question must have in common with an answered one for its answer to serve both. */
export interface NearQuestion {
  /** One for all questions with the same guards and filter, of readers of the same groups. */
  guard: string
  /** Keys in Redis, one for each subject; each is there while a cached answer has guard and subject. */
  subjectKeys: string[]
}

/**
 * How a question may be near another; undefined for one about a selection, for hardly anyone
 * selects the same, about a page, for an overview, and for one that is long, names no subject or too many, or holds anything but words
 * and plain punctuation: words are compared, and what is no word could say anything.
 */
export async function nearQuestion(question: Question): Promise<NearQuestion | undefined> {
  if (question.selected_text !== undefined) return undefined
  if (askedOverview(question) || dependsOnPage(question)) return undefined
  if (question.question.length > mostCharacters || !isPlain(question.question)) return undefined
  const subjects = topicsOf(question.question)
  if (subjects.size === 0 || subjects.size > mostSubjects) return undefined
  const guard = await contentHash(
    JSON.stringify([guardsOf(question.question), filterKey(question.filter)]),
  )
  // What two subjects share by chance costs a look-up, and no answer.
  const keyOf = (subject: string) => `near:${guard.slice(0, 32)}:${fnv(subject).toString(36)}`
  return { guard, subjectKeys: [...subjects].map(keyOf) }
}

/**
 * Whether, of these subjects, half and one at least are known, so that an answered question may be about
 * the same: one that is reworded has other words for some.
 */
export const isLikelyNear = (known: boolean[]) => {
  const held = known.filter(Boolean).length
  return held > 0 && held >= known.length / 2
}

const isPlain = (question: string) =>
  /^[\p{L}\p{M}\p{N}\s.,;:!?'"’‘“”„«»()/`&%+*=@#$€£°_¿¡、。，？！：；（）「」『』《》·–—-]*$/u.test(
    question,
  )
