import { decodeEntities } from './entity.ts'
import type { Inline } from './inline.ts'
import { createFrames, type Frames } from './inline-frames.ts'

// A longer run of signs is words: nobody writes so, but an attacker.
const longestRun = 9

const plain = /[^\\`[\]!<&*_~h]+/y
const escaped = /\\([!-/:-@[-`{-~])/y
const hardBreak = /\\\n/y
const openBracket = /!?\[/y
const entity = /&#?\w{1,8};/y
const autolink = /<((?:https?:\/\/|mailto:)[^\s<>]*)>/y
const bareUrl = /https?:\/\/(?:(?!\]\()[^\s<>])*(?!\]\()[^\s<>?!.,:;*_~'"]/y
const htmlTag = /<(kbd|su[bp])>([^<>\n]{1,80})<\/\1>|<br ?\/?>/y
const footnote = /\[\^([\w-]{1,30})\]/y
const ticks = /`+/y
const destination =
  /\([ \n]*(?:<([^<>\n]*)>|((?:\\.|[^\s\\()]|\([^\s()]*\))*))(?:\s+(?:"[^"]*"|'[^']*'))?[ \n]*\)/y

/** A paragraph's words, how far they have been read, and what came of it. */
interface Reading extends Frames {
  text: string
  at: number
}

/**
 * Reads a paragraph's words as CommonMark and GFM do, in one pass. A citation's mark is `[1]`. Raw
 * HTML and references to definitions are words like any others.
 */
export function readInline(paragraph: string): Inline[] {
  const reading: Reading = { text: withBreaks(paragraph), at: 0, ...createFrames() }
  while (reading.at < reading.text.length) readNext(reading)
  return reading.end()
}

function readNext(reading: Reading) {
  const { text, at, say } = reading
  const sign = text.charAt(at)
  const words = take(reading, plain)
  if (words) return say(words[0])
  if (take(reading, hardBreak)) return say({ kind: 'break' })
  const literal = take(reading, escaped)
  if (literal) return say(literal[1] ?? '')
  if (sign === '*' || sign === '_' || sign === '~') return readRun(reading, sign)
  if (sign === '`') return readCode(reading)
  if (sign === ']') return closeBracket(reading)
  const note = take(reading, footnote)
  if (note?.[1]) return say({ kind: 'sup', inside: [note[1]] })
  const bracket = take(reading, openBracket)
  if (bracket) return reading.open(bracket[0], 1, false)
  const link = take(reading, autolink)
  if (link?.[1]) return say({ kind: 'link', url: link[1], inside: [link[1]] })
  const tag = take(reading, htmlTag)
  if (tag) return readTag(reading, tag)
  const url = isLetter(text.charAt(at - 1)) ? null : take(reading, bareUrl)
  if (url) return readUrl(reading, url[0])
  const reference = take(reading, entity)
  if (reference) return say(decodeEntities(reference[0]))
  reading.at += 1
  say(sign)
}

/** What an expression finds here, and goes past it. */
function take(reading: Reading, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = reading.at
  const found = pattern.exec(reading.text)
  if (found) reading.at = pattern.lastIndex
  return found
}

function readRun(reading: Reading, sign: string) {
  const { text, at: from, say, open, close } = reading
  const before = text.charAt(from - 1)
  while (text.charAt(reading.at) === sign) reading.at += 1
  const after = text.charAt(reading.at)
  const isLeft = isLetter(after) || (isPunctuation(after) && !isLetter(before))
  const isRight = isLetter(before) || (isPunctuation(before) && !isLetter(after))
  const isInWord = sign === '_' && isLeft && isRight
  const canOpen = isLeft && (!isInWord || isPunctuation(before))
  const canClose = isRight && (!isInWord || isPunctuation(after))
  let count = reading.at - from
  if (count > (sign === '~' ? 2 : longestRun)) return say(sign.repeat(count))
  if (canClose) count = close(sign, count, canOpen)
  if (canOpen && count > 0) open(sign, count, canClose)
  else say(sign.repeat(count))
}

function closeBracket(reading: Reading) {
  const { say } = reading
  reading.at += 1
  const bracket = reading.closeBracket()
  if (!bracket) return say(']')
  const { sign, inside } = bracket
  const target = take(reading, destination)
  if (target) {
    const url = decodeEntities((target[1] ?? target[2] ?? '').replace(/\\([!-/:-@[-`{-~])/g, '$1'))
    return say({ kind: sign === '[' ? 'link' : 'image', url, inside })
  }
  const [only] = inside
  if (sign === '[' && inside.length === 1 && typeof only === 'string' && /^\d{1,3}$/.test(only)) {
    return say({ kind: 'mark', n: Number(only) })
  }
  say(sign)
  for (const part of inside) say(part)
  say(']')
}

function readCode(reading: Reading) {
  const { text, say } = reading
  const run = take(reading, ticks)?.[0] ?? ''
  const from = reading.at
  for (let end = text.indexOf(run, from); end !== -1; end = text.indexOf(run, reading.at)) {
    reading.at = end
    if (take(reading, ticks)?.[0].length !== run.length) continue
    const code = text.slice(from, end).replaceAll('\n', ' ')
    return say({ kind: 'code', text: /^ .*[^ ].* $/.test(code) ? code.slice(1, -1) : code })
  }
  reading.at = from
  say(run)
}

/** The few tags that writers use within a line, each with nothing but words in it. */
function readTag({ say }: Reading, [, name, words = '']: RegExpExecArray) {
  if (name === 'kbd' || name === 'sub' || name === 'sup') {
    say({ kind: name, inside: [decodeEntities(words)] })
  } else say({ kind: 'break' })
}

function readUrl(reading: Reading, found: string) {
  // A closing bracket that the address did not open belongs to the sentence around it.
  const excess = found.endsWith(')') && !found.includes('(') ? 1 : 0
  reading.at -= excess
  const url = found.slice(0, found.length - excess)
  reading.say({ kind: 'link', url, inside: [url] })
}

/** Two spaces at a line's end are a break, like a backslash. */
const withBreaks = (text: string) =>
  text
    .split('\n')
    .map((line) => (line.endsWith('  ') ? `${line.trimEnd()}\\` : line.trimEnd()))
    .join('\n')

const isLetter = (character: string) => /[^\s\p{P}\p{S}]/u.test(character)
const isPunctuation = (character: string) => /[\p{P}\p{S}]/u.test(character)
