const mostCharacters = 200
const mostRepeats = 100
const mostLevels = 10

/** A part of a pattern. */
export type Node =
  | { kind: 'character'; takes: (character: string) => boolean; literal?: string }
  | { kind: 'assertion'; holds: (before: string, after: string) => boolean }
  | { kind: 'sequence'; parts: Node[] }
  | { kind: 'choice'; options: Node[] }
  | { kind: 'repeat'; inner: Node; least: number; most: number | undefined }

type Takes = (character: string) => boolean

const isWord: Takes = (character) => /[\p{L}\p{N}_]/u.test(character)
const kinds: Record<string, Takes> = {
  d: (character) => /\d/.test(character),
  w: isWord,
  s: (character) => /\s/.test(character),
}
const controls: Record<string, string> = { t: '\t', n: '\n', r: '\r', f: '\f', v: '\v' }

/** Reads a pattern; `fault` makes the error that says what it may not have. */
export function parsePattern(
  source: string,
  fold: (text: string) => string,
  fault: (message: string) => Error,
): Node {
  if (source.length > mostCharacters) {
    throw fault(`A pattern may have at most ${mostCharacters} characters.`)
  }
  const characters = [...source]
  let at = 0
  const peek = () => characters[at]
  const next = () => characters[at++] ?? ''

  const tree = choice(0)
  if (at < characters.length) throw fault('There is a ) without a (: write \\) for the character.')
  return tree

  function choice(level: number): Node {
    if (level > mostLevels) throw fault(`Groups may be nested ${mostLevels} levels deep.`)
    const options = [sequence(level)]
    while (peek() === '|') {
      next()
      options.push(sequence(level))
    }
    return { kind: 'choice', options }
  }

  function sequence(level: number): Node {
    const parts: Node[] = []
    while (at < characters.length && peek() !== '|' && peek() !== ')') parts.push(repeated(level))
    return { kind: 'sequence', parts }
  }

  function repeated(level: number): Node {
    const inner = atom(level)
    const [least, most] = bounds() ?? [1, 1]
    if (least === 1 && most === 1) return inner
    // Lazy or greedy, a line has the same matches.
    if (peek() === '?') next()
    return { kind: 'repeat', inner, least, most }
  }

  function bounds(): [number, number | undefined] | undefined {
    const rest = characters.slice(at, at + 12).join('')
    const [whole = '', mark = '', from = '', comma, to = ''] =
      /^(?:([*+?])|\{(\d{1,4})(,)?(\d{0,4})\})/.exec(rest) ?? []
    at += whole.length
    if (mark !== '') return [mark === '+' ? 1 : 0, mark === '?' ? 1 : undefined]
    if (from === '') return undefined
    const least = Number(from)
    const most = to !== '' ? Number(to) : comma ? undefined : least
    if (Math.max(least, most ?? 0) > mostRepeats) {
      throw fault(`A repetition may count to ${mostRepeats} at most.`)
    }
    if (most !== undefined && most < least)
      throw fault('In {a,b} the first number is the smaller one.')
    return [least, most]
  }

  function atom(level: number): Node {
    const character = next()
    switch (character) {
      case '(':
        return group(level)
      case '[':
        return { kind: 'character', takes: set() }
      case '.':
        return { kind: 'character', takes: () => true }
      case '^':
        return { kind: 'assertion', holds: (before) => before === '' }
      case '$':
        return { kind: 'assertion', holds: (_, after) => after === '' }
      case '\\':
        return escaped()
      case '*':
      case '+':
      case '?':
        throw fault(
          `There is nothing to repeat before ${character}: write \\${character} for the character.`,
        )
      default:
        return literal(character)
    }
  }

  function group(level: number): Node {
    if (peek() === '?') {
      next()
      if (next() !== ':') {
        throw fault('Of the groups with (? only (?:…) is known: looking ahead or behind is not.')
      }
    }
    const inner = choice(level + 1)
    if (next() !== ')') throw fault('A ( has no ): write \\( for the character.')
    return inner
  }

  function escaped(): Node {
    const character = next()
    if (character === '') throw fault('A \\ stands at the end: write \\\\ for the character.')
    if (/[1-9]/.test(character))
      throw fault('Back-references are not known: write out what repeats.')
    if (character === 'b' || character === 'B') {
      const isBound = (before: string, after: string) =>
        (before !== '' && isWord(before)) !== (after !== '' && isWord(after))
      const holds = character === 'b' ? isBound : (a: string, b: string) => !isBound(a, b)
      return { kind: 'assertion', holds }
    }
    const takes = kindOf(character)
    return takes ? { kind: 'character', takes } : literal(controls[character] ?? character)
  }

  function literal(character: string): Node {
    const wanted = fold(character)
    return { kind: 'character', takes: (one) => one === wanted, literal: wanted }
  }

  function set(): Takes {
    const isNegated = peek() === '^'
    if (isNegated) next()
    const members: Takes[] = []
    for (let isFirst = true; isFirst || peek() !== ']'; isFirst = false) {
      if (at >= characters.length) throw fault('A [ has no ]: write \\[ for the character.')
      members.push(member())
    }
    next()
    return (character) => members.some((takes) => takes(character)) !== isNegated
  }

  function member(): Takes {
    const first = setCharacter()
    if (typeof first !== 'string') return first
    if (peek() !== '-' || characters[at + 1] === ']' || characters[at + 1] === undefined) {
      const wanted = fold(first)
      return (character) => character === wanted
    }
    next()
    const last = setCharacter()
    if (typeof last !== 'string') throw fault('A range goes from one character to another.')
    const [low, high] = [first, last].map((one) => fold(one).codePointAt(0) ?? 0)
    return (character) => {
      const code = character.codePointAt(0) ?? 0
      return code >= (low ?? 0) && code <= (high ?? 0)
    }
  }

  function setCharacter(): string | Takes {
    const character = next()
    if (character !== '\\') return character
    const named = next()
    return kindOf(named) ?? controls[named] ?? named
  }
}

function kindOf(name: string): Takes | undefined {
  const known = kinds[name.toLowerCase()]
  if (!known || name.toLowerCase() === name) return known
  return (character) => !known(character)
}
