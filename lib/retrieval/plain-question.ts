import * as lists from '../text/languages/lists.ts'
import { lazily } from '../text/lazily.ts'
import { createMemo } from '../text/memo.ts'
import { allPhrases, phrasesOf } from '../text/phrase-list.ts'
import { contentWords } from '../text/words.ts'

// A question is asked for at several places.
const lately = createMemo<string>(20)

/**
 * A question without the words that only ask, line by line: greetings, "could you tell me", "I would
 * like to know". Full text takes them for rare words, and an embedding for what the question is
 * about. A line that says nothing else stays as it is.
 */
export const plainQuestion = (question: string): string =>
  lately(question, () => question.split('\n').map(plainLine).join('\n'))

function plainLine(line: string): string {
  const spaced = line.replace(/’/g, "'").replace(/\s+/g, ' ')
  const rest = frames().reduce(without, spaced)
  const plain = rest.replace(/\s+/g, ' ').replace(/^[\s,;:.!…，。：！-]+|\s+$/gu, '')
  return plain !== spaced && contentWords(plain).length > 0 ? plain : line
}

const quoted =
  /"[^"]{0,200}"|“[^”]{0,200}”|„[^“”]{0,200}[“”]|«[^»]{0,200}»|「[^」]{0,200}」|『[^』]{0,200}』|`[^`]{0,200}`|(?<!\p{L})'[^']{0,200}'(?!\p{L})/gu

/** A text without what a frame matches, but for what is quoted or a name. */
function without(text: string, frame: RegExp): string {
  const kept = [...text.matchAll(quoted)].map(({ 0: { length }, index }) => [index, index + length])
  return text.replace(frame, (match: string, ...more: unknown[]) => {
    const at = more.find((value) => typeof value === 'number') ?? 0
    const isQuoted = kept.some(([from = 0, to = 0]) => at > from && at < to)
    return isQuoted || isName(match, text.slice(0, at)) ? match : ' '
  })
}

/** Whether it is written as a name: in capitals, or with one in the middle of a sentence. */
const isName = (words: string, before: string) =>
  /^(?!I\b)\p{Lu}[\p{Lu}' ]{3,}$/u.test(words) ||
  (/[\p{L}\p{N}] *$/u.test(before) && /^(?!I\b)\p{Lu}/u.test(words))

/** Any of these as whole words, which are no part of a name or of code. */
const wholeWords = (phrases: string[]) =>
  new RegExp(`(?<![\\p{L}\\p{N}_\`"/.-])(?:${phrases.join('|')})(?![\\p{L}\\p{N}_\`"/-])`, 'giu')

/** What stands as a sentence of its own: "a thank you page" is what is asked about. */
const alone = (phrase: string) => `(?<=^ *|[,;.:!?] *)(?:${phrase})(?= *(?:$|[,;.:!?]))`

// What a frame of a language may call by name. "Explain command" asks about a command of that name.
const parts = {
  atStart: '(?<=^ *|[.!?:;,] +)',
  notSaid: '(?<!(^| )(the|an?|says?|saying|das|ein|sagt|sagen) )',
  named: '(command|statement|keyword|button|option|link|flag|mode|page)( *$|[?:.,])',
}

const { zh: chineseFrames, ...spacedFrames } = lists.askingFrames
const { zh: chineseThanks, ...spacedThanks } = lists.courtesies

const frames = lazily(() => [
  new RegExp(
    `^ ?(?:${allPhrases(lists.greetings).join('|')})(?: there| all| everyone)? ?[,!.:](?=\\s)`,
    'giu',
  ),
  ...Object.entries(spacedFrames).flatMap(([language, text]) => {
    // What begins a sentence is seen when what stands before it has been left out.
    const { first = [], anywhere = [] } = Object.groupBy(
      phrasesOf(text, language, parts),
      (phrase) => (phrase.startsWith(parts.atStart) ? 'first' : 'anywhere'),
    )
    return [anywhere, first].filter(({ length }) => length > 0).map(wholeWords)
  }),
  wholeWords(allPhrases(spacedThanks).map(alone)),
  // Chinese has no spaces between words.
  new RegExp(
    `${phrasesOf(chineseFrames, 'zh').join('|')}|(?<=^\\s*|[,.!?，。！？]\\s*)(?:${chineseThanks})(?=\\s*(?:$|[,.!?，。！？]))`,
    'gu',
  ),
])
