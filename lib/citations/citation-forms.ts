/** What stands at the beginning of a text: sources cited, other text, or what only more text can tell. */
export type Reading = { numbers: number[]; length: number } | 'text' | 'unclear'

const closers = new Map([
  ['[', ']'],
  ['【', '】'],
  ['［', '］'],
  ['〔', '〕'],
  ['⟦', '⟧'],
  ['(', ')'],
  ['（', '）'],
  ['<', '</sup>'],
])

/** The characters a citation may begin with. */
export const openers: ReadonlySet<string> = new Set(closers.keys())

const longestForm = 90
const longestRange = 20
const mostNumbers = 20

/** What models call a source when they cite it; decides only what a bracket with a number means. */
const label =
  '(?:passages?|sources?|refs?\\.?|references?|quellen?|passagen?|fuentes?|pasajes?|extraits?|fonti?|来源|段落|资料|出典|引用|n\\s*=|№|#|cit(?:e|ations?)|doc(?:ument)?s?|excerpts?|ausz[uü]ge?|chunks?)'
const labels = `(?:${label}[\\s:_#]*)?`
const one = `${labels}["'“]?\\^?\\d{1,3}\\^?["'”]?`
const separator = '\\s*(?:,|;|&|、|，|；|-|–|—|~|～|\\+|\\b(?:and|und|et|y|e|to|bis)\\b|和|与)\\s*'
// A bracket of ChatGPT's kind goes on with a dagger and a name of its own.
const numbered = new RegExp(`^\\s*${one}(?:${separator}${one})*\\s*[,;]?\\s*(?:†.*)?$`, 'iu')
const labelled = new RegExp(`^\\s*(?!n\\s*=|[№#]|cit|doc|chunk)${label}`, 'iu')
const items = new RegExp(`(${separator})?${labels}["'“]?\\^?(\\d{1,3})`, 'giu')

/**
 * Reads a citation in any form that models use: `[1, 2]`, `[1-3]`, `[^1]`, `[Passage 1]`, `【1†source】`,
 * `(Quelle 1)`, `<sup>1</sup>`, `[1](#…)` and their like. `isEnd` says that no text follows, and
 * `isLineHead` that the line begins here, where `[1]:` says where a link leads.
 */
export function readCitation(text: string, isEnd: boolean, isLineHead: boolean): Reading {
  const opener = text.charAt(0)
  const inside = insideOf(text, opener, isEnd)
  if (typeof inside === 'string') return inside
  const numbers = numbersIn(inside.text, opener)
  if (numbers === undefined) return 'text'
  const rest = text.slice(inside.end)
  if (opener === '[') {
    if (rest === '' && !isEnd) return 'unclear'
    if (rest.startsWith('(')) return linked(rest, numbers, inside.end, isEnd)
    if (isLineHead && rest.startsWith(':')) return 'text'
  }
  return { numbers, length: inside.end }
}

interface Inside {
  text: string
  /** Where the form ends, its closing bracket included. */
  end: number
}

function insideOf(text: string, opener: string, isEnd: boolean): Inside | 'text' | 'unclear' {
  const open = opener === '<' ? '<sup>' : opener
  if (text.length < open.length && open.startsWith(text)) return isEnd ? 'text' : 'unclear'
  if (!text.startsWith(open)) return 'text'
  const closer = closers.get(opener) ?? ']'
  const close = text.indexOf(closer, open.length)
  const soFar = text.slice(open.length, close < 0 ? longestForm : close)
  if (!mayBeInside.test(soFar)) return 'text'
  if (close < 0) return isEnd || text.length > longestForm ? 'text' : 'unclear'
  if (close > longestForm) return 'text'
  return { text: soFar, end: close + closer.length }
}

// Of what a citation may consist, until it closes: no line end, and no bracket but one of [[1]].
const mayBeInside = /^[^\n[\]()（）]*$/u

/** The numbers a form names, ranges expanded; undefined where it is no citation. */
function numbersIn(inside: string, opener: string): number[] | undefined {
  const text = withAsciiDigits(inside)
  if (!numbered.test(text)) return undefined
  // A number in parentheses is a number; only one that is called a source cites.
  if ((opener === '(' || opener === '（') && !labelled.test(text)) return undefined
  const numbers: number[] = []
  for (const [, between = '', digits] of text.replace(/†.*$/u, '').matchAll(items)) {
    const n = Number(digits)
    const from = numbers.at(-1)
    const isRange = /^\s*(?:[-–—~～]|to|bis)\s*$/iu.test(between) && from !== undefined && n > from
    if (isRange && n - from <= longestRange) {
      for (let within = from + 1; within < n; within += 1) numbers.push(within)
    }
    numbers.push(n)
  }
  return [...new Set(numbers)].slice(0, mostNumbers)
}

/** `[1](#source-1)` cites; any other target is a link of the answer's own. */
function linked(rest: string, numbers: number[], end: number, isEnd: boolean): Reading {
  if (rest.startsWith('(#')) {
    const close = rest.indexOf(')')
    if (close > 0 && close <= longestForm) return { numbers, length: end + close + 1 }
    return close < 0 && !isEnd && rest.length <= longestForm ? 'unclear' : 'text'
  }
  return rest === '(' && !isEnd ? 'unclear' : 'text'
}

/** Decimal digits of any script as 0 to 9. */
const withAsciiDigits = (text: string) =>
  text.replace(/[^\P{Nd}0-9]/gu, (digit) => {
    let value = 0
    const code = digit.codePointAt(0) ?? 0
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1
    return String(value)
  })

/**
 * Whether a bracket right behind `before` is the index of an expression outside code, such as
 * `items[1].name`, `rows[0] = 1` or `items[1] to get`: a citation has a blank before it or a stop
 * behind it. `bracket` begins with the bracket; two characters behind it tell.
 */
export function isIndex(before: string, bracket: string): boolean {
  if (!/[\w)]$/.test(before)) return false
  return /^\[\d{1,3}\](?:\.[A-Za-z_]|[ \t]?=[^=]|->|\(|[ \t][a-z])/.test(bracket)
}

/** Whether more text is needed to tell. */
export const isUnclearIndex = (before: string, bracket: string): boolean =>
  /[\w)]$/.test(before) && /^\[\d{1,3}\](?:[^\n]?|[ \t]=)$/.test(bracket)
