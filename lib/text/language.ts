import { byLetters, byScript } from './language-letters.ts'
import * as lists from './languages/lists.ts'
import { lazily } from './lazily.ts'
import { createMemo } from './memo.ts'
import { wordsOf } from './word-lists.ts'

const sampleCharacters = 8_000
// No question is longer, and each is asked for its language at several places.
const longestKept = 2000
const lately = createMemo<string | undefined>(50)
// Below this share of the letters, another script is a quotation.
const leastShare = 0.15

// Anything from Greek on, but for what Latin letters are written with.
const otherScript = /[^\0-\u036f\u1e00-\u1eff\u2000-\u2bff]/

const scripts = lazily((): readonly (readonly [RegExp, string])[] => [
  [/[\p{sc=Hiragana}\p{sc=Katakana}]/gu, 'ja'],
  [/\p{sc=Hangul}/gu, 'ko'],
  [/\p{sc=Han}/gu, 'zh'],
  [/\p{sc=Thai}/gu, 'th'],
  [/\p{sc=Khmer}/gu, 'km'],
  [/\p{sc=Lao}/gu, 'lo'],
  [/\p{sc=Myanmar}/gu, 'my'],
  [/\p{sc=Arabic}/gu, 'ar'],
  [/\p{sc=Hebrew}/gu, 'he'],
  [/\p{sc=Greek}/gu, 'el'],
  [/\p{sc=Cyrillic}/gu, 'ru'],
  [/\p{sc=Devanagari}/gu, 'hi'],
  [/\p{sc=Tamil}/gu, 'ta'],
  [/\p{sc=Armenian}/gu, 'hy'],
])
const letter = /\p{L}/gu

/** The languages, and those in each of which a word is common by their place among them. */
const commonWords = lazily(() => {
  const commonIn = new Map<string, number[]>()
  const languages = Object.entries(lists.commonWords).map(([language, words], place) => {
    for (const word of new Set(wordsOf(words)))
      commonIn.set(word, [...(commonIn.get(word) ?? []), place])
    return language
  })
  return { languages, commonIn }
})

/** The language of a text as a two-letter code: by its script, else by its commonest words, else English. */
export const detectLanguage = (text: string): string => languageTold(text) ?? 'en'

/** The language that a text's script or its commonest words tell; undefined where none do. */
export const languageTold = (text: string): string | undefined =>
  text.length > longestKept ? readLanguage(text) : lately(text, () => readLanguage(text))

function readLanguage(text: string): string | undefined {
  const sample = text.slice(0, sampleCharacters)
  if (!otherScript.test(sample)) return byLetters(sample) ?? byWords(sample)
  const letters = count(sample, letter)
  const foreign = scripts().map(([ofScript, language]) => ({
    language,
    letters: count(sample, ofScript),
  }))
  const kana = foreign[0]?.letters ?? 0
  // Japanese is written with Han letters too: a few kana among them tell it from Chinese.
  const strongest = foreign.reduce((best, each) => (each.letters > best.letters ? each : best))
  if (strongest.letters < letters * leastShare || strongest.letters === 0)
    return byLetters(sample) ?? byWords(sample)
  if (strongest.language === 'zh' && kana > strongest.letters / 10) return 'ja'
  return byScript(strongest.language, sample)
}

// "João da Silva" makes no page Portuguese.
const particles =
  /(?<=\p{Lu}[\p{L}'’.-]{0,40}\s)(?:d[aeo]s?|d[iu]|del|della|des|l[ae]|v[oa]n|y|e)(?:\s(?:der|den|l[ao]s?))?(?=\s\p{Lu})/gu

function byWords(text: string): string | undefined {
  const words =
    text
      .replace(particles, '')
      .toLowerCase()
      .match(/\p{L}+/gu) ?? []
  const { languages, commonIn } = commonWords()
  const hits = languages.map(() => 0)
  for (const word of words)
    for (const place of commonIn.get(word) ?? []) hits[place] = (hits[place] ?? 0) + 1
  const most = Math.max(...hits)
  return most > 0 ? languages[hits.indexOf(most)] : undefined
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}
