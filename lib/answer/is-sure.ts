import type { Turn } from '../chat/turn.ts'
import { ownWords } from '../retrieval/follow-up.ts'
import type { Retrieved } from '../retrieval/retrieve.ts'

const looked = 5
const leastShare = 0.5

/**
 * Whether a search is sure enough of what it found: what decides between an answer and a refusal, and
 * whether a follow-up waits for its rewriting.
 */
export const isSure = ({
  passages,
  confidence,
  floor,
}: Pick<Retrieved, 'passages' | 'confidence' | 'floor'>): boolean =>
  passages.length > 0 && confidence >= floor

/**
 * Whether what was found for a follow-up, joined to the turns before it, is sure and about the follow-up:
 * the words of the turns before it make a search sure by themselves.
 */
export function isSureOf(
  question: string,
  turns: Turn[],
  found: Pick<Retrieved, 'passages' | 'confidence' | 'floor'>,
): boolean {
  if (!isSure(found)) return false
  const own = ownWords(question, turns)
  const texts = found.passages
    .slice(0, looked)
    .map(({ chapter, section, text }) => `${chapter} ${section} ${text}`)
  const held = texts.join('\n').toLowerCase()
  return own.filter((word) => held.includes(word)).length >= leastShare * own.length
}
