// Longer tags are taken for text: the bound keeps hostile pages linear.
const maxTagChars = 2_000

const namePattern = /<(\/?)([A-Za-z][\w.-]*)/y
const attribute =
  /\s+(?:[A-Za-z_:@][\w:.@-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`{}]+|(?=\{)))?|(?=\{))/y
const endPattern = /\s*(\/?)>/y

const inline = new Set(
  'a abbr b cite code del dfn em font i ins kbd mark q s samp small span strong sub sup u var Badge GlossaryTerm Highlight Icon Kbd Link Term Tooltip Trans'.split(
    ' ',
  ),
)
const voidTags = new Set(
  'area base br col embed hr img input link meta source track wbr'.split(' '),
)

export interface Tag {
  name: string
  kind: 'open' | 'close' | 'empty'
  /** Whether text before and after it belongs to one sentence. */
  isInline: boolean
  source: string
  /** Offset behind the tag. */
  end: number
}

/** The HTML or JSX tag that begins at an offset, if there is one. */
export function tagAt(text: string, at: number): Tag | undefined {
  const window = text.slice(at, at + maxTagChars)
  const opening = matchAt(namePattern, window, 0)
  const name = opening?.[2]
  if (opening === null || name === undefined) return undefined
  const close = matchAt(endPattern, window, endOfAttributes(window, opening[0].length))
  if (close === null) return undefined
  const length = endPattern.lastIndex
  const isEmpty = close[1] === '/' || voidTags.has(name.toLowerCase())
  return {
    name,
    kind: opening[1] === '/' ? 'close' : isEmpty ? 'empty' : 'open',
    isInline: inline.has(name),
    source: window.slice(0, length),
    end: at + length,
  }
}

function endOfAttributes(text: string, start: number): number {
  let at = start
  while (matchAt(attribute, text, at) !== null) {
    at = attribute.lastIndex
    if (text[at] !== '{') continue
    const end = endOfBraces(text, at)
    if (end === undefined) return at
    at = end
  }
  return at
}

function endOfBraces(text: string, start: number): number | undefined {
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1
    if (text[at] === '}') depth -= 1
    if (depth === 0) return at + 1
  }
  return undefined
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}
