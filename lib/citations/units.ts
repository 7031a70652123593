import * as answering from '../text/assets/answering.asset.ts'
import { detectLanguage } from '../text/language.ts'
import { lazily } from '../text/lazily.ts'
import { createMemo } from '../text/memo.ts'
import { allPhrases } from '../text/phrase-list.ts'
import { sentenceSegments } from '../text/segments.ts'
import { stem } from '../text/words.ts'
import { type Naming, type Terms, termsOf } from './terms.ts'

/** A sentence, table row, list item or line of code of a passage, and what it says. */
export interface Unit {
  /** Word for word as it is in the passage. */
  quote: string
  terms: Terms
  keys: ReadonlySet<string>
  /** What it stands under: the headings above it, its table's header, its list's lead-in. */
  context: ReadonlySet<string>
  /** Whether it points back to the one before it, as in "It was built". */
  pointsBack: boolean
}

/** A passage as its units, and how its names are told. */
export interface PassageUnits {
  units: Unit[]
  naming: Naming
  /** Every term of it. */
  keys: ReadonlySet<string>
  /** What a term says of the place it stands in: the rarer in this passage, the more. */
  worth: (key: string) => number
}

const mostUnits = 400
const backward = lazily(
  () => new RegExp(`^(?:${allPhrases(answering.backReferences).join('|')})(?!\\p{L})`, 'iu'),
)

// What is cited is cited again. They take 4 MiB, and 10 where all are as long as a source may be.
const lately = createMemo<PassageUnits>(100)

/** The units of a passage, in order; those that were lately cited are not read again. */
export const unitsOf = (text: string, above: string): PassageUnits =>
  lately(`${above}\n${text}`, () => readUnits(text, above))

function readUnits(text: string, above: string): PassageUnits {
  const naming = namingOf(text)
  const units: Unit[] = []
  const contextOf = remembered(keysOf)
  let heading = above
  let lead = ''
  let header: string[] = []
  for (const block of blocksOf(text)) {
    if (units.length >= mostUnits) break
    if (block.kind === 'heading') {
      heading = `${above} ${block.text}`
      lead = ''
    }
    if (block.kind === 'rule') continue
    if (block.kind !== 'row') header = []
    if (block.kind === 'row' && header.length === 0) {
      header = cellsOf(block.text)
      continue
    }
    const told = block.kind === 'row' ? withHeader(block.text, header) : undefined
    const context = contextOf(`${heading} ${block.kind === 'item' ? lead : ''} ${header.join(' ')}`)
    for (const quote of told ? [block.text] : sentencesOf(block)) {
      const terms = termsOf(told ?? quote, naming)
      const keys = new Set(terms.all.map(({ key }) => key))
      units.push({ quote, terms, keys, context, pointsBack: backward().test(quote) })
    }
    if (block.kind === 'prose') lead = lastSentence(block.text)
  }
  return { units, naming, ...countTerms(units) }
}

function countTerms(units: Unit[]): Pick<PassageUnits, 'keys' | 'worth'> {
  const counts = new Map<string, number>()
  for (const { keys } of units) for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  const worth = (key: string) => Math.log(1 + units.length / (counts.get(key) ?? units.length))
  const named = [...counts.keys()].flatMap(partsOf)
  return { keys: new Set([...counts.keys(), ...named]), worth }
}

/** The words that an identifier is made of: "neon" of `TIMEOUT_NEON_MS`. */
const partsOf = (key: string): string[] =>
  /[_./-]|\p{Ll}\p{Lu}/u.test(key)
    ? key.split(/[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})/u).map((word) => stem(word.toLowerCase()))
    : []

interface Block {
  kind: 'prose' | 'item' | 'row' | 'rule' | 'heading' | 'code'
  text: string
}

function* blocksOf(text: string): Generator<Block> {
  let inFence = false
  let held: Block | undefined
  for (const line of text.split('\n')) {
    const isFence = /^\s*(?:`{3,}|~{3,})/.test(line)
    const kind = isFence ? undefined : inFence ? 'code' : kindOf(line)
    if (isFence) inFence = !inFence
    // A line that is only wrapped goes on with the sentence before it.
    if (kind === 'prose' && (held?.kind === 'prose' || held?.kind === 'item')) {
      held.text += `\n${line}`
      continue
    }
    if (held) yield held
    held = kind && { kind, text: line.trim() }
  }
  if (held) yield held
}

function kindOf(line: string): Block['kind'] | undefined {
  if (line.trim() === '') return undefined
  if (/^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*$/.test(line)) return 'rule'
  if (/^\s*\|.*\|/.test(line)) return 'row'
  if (/^#{1,6} /.test(line)) return 'heading'
  return /^\s*(?:[-*+]|\d{1,3}[.)]) /.test(line) ? 'item' : 'prose'
}

function sentencesOf({ kind, text }: Block): string[] {
  if (kind === 'code') return [text.trim()]
  const wrapped = text.replaceAll('\n', ' ')
  return Array.from(sentenceSegments(wrapped), ({ index, segment }) =>
    text.slice(index, index + segment.length).trim(),
  ).filter(Boolean)
}

const lastSentence = (text: string) => text.slice(-300)

const cellsOf = (row: string) =>
  row
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim())

/** A row as a sentence: each cell behind the name of its column. */
const withHeader = (row: string, header: string[]) =>
  cellsOf(row)
    .map((cell, index) => `${index === 0 ? '' : (header[index] ?? '')} ${cell}`)
    .join(' ')

/** The same for the same text, without working it out again: most blocks share their heading. */
function remembered<T>(of: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const value = known.get(text) ?? of(text)
    known.set(text, value)
    return value
  }
}

const keysOf = (text: string): ReadonlySet<string> =>
  new Set(termsOf(text.slice(0, 1000)).all.map(({ key }) => key))

// Whatever is behind a word, a number or a comma is in the middle of a sentence.
const capitalised = /(?<=[\p{L}\p{N},;)] [“"'(]?)\p{Lu}\p{L}*/gu
const lowerCase = /(?<!\p{L})\p{Ll}\p{L}*/gu

/** Names are written with a capital in the middle of a sentence, and nowhere without. */
function namingOf(text: string): Naming {
  const stemsOf = (words: RegExp) =>
    new Set(text.match(words)?.map((word) => stem(word.toLowerCase())))
  const plain = stemsOf(lowerCase)
  const known = [...stemsOf(capitalised)].filter((key) => !plain.has(key))
  return { byCapital: detectLanguage(text) !== 'de', known: new Set(known) }
}
