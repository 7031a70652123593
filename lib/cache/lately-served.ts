import type { Question } from '../chat/question.ts'
import { decisiveText } from './answer-cache.ts'

const keptMs = 10 * 60_000
const maxQuestions = 500
const maxCharacters = 1000

export type LatelyServed = ReturnType<typeof createLatelyServed>

/**
 * Which questions this isolate has lately answered from the cache: they wait for Redis alone. At most
 * 500, each for ten minutes; a question longer than 1,000 characters is not asked twice.
 */
export function createLatelyServed(now: () => number) {
  const until = new Map<string, number>()
  return {
    has: (question: Question): boolean => (until.get(decisiveText(question)) ?? 0) > now(),

    note(question: Question, isServed: boolean) {
      const text = decisiveText(question)
      until.delete(text)
      if (!isServed || text.length > maxCharacters) return
      until.set(text, now() + keptMs)
      if (until.size > maxQuestions) until.delete(until.keys().next().value ?? text)
    },
  }
}
