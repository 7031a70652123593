import { markers } from '../citations/markers.ts'
import { anyWord } from '../text/any-word.ts'
import { areTextsRead } from '../text/assets/asset-texts.ts'
import { type Language, languages, turnsIn } from '../text/phrases.ts'
import { sentenceSegments } from '../text/segments.ts'

const readSentences = 2
const readCharacters = 1000

/**
 * Whether a whole reply says in its own words that the passages do not hold the answer: it cites
 * nothing, and one of its first sentences denies that what was given says it.
 */
export function isDenial(reply: string): boolean {
  if (markers(reply).length > 0 || !areTextsRead('answering')) return false
  const head = reply.slice(0, readCharacters).replace(/[’`]/g, "'")
  return [...sentenceSegments(head)]
    .filter(({ segment }) => /\p{L}/u.test(segment))
    .slice(0, readSentences)
    .some(({ segment }) => languages.some((language) => denies(segment, language)))
}

// A short sentence seldom tells its language, so that all are tried.
function denies(sentence: string, language: Language): boolean {
  const { given, lacks, alone } = turnsIn(language).denies
  if (anyWord(alone).test(sentence)) return true
  return anyWord(given).test(sentence) && anyWord(lacks).test(sentence)
}
