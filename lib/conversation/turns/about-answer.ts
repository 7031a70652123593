import type { AboutAnswer } from '../../text/phrases/phrase-set.ts'
import { type Language, languages, turnsIn } from '../../text/phrases.ts'

const longestTurn = 120
const kinds: AboutAnswer[] = ['repeat', 'source', 'revise']

/**
 * What a turn asks of the answer before it, such as "shorter, please", "source?" or "go on"; undefined
 * for a question that asks the book.
 */
export function asksAboutAnswer(turn: string): AboutAnswer | undefined {
  const text = plain(turn)
  if (text === '' || text.length > longestTurn) return undefined
  return kinds.find((kind) => languages.some((language) => patternOf(kind, language).test(text)))
}

const plain = (turn: string) =>
  turn
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’`´]/g, "'")
    .replace(/[^\p{L}\p{M}\p{N}';-]+/gu, ' ')
    .trim()

const made = new Map<string, RegExp>()

function patternOf(kind: AboutAnswer, language: Language): RegExp {
  const key = `${kind} ${language}`
  const known = made.get(key)
  if (known) return known
  const { courtesy, ...asked } = turnsIn(language).aboutAnswer
  const gap = language === 'zh' ? ' ?' : ' '
  const polite = `(?:${courtesy.join('|')})`
  const pattern = new RegExp(
    `^(?:${polite}${gap})*(?:${asked[kind].join('|')})(?:${gap}${polite})*$`,
    'u',
  )
  made.set(key, pattern)
  return pattern
}
