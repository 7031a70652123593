import { negation, numberWords, units } from '../text/guard-words.ts'
import { lazily } from '../text/lazily.ts'
import { segmentsOf } from '../text/segments.ts'
import { isStopWord, stem } from '../text/words.ts'
import { hasOpposite } from './opposites.ts'

/** What a word says in a statement: `name`, `number` and `code` must be the very same to agree. */
export interface Term {
  kind: 'word' | 'name' | 'number' | 'code'
  key: string
  /** A number's unit, as one name for all its spellings. */
  unit?: string
  /** A negation before or behind it, in the same clause. */
  denied: boolean
}

/** A statement's terms in their order, and its negations by the terms that each may turn round. */
export interface Terms {
  all: Term[]
  denials: Term[][]
}

const mostTerms = 400
// How many terms behind a negation it may turn round.
const deniedAhead = 3

const negations = lazily(() => new Set(negation().words))
const plainNaming: Naming = { byCapital: true, known: new Set() }
const magnitudes = new Set(['hundred', 'thousand', 'million', 'billion', 'trillion'])
const isNegation = (word: string) =>
  negations().has(word) ||
  /n['’]t$/.test(word) ||
  word === 'cannot' ||
  /^[不没無无未勿]$/.test(word) ||
  /^(?:ません|ない)$/.test(word)

/** How names are told: by their capital, but for German, where every noun has one. */
export interface Naming {
  byCapital: boolean
  /** Stems that are names at the beginning of a sentence too. */
  known: ReadonlySet<string>
}

/** The terms of a text. */
export function termsOf(text: string, naming: Naming = plainNaming): Terms {
  const all: Term[] = []
  const denials: Term[][] = []
  let denying: { left: number; terms: Term[]; before: Term | undefined } | undefined
  let isStart = true
  // A negation with nothing behind it turns round what is before it, as in "es geht nicht".
  const endDenial = () => {
    if (denying?.before && denying.terms.length === 0) {
      denying.before.denied = true
      denying.terms.push(denying.before)
    }
    denying = undefined
  }
  const add = (term: Omit<Term, 'denied'>) => {
    if (all.length === mostTerms) return
    const added = { ...term, denied: denying !== undefined }
    all.push(added)
    denying?.terms.push(added)
    if (denying && --denying.left === 0) denying = undefined
  }
  for (const piece of piecesOf(text)) {
    if (piece.isCode) add({ kind: 'code', key: piece.text })
    else if (!piece.isWord) {
      if (/[,;:.!?，。；：！？()]/.test(piece.text)) endDenial()
      if (/[%‰]/.test(piece.text)) setUnit(all.at(-1), piece.text)
      if (/[.!?。！？:]/.test(piece.text)) isStart = true
    } else {
      const word = piece.text.toLowerCase()
      if (isNegation(word)) {
        endDenial()
        denying = { left: deniedAhead, terms: [], before: all.at(-1) }
        denials.push(denying.terms)
      } else if (isUnitOf(all.at(-1), word)) setUnit(all.at(-1), word)
      else for (const term of termOf(piece.text, isStart, naming)) add(term)
      isStart = false
    }
  }
  endDenial()
  return { all, denials }
}

interface Piece {
  text: string
  isWord: boolean
  isCode: boolean
}

/** Words, what stands between them, and code spans, each whole. */
function* piecesOf(text: string): Generator<Piece> {
  for (const [index, part] of text.split(/`([^`\n]+)`/).entries()) {
    if (index % 2 === 1) yield { text: part.trim(), isWord: false, isCode: true }
    else
      for (const { text: segment, isWord } of segmentsOf(part)) {
        const isCode = isWord && /_|\p{Ll}\p{Lu}/u.test(segment)
        yield { text: segment, isWord: isWord && !isCode, isCode }
      }
  }
}

function termOf(text: string, isStart: boolean, naming: Naming): Omit<Term, 'denied'>[] {
  const bare = text.replace(/['’]s?$/u, '')
  const word = bare.toLowerCase()
  const joined = /^(\p{Nd}[\p{Nd}.,]*)(\p{L}+)$/u.exec(bare)
  if (joined) {
    const unit = units().get(joined[2]?.toLowerCase() ?? '')
    const plain = { kind: 'number', key: numberKey(joined[1] ?? '') } as const
    return [unit ? { ...plain, unit } : { ...plain, key: word }]
  }
  if (/\p{Nd}/u.test(bare)) return [{ kind: 'number', key: numberKey(bare) }]
  // A second behind a number is its unit, and has been taken for one.
  const value = word === 'second' ? '2' : numberWords().get(word)
  if (value !== undefined && /^\d+$/.test(value)) return [{ kind: 'number', key: value }]
  const key = stem(word)
  const isDirection = hasOpposite(key)
  // "US" is a name, "us" says nothing.
  const isAcronym = /^\p{Lu}{2,}$/u.test(bare)
  if (isStopWord(word) && !isDirection && !isAcronym) return []
  const isCapital = naming.byCapital ? /^\p{Lu}/u.test(bare) : /^\p{Lu}{2}/u.test(bare)
  const isName = isCapital && (!isStart || naming.known.has(key))
  return [{ kind: isName && !isDirection ? 'name' : 'word', key }]
}

/** Digits alone, without marks between thousands. */
function numberKey(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase()
  return /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(plain) ? plain.replaceAll(',', '') : plain
}

const isUnitOf = (before: Term | undefined, word: string) =>
  before?.kind === 'number' &&
  before.unit === undefined &&
  (units().has(word) ||
    magnitudes.has(word) ||
    /^(?:k?hz|[mgk]hz|bits?|tons?|tonnes?|acres?|hectares?|k|c|f|mph|v|w|kw|mw|n|j|秒|分钟|小时|天|年|月)$/.test(
      word,
    ))

function setUnit(term: Term | undefined, unit: string) {
  if (term?.kind === 'number' && term.unit === undefined) {
    term.unit = units().get(unit.trim()) ?? stem(unit.trim())
  }
}
