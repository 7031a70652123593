import type { Turn } from '../chat/turn.ts'
import * as lists from '../text/languages/lists.ts'
import { lazily } from '../text/lazily.ts'
import { allPhrases, anyPhrase, phrasesOf } from '../text/phrase-list.ts'
import { sentenceSegments } from '../text/segments.ts'
import { allWords, linesOf, wordsOf } from '../text/word-lists.ts'
import { contentWords } from '../text/words.ts'

/**
 * Whether a question may need the ones before it to be understood: it only continues ("what about
 * fog?"), points back ("how does it work?"), or names a part without its whole ("what are the
 * symptoms?"). Known of the question alone, so that any other waits for nothing. Where something was
 * sent with it, it points there and not back.
 */
export function looksLikeFollowUp(question: string, hasMaterial = false): boolean {
  const text = plain(question)
  if (hasMaterial) return goesOn(lastSentence(text).last)
  return isOpenTurn(text) || lacksItsWhole(asked(text))
}

/**
 * Whether a question needs the turns before it. The first one never does; one that names a part
 * without its whole does not either when it says itself what the conversation is about.
 */
export function needsContext(question: string, turns: Turn[], hasMaterial = false): boolean {
  const text = plain(question)
  if (turns.length === 0) return false
  if (hasMaterial) return goesOn(lastSentence(text).last)
  if (isOpenTurn(text)) return true
  const part = asked(text)
  return lacksItsWhole(part) && !namesTheTopic(part, turns)
}

/**
 * A follow-up joined with the question before it, and where that is a follow-up too, with the one
 * before that, so that retrieval knows what it is about; and with the model's rewriting of it, which
 * may say it better, but must not lose what the reader has said.
 */
export function joined(question: string, turns: Turn[], rewritten = ''): string {
  const last = turns.at(-1)
  if (last === undefined) return question
  const before = turns.slice(0, -1)
  const first = needsContext(last.question, before) ? before.at(-1) : undefined
  return [rewritten, first?.question, last.question, question].filter(Boolean).join('\n')
}

/** The words of a follow-up that no question before it has said. */
export function ownWords(question: string, turns: Turn[]): string[] {
  const said = new Set(turns.flatMap((turn) => contentWords(turn.question)))
  return [...new Set(contentWords(question))].filter((word) => !said.has(word))
}

const plain = (question: string) => question.normalize('NFKC').replace(/[’`]/g, "'").trim()

/** Any of these as whole words; \b knows no letters with accents. */
const anyOf = (alternatives: string, flags = 'iu') =>
  new RegExp(`(?<![\\p{L}\\p{N}_-])(?:${alternatives})(?![\\p{L}\\p{N}_-])`, flags)

const theBook = wordsOf(lists.bookWords.en).join('|')
const book = lazily(() => anyOf(allWords(lists.bookWords).join('|')))

function isOpen(text: string): boolean {
  if (contentWords(text).length === 0) return !book().test(text)
  return goesOn(text) || pointsBack(text)
}

// "And do histamine levels in foods change with cooking?" says all it needs behind its first word.
const wholeQuestion = 6

const goesOn = (text: string) =>
  (continues().test(text) && contentWords(text).length < wholeQuestion) ||
  asksOn.test(text) ||
  refersToList().test(text)

const sentencesOf = (text: string) =>
  [...sentenceSegments(text)]
    .map(({ segment }) => segment.trim().replace(interjection(), ''))
    .filter((sentence) => contentWords(sentence).length > 0)

// "Hmm, nice. Give me some, then": what a turn begins with is no part of what it asks.
const interjection = lazily(
  () =>
    new RegExp(
      `^(?:(?:${[
        'thanks|thank you|ok|okay|hmm+|wow|oh|well|nice|great|alright|all right|interesting|cool|good to know',
        'sorry|i see|danke|gut|also|hm|merci|bon|gracias|bueno|vale',
      ].join('|')})[\\s,.!:;-]+)+(?=\\S)`,
      'iu',
    ),
)

// So many words before the last sentence may well be what it points back to.
const antecedentWords = 3

/** The last sentence, and whether those before it in the turn may say what it is about. */
function lastSentence(text: string) {
  const all = sentencesOf(text)
  const before = contentWords(all.slice(0, -1).join(' ')).length
  return { last: all.at(-1) ?? text, hasAntecedent: before >= antecedentWords }
}

// "It" and "that" may well be what the sentence before them tells; of many, or of a person, it seldom does.
const pointsPastItsTurn = lazily(() =>
  anyOf("they|they're|them|theirs?|these|those|both|ones?|he|she|him|his|hers?"),
)

/** Whether the whole turn is open, or its last sentence in a way that the turn itself does not close. */
function isOpenTurn(text: string): boolean {
  const { last, hasAntecedent } = lastSentence(text)
  if (isOpen(text) || goesOn(last)) return true
  return isOpen(last) && (!hasAntecedent || pointsPastItsTurn().test(last))
}

/** What the turn asks, with all that may say what it asks about. */
function asked(text: string): string {
  const { last, hasAntecedent } = lastSentence(text)
  // A part that a whole sentence has led up to may well be of what that told.
  return hasAntecedent && part().test(last) ? text : last
}

// "I did not mean the camera, what about apps?": what follows the comma only continues.
const asksOn =
  /[,;]\s*(?:but |and |so )?(?:what about|how about|was ist mit|et |qué tal)(?!\p{L})/iu

// One of several that were told before, and what was told: "the second one", "the others", "you mentioned".
const refersToList = lazily(() =>
  anyOf(
    [
      '(?:the )?(?:first|second|third|fourth|fifth|last|former|latter|other|previous)(?: (?:and|or) (?:first|second|third|last|other))? (?:one|ones|type|types|option|approach|step|method|way|two|three|choice|suggestion|item)',
      'the (?:two|three|others?|rest|latter|former)(?=\\s*(?:[?.!,]|$|are|is|of them))',
      '(?<=(?:not|about|any|some) )others(?=\\s*[?.!]?$)',
      '(?<=^|(?:about|of|with|for|than|is|are|does|do|the|your|and|or|choose|take|like|explain) )numbers? \\d+(?: and \\d+)?|which ones?',
      'you (?:just )?(?:mentioned|suggested|said|listed|described|recommended)|(?:on|in) your (?:list|answer|last answer)',
      '(?:du|sie) (?:gerade )?(?:gesagt|erwähnt|genannt)|(?:de[rnms]|die|das) (?:erste|zweite|dritte|letzte|andere)n?(?=\\s*[?.!]?$)',
      '(?:le|la) (?:premi(?:er|ère)|deuxième|dernière?|second|seconde)(?=\\s*[?.!]?$)',
      '(?:el|la) (?:primer[oa]|segund[oa]|últim[oa])(?=\\s*[?.!]?$)',
    ].join('|'),
  ),
)

const { zh: continuesInChinese, ...continuesSpaced } = lists.continuations
const continues = lazily(
  () =>
    new RegExp(
      `^(?:(?:${allPhrases(continuesSpaced).join('|')})(?![\\p{L}\\p{N}_/-])|why not(?=\\s*\\?)|¿?y (?=\\p{L})|${linesOf(continuesInChinese).join('|')})|呢\\s*\\?$`,
      'iu',
    ),
)

// Words that stand for something said before, and how many content words before them in the same
// question make them refer to those instead.
const pronouns = lazily(() =>
  Object.entries(lists.pronouns).flatMap(([language, text]) =>
    phrasesOf(text, language, { book: theBook }).map((line) => {
      const [, own = '', words = ''] = /^(\d) (.*)$/.exec(line) ?? []
      const isPart = language === 'zh' || words.startsWith('-')
      const word = isPart ? new RegExp(`(?:${words})(?!-)`, 'giu') : anyOf(words, 'giu')
      return { word, own: Number(own) }
    }),
  ),
)

// "It" that stands for nothing: "is it possible to", "how long does it take to", "gibt es".
const empty = lazily(() => anyPhrase(lists.emptyPronouns, 'giu'))

// "What is X and why is it important": what it stands for is in the clause before.
const secondClause =
  /(?:,|\band|\bor|\bbut|\bif)\s+(?:(?:why|how|what|where|when|who|is|are|was|were|does|do|did|can|should|would|will)\s+)+$/iu

function pointsBack(question: string): boolean {
  const text = question.replace(empty(), ' ')
  return pronouns().some(({ word, own }) =>
    [...text.matchAll(word)].some(({ index }) => {
      const before = text.slice(0, index)
      const named = contentWords(before.replace(/'s?(?!\p{L})/gu, ' ')).length
      return named < own && !(named > 0 && secondClause.test(before))
    }),
  )
}

const part = lazily(() => anyOf(allPhrases(lists.partNouns).join('|')))
const compared = lazily(() => anyOf(allPhrases(lists.comparatives).join('|')))
const comparesWithNothing = lazily(() => anyOf('(?:compare|differ|different)(?=\\s*\\?*$)'))
const anyAtAll = lazily(() => anyOf('(?<=^(?:are|is|were) )there|there to do|some|any'))
// "The setting TIMEOUT_MS" says which one it is; "the setting" does not.
const named = /[\w-]*(?:[\d_`/@#]|\p{Ll}\p{Lu})/u.source
const definite = lazily(
  () =>
    new RegExp(
      `\\bthe (?!(?:${theBook})(?!\\p{L}))(?!(?:[\\p{L}-]+ ){1,2}(?-i:${named}))[\\p{L}\\d]`,
      'iu',
    ),
)
const complement = /[\d_`/@#]|\p{Ll}\p{Lu}|(?<=\S\s+["'(]?)\p{Lu}|\bof\b/u
const command = lazily(() => anyOf('tell|describe|explain|give|show', 'giu'))

function lacksItsWhole(text: string): boolean {
  const named = contentWords(text.replace(command(), ' ')).length
  if (comparesWithNothing().test(text) || anyAtAll().test(text)) return named <= 5
  if (part().test(text) || compared().test(text)) return named <= 4
  return definite().test(text) && named <= (complement.test(text) ? 3 : 4)
}

/** Whether a word of the question that is no part and no comparison was said before. */
function namesTheTopic(text: string, turns: Turn[]): boolean {
  const words = contentWords(text)
  if (words.length < 4 || compared().test(text)) return false
  const said = new Set(turns.flatMap((turn) => contentWords(turn.question)))
  const own = contentWords(text.replace(/\bthe (?:\p{Lu}[\w-]* )*[\w-]+/gu, ' '))
  return own.some((word) => said.has(word) && !part().test(word))
}
