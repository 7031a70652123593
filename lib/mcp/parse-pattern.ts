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

/** A pattern on its way to be read. */
interface Reader {
  characters: string[]
  at: number
  fold: (text: string) => string
  fault: (message: string) => Error
}

/** Reads a pattern; `fault` makes the error that says what it may not have. */
export function parsePattern(source: string, fold: Reader['fold'], fault: Reader['fault']): Node {
  if (source.length > mostCharacters) {
    throw fault(`A pattern may have at most ${mostCharacters} characters.`)
  }
  const reader: Reader = { characters: [...source], at: 0, fold, fault }
  const tree = choice(reader, 0)
  if (reader.at < reader.characters.length) {
    throw fault('There is a ) without a (: write \\) for the character.')
  }
  return tree
}

const peek = ({ characters, at }: Reader) => characters[at]

function next(reader: Reader): string {
  const character = peek(reader) ?? ''
  reader.at += 1
  return character
}

function choice(reader: Reader, level: number): Node {
  if (level > mostLevels) throw reader.fault(`Groups may be nested ${mostLevels} levels deep.`)
  const options = [sequence(reader, level)]
  while (peek(reader) === '|') {
    next(reader)
    options.push(sequence(reader, level))
  }
  return { kind: 'choice', options }
}

function sequence(reader: Reader, level: number): Node {
  const parts: Node[] = []
  while (reader.at < reader.characters.length && peek(reader) !== '|' && peek(reader) !== ')')
    parts.push(repeated(reader, level))
  return { kind: 'sequence', parts }
}

function repeated(reader: Reader, level: number): Node {
  const inner = atom(reader, level)
  const [least, most] = bounds(reader) ?? [1, 1]
  if (least === 1 && most === 1) return inner
  // Lazy or greedy, a line has the same matches.
  if (peek(reader) === '?') next(reader)
  return { kind: 'repeat', inner, least, most }
}

function bounds(reader: Reader): [number, number | undefined] | undefined {
  const rest = reader.characters.slice(reader.at, reader.at + 12).join('')
  const [whole = '', mark = '', from = '', comma, to = ''] =
    /^(?:([*+?])|\{(\d{1,4})(,)?(\d{0,4})\})/.exec(rest) ?? []
  reader.at += whole.length
  if (mark !== '') return [mark === '+' ? 1 : 0, mark === '?' ? 1 : undefined]
  if (from === '') return undefined
  const least = Number(from)
  const most = to !== '' ? Number(to) : comma ? undefined : least
  if (Math.max(least, most ?? 0) > mostRepeats) {
    throw reader.fault(`A repetition may count to ${mostRepeats} at most.`)
  }
  if (most !== undefined && most < least)
    throw reader.fault('In {a,b} the first number is the smaller one.')
  return [least, most]
}

function atom(reader: Reader, level: number): Node {
  const character = next(reader)
  switch (character) {
    case '(':
      return group(reader, level)
    case '[':
      return { kind: 'character', takes: set(reader) }
    case '.':
      return { kind: 'character', takes: () => true }
    case '^':
      return { kind: 'assertion', holds: (before) => before === '' }
    case '$':
      return { kind: 'assertion', holds: (_, after) => after === '' }
    case '\\':
      return escaped(reader)
    case '*':
    case '+':
    case '?':
      throw reader.fault(
        `There is nothing to repeat before ${character}: write \\${character} for the character.`,
      )
    default:
      return literal(reader, character)
  }
}

function group(reader: Reader, level: number): Node {
  if (peek(reader) === '?') {
    next(reader)
    if (next(reader) !== ':') {
      throw reader.fault(
        'Of the groups with (? only (?:…) is known: looking ahead or behind is not.',
      )
    }
  }
  const inner = choice(reader, level + 1)
  if (next(reader) !== ')') throw reader.fault('A ( has no ): write \\( for the character.')
  return inner
}

function escaped(reader: Reader): Node {
  const character = next(reader)
  if (character === '') throw reader.fault('A \\ stands at the end: write \\\\ for the character.')
  if (/[1-9]/.test(character))
    throw reader.fault('Back-references are not known: write out what repeats.')
  if (character === 'b' || character === 'B') {
    const isBound = (before: string, after: string) =>
      (before !== '' && isWord(before)) !== (after !== '' && isWord(after))
    const holds = character === 'b' ? isBound : (a: string, b: string) => !isBound(a, b)
    return { kind: 'assertion', holds }
  }
  const takes = kindOf(character)
  return takes ? { kind: 'character', takes } : literal(reader, controls[character] ?? character)
}

function literal(reader: Reader, character: string): Node {
  const wanted = reader.fold(character)
  return { kind: 'character', takes: (one) => one === wanted, literal: wanted }
}

function set(reader: Reader): Takes {
  const isNegated = peek(reader) === '^'
  if (isNegated) next(reader)
  const members: Takes[] = []
  for (let isFirst = true; isFirst || peek(reader) !== ']'; isFirst = false) {
    if (reader.at >= reader.characters.length)
      throw reader.fault('A [ has no ]: write \\[ for the character.')
    members.push(member(reader))
  }
  next(reader)
  return (character) => members.some((takes) => takes(character)) !== isNegated
}

function member(reader: Reader): Takes {
  const first = setCharacter(reader)
  if (typeof first !== 'string') return first
  if (
    peek(reader) !== '-' ||
    reader.characters[reader.at + 1] === ']' ||
    reader.characters[reader.at + 1] === undefined
  ) {
    const wanted = reader.fold(first)
    return (character) => character === wanted
  }
  next(reader)
  const last = setCharacter(reader)
  if (typeof last !== 'string') throw reader.fault('A range goes from one character to another.')
  const [low, high] = [first, last].map((one) => reader.fold(one).codePointAt(0) ?? 0)
  return (character) => {
    const code = character.codePointAt(0) ?? 0
    return code >= (low ?? 0) && code <= (high ?? 0)
  }
}

function setCharacter(reader: Reader): string | Takes {
  const character = next(reader)
  if (character !== '\\') return character
  const named = next(reader)
  return kindOf(named) ?? controls[named] ?? named
}
function kindOf(name: string): Takes | undefined {
  const known = kinds[name.toLowerCase()]
  if (!known || name.toLowerCase() === name) return known
  return (character) => !known(character)
}
