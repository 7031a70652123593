import type { TalkKind } from '../../text/phrases/phrase-set.ts'
import { type Language, languages, turnsIn } from '../../text/phrases.ts'

export interface SmallTalk {
  kind: TalkKind
  /** The language it is in. */
  language: Language
}

const longestTalk = 120

// Which of several counts: "hi, who are you?" asks who we are, and "ok thanks, bye" takes leave.
const order: TalkKind[] = ['identity', 'farewell', 'thanks', 'greeting', 'acknowledged']

/**
 * What a turn is that asks nothing of the book, such as a greeting or thanks; undefined where any word
 * of it may ask something. Where it could be of several languages, the first of `preferred` and then of
 * ours counts.
 */
export function smallTalk(turn: string, preferred: Language[] = []): SmallTalk | undefined {
  const said = turn.trim()
  if (said === '' || said.length > longestTalk) return undefined
  const text = plain(said)
  if (text === '') {
    const isEmoji = /\p{Extended_Pictographic}/u.test(said)
    return isEmoji ? { kind: 'acknowledged', language: preferred[0] ?? 'en' } : undefined
  }
  for (const language of [...preferred, ...languages]) {
    const kinds = kindsIn(text, language)
    const kind = order.find((one) => kinds?.has(one))
    if (kind) return { kind, language }
  }
  return undefined
}

/** Letters in lower case with single blanks between words, and no letter more than twice in a row. */
const plain = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’`´]/g, "'")
    .replace(/[^\p{L}\p{M}\p{N}'-]+/gu, ' ')
    .replace(/(\p{L})\1{2,}/gu, '$1')
    .trim()

/** The kinds of phrases that a text consists of; undefined where there is more in it. */
function kindsIn(text: string, language: Language): Set<string> | undefined {
  const known = phrasesOf(language)
  const phrases = cut(text, known, language === 'zh')
  return phrases && new Set(phrases.flatMap((phrase) => known.get(phrase) ?? []))
}

/** The text cut into known phrases, the longest first; undefined where that leaves something over. */
function cut(text: string, known: Map<string, string[]>, isUnspaced: boolean) {
  const failed = new Set<string>()
  const from = (rest: string): string[] | undefined => {
    if (rest === '') return []
    if (failed.has(rest)) return undefined
    for (let end = Math.min(rest.length, longestTalk); end > 0; end -= 1) {
      const isWhole = isUnspaced || end === rest.length || rest.charAt(end) === ' '
      const phrase = rest.slice(0, end)
      const after = isWhole && known.has(phrase) ? from(rest.slice(end).trimStart()) : undefined
      if (after) return [phrase, ...after]
    }
    failed.add(rest)
    return undefined
  }
  return from(text)
}

const made = new Map<Language, Map<string, string[]>>()

/** Each phrase of a language with its kinds. */
function phrasesOf(language: Language): Map<string, string[]> {
  const before = made.get(language)
  if (before) return before
  const known = new Map<string, string[]>()
  for (const [kind, list] of Object.entries(turnsIn(language).talk)) {
    for (const phrase of list.split('|').map((one) => one.trim())) {
      known.set(phrase, [...(known.get(phrase) ?? []), kind])
    }
  }
  made.set(language, known)
  return known
}
