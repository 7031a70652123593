import { detectLanguage } from '../../text/language.ts'

const code = /(?<![\p{L}\p{N}])(?:\p{Lu}{3,}\d*|\w+_\w+|\p{Ll}+\p{Lu}\w*)(?![\p{L}\p{N}])/gu
const capitalised = /(?<=[\p{L}\p{N},;:)] ["'“(]?)\p{Lu}[\p{L}\p{N}-]+/gu

/** What is written as code or in capitals names one thing and nothing else. */
export const codeIn = (question: string): string[] => question.match(code) ?? []

/** What names one thing: code, and what has a capital, unless all nouns have one. */
export function namesIn(question: string): string[] {
  const byCapital = detectLanguage(question) === 'de' ? [] : (question.match(capitalised) ?? [])
  const names = [...codeIn(question), ...byCapital]
  return [...new Set(names.map((name) => name.toLowerCase()))]
}

// Of shorter names one letter makes another.
const fewestLetters = 6

/**
 * Whether a text in lower case has a name: as it is, without its plural, its parts, without accents, or
 * with one letter otherwise, as in "Celeron" for "Céloron".
 */
export function isHeardOf(name: string, text: string): boolean {
  if (text.includes(name)) return true
  const plain = withoutAccents(name)
  const plainText = withoutAccents(text)
  const single = plain.replace(/s$/, '')
  if (plainText.includes(plain) || (single.length >= 4 && plainText.includes(single))) return true
  const parts = plain.split('-')
  if (parts.length > 1 && parts.every((part) => plainText.includes(part))) return true
  if (plain.length < fewestLetters) return false
  const words = new Set(plainText.match(/[\p{L}\p{N}_]+/gu))
  return [...words].some((word) => differByOne(word, plain) || differByOne(word, single))
}

const withoutAccents = (text: string) => text.normalize('NFD').replace(/\p{M}+/gu, '')

/** Whether one letter is missing, doubled, another, or has changed places with the one beside it. */
function differByOne(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false
  let at = 0
  while (at < one.length && one[at] === other[at]) at += 1
  const rest = (text: string, from: number) => text.slice(at + from)
  return (
    rest(one, 1) === rest(other, 1) ||
    rest(one, 1) === rest(other, 0) ||
    rest(one, 0) === rest(other, 1) ||
    (one[at] === other[at + 1] && one[at + 1] === other[at] && rest(one, 2) === rest(other, 2))
  )
}
