import { decodeEntities } from './entity.ts'

/** What a line of Markdown says: words, and what is done to them. */
export type Inline =
  | string
  | { kind: 'em' | 'strong' | 'del'; inside: Inline[] }
  | { kind: 'link' | 'image'; url: string; inside: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'mark'; n: number }
  | { kind: 'break' }

/** A bracket or a run of `*`, `_` or `~` that what follows may close, and the words since. */
interface Frame {
  sign: string
  count: number
  /** A run that could have closed as well. */
  isBoth: boolean
  inside: Inline[]
  below: Frame | undefined
  depth: number
}

// What is opened deeper than this, or by a longer run, is words: nobody writes so, but an attacker.
const deepest = 30
const longestRun = 9

const plain = /[^\\`[\]!<&*_~h]+/y
const escaped = /\\([!-/:-@[-`{-~])/y
const hardBreak = /\\\n/y
const openBracket = /!?\[/y
const entity = /&#?\w{1,8};/y
const autolink = /<((?:https?:\/\/|mailto:)[^\s<>]*)>/y
const bareUrl = /https?:\/\/[^\s<>]*[^\s<>?!.,:;*_~'"]/y
const ticks = /`+/y
const destination =
  /\([ \n]*(?:<([^<>\n]*)>|((?:\\.|[^\s\\()]|\([^\s()]*\))*))(?:\s+(?:"[^"]*"|'[^']*'))?[ \n]*\)/y

/**
 * Reads a paragraph's words as CommonMark and GFM do, in one pass. A citation's mark is `[1]`. Raw
 * HTML and references to definitions are words like any others.
 */
export function readInline(paragraph: string): Inline[] {
  const text = withBreaks(paragraph)
  const bottom: Frame = {
    sign: '',
    count: 0,
    isBoth: false,
    inside: [],
    below: undefined,
    depth: 0,
  }
  let top = bottom
  let at = 0

  /** What an expression finds here, and goes past it. */
  function take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found) at = pattern.lastIndex
    return found
  }

  function say(part: Inline) {
    const last = top.inside.length - 1
    const before = top.inside[last]
    if (typeof part === 'string' && typeof before === 'string') top.inside[last] = before + part
    else if (part !== '') top.inside.push(part)
  }

  function open(sign: string, count: number, isBoth: boolean) {
    if (top.depth === deepest) return say(sign.repeat(count))
    top = { sign, count, isBoth, inside: [], below: top, depth: top.depth + 1 }
  }

  /** Gives up what was opened since `frame`: its signs are words. */
  function giveUp(frame: Frame) {
    const given: Frame[] = []
    for (; top !== frame && top.below; top = top.below) given.push(top)
    for (const { sign, count, inside } of given.reverse()) {
      say(sign.repeat(count))
      for (const part of inside) say(part)
    }
  }

  function readRun(sign: string) {
    const before = text.charAt(at - 1)
    const from = at
    while (text.charAt(at) === sign) at += 1
    const after = text.charAt(at)
    const isLeft = isLetter(after) || (isPunctuation(after) && !isLetter(before))
    const isRight = isLetter(before) || (isPunctuation(before) && !isLetter(after))
    const isInWord = sign === '_' && isLeft && isRight
    const canOpen = isLeft && (!isInWord || isPunctuation(before))
    const canClose = isRight && (!isInWord || isPunctuation(after))
    let count = at - from
    if (count > (sign === '~' ? 2 : longestRun)) return say(sign.repeat(count))
    if (canClose) count = close(sign, count, canOpen)
    if (canOpen && count > 0) open(sign, count, canClose)
    else say(sign.repeat(count))
  }

  /** Closes as much as `count` signs can, and gives how many are left. */
  function close(sign: string, count: number, isBoth: boolean): number {
    const frame = findOpener(sign, count, isBoth)
    if (!frame?.below) return count
    giveUp(frame)
    const used = sign === '~' ? count : Math.min(2, count, frame.count)
    const kind = sign === '~' ? 'del' : used === 2 ? 'strong' : 'em'
    const part: Inline = { kind, inside: frame.inside }
    frame.count -= used
    frame.inside = []
    if (frame.count === 0) top = frame.below
    say(part)
    return count === used ? 0 : close(sign, count - used, isBoth)
  }

  function findOpener(sign: string, count: number, isBoth: boolean): Frame | undefined {
    for (let frame: Frame | undefined = top; frame; frame = frame.below) {
      if (frame.sign.endsWith('[')) return undefined
      if (frame.sign !== sign) continue
      if (sign === '~' && frame.count !== count) continue
      const isOdd = (isBoth || frame.isBoth) && (frame.count + count) % 3 === 0
      if (!isOdd || (frame.count % 3 === 0 && count % 3 === 0)) return frame
    }
    return undefined
  }

  function closeBracket() {
    at += 1
    let frame: Frame | undefined = top
    while (frame && !frame.sign.endsWith('[')) frame = frame.below
    if (!frame?.below) return say(']')
    giveUp(frame)
    const { sign, inside } = frame
    top = frame.below
    const target = take(destination)
    if (target) {
      const url = decodeEntities(
        (target[1] ?? target[2] ?? '').replace(/\\([!-/:-@[-`{-~])/g, '$1'),
      )
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

  function readCode() {
    const run = take(ticks)?.[0] ?? ''
    const from = at
    for (let end = text.indexOf(run, at); end !== -1; end = text.indexOf(run, at)) {
      at = end
      if (take(ticks)?.[0].length !== run.length) continue
      const code = text.slice(from, end).replaceAll('\n', ' ')
      return say({ kind: 'code', text: /^ .*[^ ].* $/.test(code) ? code.slice(1, -1) : code })
    }
    at = from
    say(run)
  }

  function readUrl(found: string) {
    // A closing bracket that the address did not open belongs to the sentence around it.
    const excess = found.endsWith(')') && !found.includes('(') ? 1 : 0
    at -= excess
    const url = found.slice(0, found.length - excess)
    say({ kind: 'link', url, inside: [url] })
  }

  function readNext() {
    const sign = text.charAt(at)
    const words = take(plain)
    if (words) return say(words[0])
    if (take(hardBreak)) return say({ kind: 'break' })
    const literal = take(escaped)
    if (literal) return say(literal[1] ?? '')
    if (sign === '*' || sign === '_' || sign === '~') return readRun(sign)
    if (sign === '`') return readCode()
    if (sign === ']') return closeBracket()
    const bracket = take(openBracket)
    if (bracket) return open(bracket[0], 1, false)
    const link = take(autolink)
    if (link?.[1]) return say({ kind: 'link', url: link[1], inside: [link[1]] })
    const url = isLetter(text.charAt(at - 1)) ? null : take(bareUrl)
    if (url) return readUrl(url[0])
    const reference = take(entity)
    if (reference) return say(decodeEntities(reference[0]))
    at += 1
    say(sign)
  }

  while (at < text.length) readNext()
  giveUp(bottom)
  return bottom.inside
}

/** Two spaces at a line's end are a break, like a backslash. */
const withBreaks = (text: string) =>
  text
    .split('\n')
    .map((line) => (line.endsWith('  ') ? `${line.trimEnd()}\\` : line.trimEnd()))
    .join('\n')

const isLetter = (character: string) => /[^\s\p{P}\p{S}]/u.test(character)
const isPunctuation = (character: string) => /[\p{P}\p{S}]/u.test(character)
