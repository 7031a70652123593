import { seededRandom } from '../dev/demo/seeded-random.ts'
import { isStopWord } from '../lib/text/words.ts'

const shortest = 5
const letters = 'abcdefghijklmnopqrstuvwxyz'

/**
 * A question with one of its words misspelt, the same on every run: two letters swapped, one missing, one
 * doubled, or one that is another. The first letter stays, as people seldom mistake it.
 */
export function misspell(question: string, seed: number): string {
  const random = seededRandom(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const words = [...question.matchAll(/(?<![\p{L}\p{N}_-])\p{L}+(?![\p{L}\p{N}_-])/gu)].filter(
    ([word]) => word.length >= shortest && !isStopWord(word.toLowerCase()),
  )
  const chosen = words[below(words.length)]
  if (!chosen) return question
  const [word] = chosen
  const at = 1 + below(word.length - 2)
  const [head, letter, next] = [word.slice(0, at), word.charAt(at), word.charAt(at + 1)]
  const rest = word.slice(at + 2)
  const made = [
    `${head}${next}${letter}${rest}`,
    `${head}${next}${rest}`,
    `${head}${letter}${letter}${next}${rest}`,
    `${head}${letters[below(letters.length)]}${next}${rest}`,
  ][below(4)]
  return question.slice(0, chosen.index) + made + question.slice(chosen.index + word.length)
}
