import { closingWords } from './turns/closing-words.ts'
import { asksForPerson } from './turns/hand-off.ts'
import { smallTalk } from './turns/small-talk.ts'

export interface Turn {
  /** Absent when the log keeps no words. */
  question?: string | undefined
  answered: boolean
  rating?: 'up' | 'down' | undefined
}

/** A conversation that is over; `confirmedAs` is what it was ended as, by a button of `confirmedBy`. */
export interface Conversation {
  confirmedAs?: 'resolved' | 'escalated' | undefined
  confirmedBy?: 'reader' | 'person'
  turns: Turn[]
}

/** How a conversation ended, whether the reader said so, and the signal that shows it. */
export interface Outcome {
  outcome: 'resolved' | 'escalated' | 'abandoned'
  outcome_basis: 'assumed' | 'confirmed'
  signal: Signal
}

export type Signal =
  | 'reader'
  | 'person'
  | 'rated_up'
  | 'rated_down'
  | 'asked_for_a_person'
  | 'thanked'
  | 'complained'
  | 'asked_again'
  | 'unanswered'
  | 'answered'
  | 'nothing_asked'

/** From which likeness on two questions are one, asked again. */
const sameFrom = 0.6

/** Tells how a conversation ended. What the reader did counts before what the reader wrote. */
export function outcomeOf({ confirmedAs, confirmedBy = 'reader', turns }: Conversation): Outcome {
  if (confirmedAs) return { outcome: confirmedAs, outcome_basis: 'confirmed', signal: confirmedBy }
  const last = turns.at(-1)
  if (!last) return assumed('abandoned', 'nothing_asked')
  if (isLeftAskingForPerson(turns)) return assumed('escalated', 'asked_for_a_person')
  const words = closingWords(last.question ?? '')
  if (words === 'complaint') return assumed('abandoned', 'complained')
  if (words === 'thanks' && turns.at(-2)?.answered !== false) return assumed('resolved', 'thanked')
  if (last.rating === 'up') return confirmed('resolved', 'rated_up')
  if (last.rating === 'down') return confirmed('abandoned', 'rated_down')
  if (!last.answered) return assumed('abandoned', 'unanswered')
  if (isAskedAgain(last, turns.slice(0, -1))) return assumed('abandoned', 'asked_again')
  return assumed('resolved', 'answered')
}

const assumed = (outcome: Outcome['outcome'], signal: Signal): Outcome => ({
  outcome,
  outcome_basis: 'assumed',
  signal,
})

const confirmed = (outcome: Outcome['outcome'], signal: Signal): Outcome => ({
  outcome,
  outcome_basis: 'confirmed',
  signal,
})

/** Whoever asks for a person and is answered after that has got on without one. */
const isLeftAskingForPerson = (turns: Turn[]) =>
  turns
    .slice(turns.findLastIndex(isAnsweredQuestion) + 1)
    .concat(turns.slice(-1))
    .some(({ question }) => asksForPerson(question ?? ''))

const isAnsweredQuestion = ({ answered, question = '' }: Turn) =>
  answered && !asksForPerson(question) && !smallTalk(question)

/** A reader who was answered and asks the same in other words has not found what was sought. */
function isAskedAgain(last: Turn, earlier: Turn[]): boolean {
  const asked = wordsOf(last.question ?? '')
  return earlier.some(
    ({ question, answered }) => answered && likeness(wordsOf(question ?? ''), asked) >= sameFrom,
  )
}

const wordsOf = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [])

/** Jaccard's: the words that both have, of all words. */
function likeness(a: Set<string>, b: Set<string>): number {
  if (a.size === 0 || b.size === 0) return 0
  const both = [...a].filter((word) => b.has(word)).length
  return both / (a.size + b.size - both)
}
