import type { Question } from '../../chat/question.ts'
import type { Tuning } from '../rank.ts'
import { type Circumstances, weigh } from './explain.ts'
import type { Comparison } from './explanation.ts'
import type { FoundByBoth } from './search-both.ts'

interface Asked {
  question: Question
  found: FoundByBoth
}

/** What another tuning would do to these questions: what they were answered from, and whether at all. */
export function compare(asked: Asked[], circumstances: Circumstances, tuning: Tuning): Comparison {
  const both = asked.map(({ question, found }) => ({
    question,
    now: weigh(question, found, circumstances),
    other: weigh(question, found, { ...circumstances, tuning }),
  }))
  const changed = both.flatMap(({ question, now, other }) => {
    const [before, after] = [now, other].map(idsOf)
    const added = [...(after ?? [])].filter((id) => !before?.has(id)).length
    const removed = [...(before ?? [])].filter((id) => !after?.has(id)).length
    if (now.isAnswered === other.isAnswered && added + removed === 0) return []
    return [
      {
        query_id: question.query_id,
        question: question.question,
        answered_now: now.isAnswered,
        answered_then: other.isAnswered,
        sources_added: added,
        sources_removed: removed,
      },
    ]
  })
  const answered = (which: 'now' | 'other') => both.filter((one) => one[which].isAnswered).length
  return {
    compared: both.length,
    answered_now: answered('now'),
    answered_then: answered('other'),
    changed,
  }
}

/** The passages that an answer would rest on; none where there would be none. */
const idsOf = ({ isAnswered, chosen }: ReturnType<typeof weigh>): Set<string> =>
  new Set(isAnswered ? chosen.passages.map(({ passage_id }) => passage_id) : [])
