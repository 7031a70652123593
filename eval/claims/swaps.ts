import type { ClaimMaker, SentencePassage } from './case.ts'
import { heldOutOpposites } from './held-out-opposites.ts'
import { opposites } from './opposites.ts'
import { wordNetAntonyms } from './wordnet-words.ts'

const name = /(?<=[\p{Ll},] )\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+)*/gu
const number = /(?<![\p{L}\d.,_-])\d[\d,.]*\d|(?<![\p{L}\d.,_-])\d(?![\p{L}\d.,_-])/gu
const identifier = /`[^`\s]+`/g
const auxiliary = /\b(is|are|was|were|can|will|must|should|could|would|may) (?!not\b)/
const quantity =
  /(?<=\d )(ms|milliseconds?|seconds?|minutes?|hours?|days?|weeks?|months?|years?|km|kilometres?|kilometers?|miles?|metres?|meters?|feet|acres?|tons?|tonnes?|percent|million|billion|Hz|kHz|MHz|KB|MB|GB|bytes?|bits?|m|cm|mm|kg|mph|K|°C|°F)\b|(?<=\d)(%|°C|°F|km|m|ms)\b/

const otherUnit = new Map(
  `ms seconds
  millisecond second
  milliseconds seconds
  second minute
  seconds minutes
  minute hour
  minutes hours
  hour day
  hours days
  day year
  days weeks
  week month
  weeks months
  month year
  months years
  year century
  years months
  km miles
  kilometres miles
  kilometers miles
  mile kilometre
  miles kilometres
  metre foot
  metres feet
  meters feet
  meter foot
  feet metres
  acres hectares
  tons kilograms
  tonnes kilograms
  percent million
  million billion
  billion million
  Hz kHz
  kHz MHz
  MHz kHz
  KB MB
  MB GB
  GB MB
  bytes kilobytes
  byte kilobyte
  bits bytes
  bit byte
  m km
  cm m
  mm cm
  kg tons
  mph knots
  s ms
  K °C
  °C °F
  °F °C
  % ‰`
    .split('\n')
    .map((line) => line.trim().split(' ') as [string, string]),
)

const unique = (text: string, pattern: RegExp) => [...new Set(text.match(pattern) ?? [])]
const oneOf = <T>(all: T[], random: () => number): T | undefined =>
  all[Math.floor(random() * all.length)]

/** Another of the same kind, out of the same passage, that the sentence does not say itself. */
const swapped =
  (pattern: RegExp, differ: (a: string, b: string) => boolean): ClaimMaker['make'] =>
  (sentence, passage, random) => {
    const mine = oneOf(unique(sentence, pattern), random)
    if (mine === undefined) return undefined
    const others = unique(passage.text, pattern).filter(
      (other) => !sentence.includes(other) && differ(mine, other),
    )
    const other = oneOf(others, random)
    return other === undefined ? undefined : sentence.replace(mine, () => other)
  }

const shareNoWord = (a: string, b: string) => !a.split(' ').some((word) => b.includes(word))
const isOtherNumber = (a: string, b: string) =>
  a.replace(/\D/g, '') !== b.replace(/\D/g, '') && !a.includes(b) && !b.includes(a)

function opposite(
  sentence: string,
  random: () => number,
  opposites: ReadonlyMap<string, string>,
): string | undefined {
  const found = [...sentence.matchAll(/(?<![\p{L}-])\p{Ll}+(?![\p{L}-])/gu)].filter(
    ([word]) => opposites.has(word) && !sentence.includes(` ${opposites.get(word)} `),
  )
  const match = oneOf(found, random)
  if (!match) return undefined
  return (
    sentence.slice(0, match.index) +
    opposites.get(match[0]) +
    sentence.slice(match.index + match[0].length)
  )
}

/** Negated where it is not, and not where it is. */
function negated(sentence: string): string | undefined {
  if (/\b(?:not|never)\b/.test(sentence)) return sentence.replace(/ (?:not|never)\b/, '')
  return auxiliary.test(sentence) ? sentence.replace(auxiliary, '$1 not ') : undefined
}

/** What stands on both sides of a verb changes places. */
function exchanged(sentence: string, passage: SentencePassage, random: () => number) {
  const names = [...sentence.matchAll(nameAnywhere)].filter(({ 0: words, index }) =>
    index > 0 ? true : !/^\p{L}+$/u.test(words) || isNameElsewhere(words, passage.text),
  )
  const pairs = names.slice(1).flatMap((second, index) => {
    const first = names[index]
    if (!first) return []
    const between = sentence.slice(first.index + first[0].length, second.index)
    return verbBetween.test(between) &&
      !/\b(?:and|or)\b|,/.test(between) &&
      shareNoWord(first[0], second[0])
      ? [{ first, second, between }]
      : []
  })
  const pair = oneOf(pairs, random)
  if (!pair) return undefined
  const { first, second, between } = pair
  const before = sentence.slice(0, first.index)
  const after = sentence.slice(second.index + second[0].length)
  return `${before}${second[0]}${between}${first[0]}${after}`
}

const verbBetween = /\b(?:[a-z]{3,}ed|was|were|is|are|had|has|became|led|made|took|won|gave)\b/
const nameAnywhere = /(?<=^|[\p{Ll},] )\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+)*/gu

/** Whether a word that begins a sentence is a name: it has a capital in the middle of another too. */
const isNameElsewhere = (word: string, text: string) =>
  new RegExp(`\\p{Ll},? ${word}(?!\\p{L})`, 'u').test(text) &&
  !new RegExp(`(?<!\\p{L})${word.toLowerCase()}(?!\\p{L})`, 'u').test(text)

/** Two numbers of one sentence change places. */
function valuesExchanged(sentence: string): string | undefined {
  const [first, second] = [...sentence.matchAll(number)]
  if (!first || !second || !isOtherNumber(first[0], second[0])) return undefined
  const between = sentence.slice(first.index + first[0].length, second.index)
  if (/^(?: ?[–-] ?| to | and | or |, )$/.test(between)) return undefined
  return `${sentence.slice(0, first.index)}${second[0]}${between}${first[0]}${sentence.slice(second.index + second[0].length)}`
}

const verb = / (?=(?:is|are|was|were|can|will|must|should|has|have|had) )/

/** The subject of one sentence with the predicate of another of the same passage. */
function mixed(sentence: string, passage: SentencePassage, random: () => number) {
  const [subject = '', ...rest] = sentence.split(verb)
  if (rest.length === 0 || isShortOrPronoun(subject)) return undefined
  const others = passage.sentences.filter((other) => {
    const [its = '', ...more] = other.split(verb)
    return other !== sentence && more.length > 0 && its.length < 80 && !its.includes(subject)
  })
  const other = oneOf(others, random)
  return other && `${subject} ${other.split(verb).slice(1).join(' ')}`
}

const isShortOrPronoun = (subject: string) =>
  subject.length > 60 ||
  /^(?:It|This|They|He|She|These|There|That|Its|His|Her|We|You)\b/.test(subject)

/** True sentences made false in one place, the wrong word out of the same passage where there is one. */
export const swaps: ClaimMaker[] = [
  { kind: 'names', isTrue: false, make: swapped(name, shareNoWord) },
  { kind: 'numbers', isTrue: false, make: swapped(number, isOtherNumber) },
  {
    kind: 'identifiers',
    isTrue: false,
    make: swapped(
      identifier,
      (a, b) => a !== b && !a.includes(b.slice(1, -1)) && !b.includes(a.slice(1, -1)),
    ),
  },
  {
    kind: 'units',
    isTrue: false,
    make: (sentence) => {
      const unit = quantity.exec(sentence)?.[0]
      const other = unit && otherUnit.get(unit.trim())
      return other && sentence.replace(quantity, unit.replace(unit.trim(), other))
    },
  },
  {
    kind: 'opposites',
    isTrue: false,
    make: (sentence, _, random) => opposite(sentence, random, opposites),
  },
  {
    kind: 'opposites that its list lacks',
    isTrue: false,
    make: (sentence, _, random) => opposite(sentence, random, heldOutOpposites),
  },
  {
    kind: 'opposites of WordNet',
    isTrue: false,
    make: (sentence, _, random) => opposite(sentence, random, wordNetAntonyms),
  },
  { kind: 'negation', isTrue: false, make: negated },
  { kind: 'subject and object', isTrue: false, make: exchanged },
  { kind: 'values of another key', isTrue: false, make: valuesExchanged },
  { kind: 'two facts mixed', isTrue: false, make: mixed },
]
