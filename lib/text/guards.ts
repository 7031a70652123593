import { negation, numberWords, spelledAcronyms, units } from './guard-words.ts'
import { detectLanguage } from './language.ts'
import { lazily } from './lazily.ts'

/**
 * What has to be the same in two questions before one answer can serve both, in its order: numbers
 * with their units, negations, code and names written as code; and the language. Embeddings see
 * little of these, and an answer may turn on any of them.
 */
export function guardsOf(question: string): string[] {
  const tokens: { at: number; token: string }[] = []
  let rest = withoutCompatibility(question).replace(/[’‘]/g, "'").replace(isOrIsNot, '$1')
  for (const { pattern, token } of guards()) {
    rest = rest.replace(pattern, (match: string, ...more: unknown[]) => {
      const at = more.find((value) => typeof value === 'number') ?? 0
      const found = token(match)
      if (found === undefined) return match
      tokens.push({ at, token: found })
      return ' '.repeat(match.length)
    })
  }
  const inOrder = tokens.sort((a, b) => a.at - b.at).map((each) => each.token)
  return [detectLanguage(question), ...inOrder]
}

// What is raised or lowered is no plain digit: 10⁵ is not 105, nor H₂ H2.
const withoutCompatibility = (text: string) =>
  text
    .replace(/[⁰¹²³⁴-⁹]+/g, (raised) => `^${raised.normalize('NFKC')}`)
    .replace(/[₀-₉]+/g, (lowered) => `_${lowered.normalize('NFKC')}`)
    .normalize('NFKC')

// Chinese asks "can or cannot", "has or has not": neither is a negation.
const isOrIsNot = /(\p{sc=Han})[不没](?=\1)/gu

const anyWord = (words: Iterable<string>) =>
  new RegExp(`(?<![\\p{L}\\p{N}_])(?:${[...words].join('|')})(?![\\p{L}\\p{N}_])`, 'giu')

// As it is written: in most languages and tools Foo is not foo.
const code = (text: string) =>
  `code ${text.replace(/^[`'"“”„«»‹›「」『』\s]+|[`'"“”„«»‹›「」『』\s]+$/g, '')}`
const not = () => 'not'

/** What is told apart, and what it is kept as. */
interface Guard {
  pattern: RegExp
  token: (match: string) => string | undefined
}

// The first that matches takes the characters; what comes later does not see them. Each begins at the
// beginning of a word, so that a long one is read once and not from each of its letters.
const guards = lazily((): Guard[] => [
  { pattern: /`+[^`]+`+/g, token: code },
  { pattern: /"[^"]+"|“[^”]+”|„[^“”]+[“”]|«[^»]+»|‹[^›]+›|「[^」]+」|『[^』]+』/g, token: code },
  { pattern: /(?<![\p{L}\p{N}])'[^']+'(?![\p{L}\p{N}])/gu, token: code },
  // Calls.
  { pattern: /(?<![\p{L}\p{N}_])[\p{L}_][\p{L}\p{N}_.:]*\(\)/gu, token: code },
  // Flags, sigils, and paths or addresses.
  { pattern: /(?<![\p{L}\p{N}])--?\p{L}[\p{L}\p{N}_=-]*/gu, token: code },
  { pattern: /(?<!\S)[.@#$%~][\p{L}\p{N}_./-]*[\p{L}\p{N}]/gu, token: code },
  {
    pattern:
      /(?<![\p{L}\p{N}_.:@~*-])[\p{L}\p{N}_.:@~*-]*\/[\p{L}\p{N}_./:@{}*?=&#-]*[\p{L}\p{N}}*]/gu,
    token: code,
  },
  { pattern: /(?<![\p{L}\p{N}_])[\p{L}\p{N}_]+(?:::[\p{L}\p{N}_]+)+/gu, token: code },
  // snake_case, dotted.paths and file.names, camelCase, CONSTANTS, C++.
  { pattern: /(?<![\p{L}\p{N}_])[\p{L}\p{N}]*_[\p{L}\p{N}_]*/gu, token: code },
  {
    pattern:
      /(?<![\p{L}\p{N}_-])[\p{L}_][\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_]*[\p{L}_][\p{L}\p{N}_]*)+/gu,
    token: code,
  },
  { pattern: /(?<![\p{L}\p{N}])[\p{L}\p{N}]*\p{Ll}\p{Lu}[\p{L}\p{N}]*/gu, token: code },
  { pattern: /(?<![\p{L}\p{N}])\p{L}(?:\+\+|#)/gu, token: code },
  {
    pattern:
      /(?<![\p{L}\p{N}])(?=\p{Lu}*\p{Lu}[\p{Lu}\p{N}-]*\p{Lu})[\p{Lu}\p{N}-]+s?(?![\p{L}\p{N}])/gu,
    token: acronym,
  },
  { pattern: anyWord(spelledAcronyms.map((word) => `${word}s?`)), token: acronym },
  // Numbers: versions, times, with letters on them; in digits, in words, in Han.
  {
    pattern:
      /(?<![\p{sc=Latin}-])[\p{sc=Latin}-]*\p{Nd}[\p{sc=Latin}\p{Nd}]*(?:[.,:-]\p{Nd}[\p{sc=Latin}\p{Nd}]*)*/gu,
    token: number,
  },
  {
    pattern: anyWord(numberWords().keys()),
    token: (word) => `${numberWords().get(word.toLowerCase())}`,
  },
  { pattern: /第?[一二两三四五六七八九十百千万亿]+/gu, token: hanNumber },
  { pattern: anyWord(units().keys()), token: (word) => `${units().get(word.toLowerCase())}` },
  { pattern: /[%‰°€$£]/gu, token: (sign) => sign },
  { pattern: /分钟|小时|星期|[秒天周月年]/gu, token: (unit) => unit },
  {
    pattern: /\p{L}n't(?!\p{L})|(?<!\p{L})(?:wont|cant|dont|doesnt|isnt|didnt|cannot)(?!\p{L})/giu,
    token: not,
  },
  { pattern: anyWord(negation().words), token: not },
  { pattern: negation().parts, token: not },
])

function acronym(text: string): string {
  return code(text.replace(/s$/, '').toLowerCase())
}

/** Arabic and fullwidth digits as ours; no marks between thousands, no zeros before or after. */
function number(text: string): string {
  const digits = text.toLowerCase().replace(/\p{Nd}/gu, (digit) => `${digitValue(digit)}`)
  const plain = /^-?\d{1,3}(?:[.,]\d{3})+$/.test(digits) ? digits.replace(/[.,]/g, '') : digits
  const withUnit = /^(-?[\d.,:]+)(\p{L}+)$/u.exec(plain)
  const unit = withUnit?.[2] && behindNumbers().get(withUnit[2])
  return withUnit && unit !== undefined ? `${withUnit[1]} ${unit}`.trim() : plain
}

// What may stand right behind a number: "3rd" is "third", and the mark says nothing more.
const behindNumbers = lazily(
  () =>
    new Map([
      ...['st', 'nd', 'rd', 'th', 'er', 'e'].map((mark) => [mark, ''] as const),
      ...[...units(), ...['s', 'h', 'm', 'l'].map((unit) => [unit, unit] as const)],
    ]),
)

function digitValue(digit: string): number {
  const at = digit.codePointAt(0) ?? 0
  let zero = at
  while (zero > at - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return at - zero
}

const hanDigits = '零一二三四五六七八九'

/** "One" alone is mostly an article, or half of another word. */
function hanNumber(text: string): string | undefined {
  if (/^一+$/.test(text)) return undefined
  const plain = text.replace(/^第/, '').replace('两', '二')
  return plain.length === 1 && hanDigits.includes(plain) ? `${hanDigits.indexOf(plain)}` : plain
}
