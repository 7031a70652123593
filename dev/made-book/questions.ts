import { seededRandom } from '../demo/seeded-random.ts'
import type { MadePassage } from './passages.ts'
import type { Vocabulary } from './vocabulary.ts'

export type QuestionKind = 'subject' | 'topic' | 'common'

export interface MadeQuestion {
  kind: QuestionKind
  text: string
  /** The page it was made from, counted from 0; none where its words are everybody's. */
  page?: number
}

const frames = [
  (words: string) => `How do I ${words}?`,
  (words: string) => `What is the ${words}?`,
  (words: string) => `Why does ${words} fail?`,
  (words: string) => `Can I ${words} when it is not there?`,
]
const headRanks = 40

/**
 * Questions that a passage answers: of ten, four name what its page is about, four have a few words
 * of its text, and two are of common words alone, each of which stands in thousands of passages.
 */
export function makeQuestions(
  count: number,
  from: MadePassage[],
  { ranked }: Vocabulary,
): MadeQuestion[] {
  const random = seededRandom(7)
  const one = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]
  return Array.from({ length: count }, (_, index): MadeQuestion => {
    const passage = one(from)
    const said = passage?.text.toLowerCase().match(/\p{L}{4,}/gu) ?? []
    const some = (words: () => string | undefined, least: number, most: number) =>
      Array.from({ length: least + Math.floor(random() * (most - least + 1)) }, words).join(' ')
    const ask = (words: string) => (one(frames) ?? String)(words)
    const page = passage && { page: passage.page }
    if (index % 10 < 4) {
      const subject = some(() => one(passage?.subjects ?? []), 1, 2)
      return { kind: 'subject', text: ask(`${subject} ${some(() => one(said), 1, 4)}`), ...page }
    }
    if (index % 10 < 8) return { kind: 'topic', text: ask(some(() => one(said), 3, 8)), ...page }
    const common = some(() => ranked(Math.floor(random() * headRanks)), 1, 6)
    return { kind: 'common', text: ask(common) }
  })
}
