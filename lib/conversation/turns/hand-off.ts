import * as answering from '../../text/assets/answering.asset.ts'
import { lazily } from '../../text/lazily.ts'
import { anyPhrase } from '../../text/phrase-list.ts'

const requests = lazily(() => anyPhrase(answering.requestsForPerson))

/** Whether a reader asks for a person rather than for what the book says. */
export function asksForPerson(question: string): boolean {
  const asked = question
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^[\s¡¿]+|[\s.!?。？！]+$/g, '')
  return requests().test(asked)
}
