import { plainQuestion } from '../retrieval/plain-question.ts'
import { numberWords, units } from '../text/guard-words.ts'
import { detectLanguage } from '../text/language.ts'
import * as lists from '../text/languages/lists.ts'
import { lazily } from '../text/lazily.ts'
import { bounded, phrasesOf } from '../text/phrase-list.ts'
import { wordSegments } from '../text/segments.ts'
import { allLines, allWords } from '../text/word-lists.ts'
import { contentWords } from '../text/words.ts'

/** What a question is about: the stems of its words, but for those of the asking itself. */
export const subjectsOf = (question: string): Set<string> => new Set(subjectsIn(question))

/**
 * By what an answered question that may be near is looked for: the subjects without those of the text itself,
 * such as "the book says", where there are others.
 */
export function topicsOf(question: string): Set<string> {
  const subjects = subjectsOf(question)
  const topics = [...subjects].filter((subject) => !ofTheText().has(subject))
  return topics.length > 0 ? new Set(topics) : subjects
}

/** The subjects in their order, each as often as it is said. */
export function subjectsIn(question: string): string[] {
  const isEnglish = detectLanguage(question) === 'en'
  return wordsOf(inOneWord(plainQuestion(question)))
    .filter((word) => !askingElsewhere().has(word) && !isGuarded(word))
    .flatMap((word) => (isEnglish && homographs.has(word) ? [word] : stems(word)))
    .filter((word) => !asking().has(word))
    .map((word) => synonyms().get(word) ?? (isEnglish ? verbOf(word) : withoutEndings(word)))
}

/** A question with what takes several words in one, and ways of asking that are one in the same. */
export function inOneWord(question: string): string {
  const plain = question.replace(/’/g, "'").replace(/'(?:s|d|ll|m|ve|re)?(?!\p{L})/gu, '')
  return phrases().reduce((text, [phrase, word]) => text.replace(phrase, word), plain)
}

const wordsOf = (text: string) =>
  [...wordSegments(text)].flatMap(({ segment, isWordLike }) =>
    isWordLike ? [segment.toLowerCase()] : [],
  )

/** Numbers and units in words are compared apart, so that "daily" meets "per day". */
const isGuarded = (word: string) =>
  word.length > 2 && (units().has(word) || numberWords().has(word))

/** Stemmed twice, so that "settings" meets "setting". */
const stems = (text: string) => contentWords(text).flatMap((word) => contentWords(word))

/** The verb of a noun in -ation, so that "evaluation" meets "evaluate", where it means the same. */
const verbOf = (word: string) =>
  word.replace(/(?<=\p{L}{5})(?<!^(?:document|public|present))at(?:ion)?$/u, '')

// Words of English that are left out of other languages as saying nothing.
const homographs = new Set(['die', 'son', 'pour', 'den'])

const ending = /(?<=\p{L}{4})(?:en|er|est|et|es|em|ées|ée|és|é|ar|ir|as|os|an|n|e|t|o|a|s)$/u

/** Without the commonest endings of verbs and nouns in German and the Romance languages. */
function withoutEndings(word: string): string {
  const bare = word.replace(/^ge(?=\p{L}{5,}t$)/u, '').replace(ending, '')
  return synonyms().get(bare) ?? bare.replace(ending, '')
}

const phrases = lazily(() =>
  Object.entries(lists.sameInOneWord).flatMap(([language, text]) =>
    phrasesOf(text, language, { words: '(?<words>(?: [\\w-]+){1,4})' }).map((line) => {
      const [phrase = '', meaning = ''] = line.split(/ =(?: |$)/)
      const word = meaning.replace(/\(.*\)/, '$<words>') || ' '
      return [new RegExp(bounded(phrase, language), 'giu'), word] as const
    }),
  ),
)

const asking = lazily(() => new Set(stems(lists.askingWords.en)))

// The same in other languages, as they are written: cut to a stem some would be words of English.
const { en: _, ...elsewhere } = lists.askingWords
const askingElsewhere = lazily(() => new Set(allWords(elsewhere)))

// As a subject is written in English, and elsewhere.
const ofTheText = lazily(
  () =>
    new Set(
      [...allWords(lists.bookWords), ...allWords(lists.tellingWords)]
        .flatMap(stems)
        .flatMap((word) => [synonyms().get(word) ?? verbOf(word), withoutEndings(word)]),
    ),
)

// What is missing here costs a hit, and never makes a wrong one.
const synonyms = lazily(
  () =>
    new Map(
      allLines(lists.synonyms).flatMap((line) => {
        const [first = '', ...words] = stems(line)
        return [first, ...words].map((word) => [word, first] as const)
      }),
    ),
)
