import { contentStems } from './content-stems.ts'
import { coverage, isAbout, passageScore, type Weights, weigh, wholeText } from './passage-score.ts'
import { type PromptPassage, readPassage, type Unit } from './read-passage.ts'
import { textOf, unitScore } from './unit-score.ts'
import { type WantedAnswer, wantedAnswer } from './wanted-answer.ts'

/** A unit of an answer, and the passage that it comes from. */
export interface Picked {
  n: number
  position: number
  unit: Unit
}

interface Candidate extends Picked {
  score: number
  /** Whether it is of a short section that is all about what was asked. */
  isOfTheAnswer: boolean
}

const mostPassages = 2
const mostSentences = 4
const mostBlocks = 2
const mostCharacters = 2400
// A section of a few sentences is clearer whole than with one of them left out.
const shortSection = 500

/** What in the passages answers each part of the question, in reading order; nothing where nothing does. */
export function pickUnits(question: string, passages: PromptPassage[]): Picked[] {
  const picked = partsOf(question).flatMap((part) => pickForPart(part, passages))
  const isFirst = ({ n, position }: Picked, index: number) =>
    picked.findIndex((other) => other.n === n && other.position === position) === index
  return picked.filter(isFirst).toSorted((a, b) => a.n - b.n || a.position - b.position)
}

/** "What is a node, and how is it started?" asks twice. */
const partsOf = (question: string) =>
  question.split(
    /\?\s+(?=\S)|,? (?:and|und|et|y) (?=(?:how|what|which|when|where|who|why|can|does|do|is|are)\b)/i,
  )

function pickForPart(question: string, passages: PromptPassage[]): Picked[] {
  const wanted = wantedAnswer(question)
  const weights = weigh(question, wanted.things, passages)
  const ranked = rank(passages, weights, wanted)
  const [best] = ranked
  if (best === undefined || namesSomethingElse(question, passages)) return []
  const likely = ranked
    .filter(({ score }) => score >= 0.8 * best.score)
    .map(({ passage, score }) => ({ passage, share: score / best.score }))
  const candidates = likely
    .flatMap(({ passage, share }) => {
      const isOnly = likely.length === 1
      return candidatesOf(passage, { share, isOnly }, weights, wanted)
    })
    .sort((a, b) => b.score - a.score)
  return completed(choose(candidates, wanted), candidates)
}

function rank(passages: PromptPassage[], weights: Weights, { things }: WantedAnswer) {
  return passages
    .filter((passage) => isAbout(passage, weights))
    .map((passage) => ({ passage, score: passageScore(passage, weights, things) }))
    .sort((a, b) => b.score - a.score)
}

/** Whether the question names something that no passage has heard of, such as another product. */
function namesSomethingElse(question: string, passages: PromptPassage[]): boolean {
  const names = question.match(/(?<=[^\s.?!]\s+["“]?)\p{Lu}[\p{L}\d]+/gu) ?? []
  const held = new Set(passages.flatMap((passage) => contentStems(wholeText(passage))))
  return names.some((name) => contentStems(name).some((stem) => !held.has(stem)))
}

function candidatesOf(
  passage: PromptPassage,
  { share, isOnly }: { share: number; isOnly: boolean },
  weights: Weights,
  wanted: WantedAnswer,
): Candidate[] {
  const units = readPassage(passage.text)
  const isOfTheAnswer =
    passage.text.length <= shortSection && (isOnly || coverage(passage.section, weights) >= 0.5)
  return units.map((whole, position) => {
    const unit = narrowed(whole, passage, weights, wanted)
    const placed = { unit, before: units[position - 1], position }
    const score = share ** 2 * unitScore(placed, passage, weights, wanted)
    return { n: passage.n, position, unit, score, isOfTheAnswer }
  })
}

/** A list or a table whole where it is the answer; otherwise the items that are. */
function narrowed(
  unit: Unit,
  { section }: PromptPassage,
  weights: Weights,
  wanted: WantedAnswer,
): Unit {
  if (unit.kind !== 'list' && unit.kind !== 'table') return unit
  const isIts = coverage(`${section}\n${unit.lead}`, weights) >= 0.5
  if (wanted.enumerates && isIts) return unit
  if (unit.kind === 'list') {
    if (unit.start !== undefined || (isIts && unit.items.length <= 8)) return unit
    return { ...unit, items: bestOf(unit.items, weights) }
  }
  return { ...unit, rows: bestOf(unit.rows, weights) }
}

// Rarity among the items tells them apart: what all of them say chooses none.
function bestOf(items: string[], question: Weights): string[] {
  const bags = items.map((item) => new Set(contentStems(item)))
  const weights = new Map(
    [...question].map(([stem, weight]) => {
      const holding = bags.filter((bag) => bag.has(stem)).length
      return [stem, holding === 0 ? 0 : weight * Math.log(1 + items.length / holding)]
    }),
  )
  const scores = items.map((item) => coverage(item, weights))
  const best = Math.max(...scores)
  return best === 0 ? items : items.filter((_, index) => (scores[index] ?? 0) >= 0.75 * best)
}

function choose(candidates: Candidate[], wanted: WantedAnswer): Candidate[] {
  const [first] = candidates
  if (first === undefined || first.score === 0) return []
  const chosen: Candidate[] = []
  const passages = new Set<number>()
  let characters = 0
  for (const candidate of candidates) {
    const { unit, n, score, isOfTheAnswer } = candidate
    const least = n !== first.n ? 0.75 : isOfTheAnswer && unit.kind === 'sentence' ? 0 : 0.55
    if (score < least * first.score || isRepeated(unit, chosen)) continue
    if (!passages.has(n) && passages.size === mostPassages) continue
    const length = textOf(unit).length
    if (chosen.length > 0 && characters + length > mostCharacters) continue
    if (!hasRoom(candidate, chosen)) continue
    chosen.push(candidate)
    passages.add(n)
    characters += length
  }
  return givesNumber(chosen, wanted) ? chosen : []
}

// Two tables of two passages are seldom one answer.
function hasRoom({ unit, n }: Candidate, chosen: Candidate[]): boolean {
  const isSentence = unit.kind === 'sentence'
  const same = chosen.filter((other) => (other.unit.kind === 'sentence') === isSentence)
  if (isSentence) return same.length < mostSentences
  return same.length < mostBlocks && same.every((other) => other.n === n)
}

const isRepeated = (unit: Unit, chosen: Candidate[]) =>
  chosen.some((other) => textOf(other.unit) === textOf(unit))

// Whoever asks for a number is not answered by words without one of its kind.
const givesNumber = (chosen: Candidate[], { number }: WantedAnswer) =>
  number === undefined || chosen.some(({ unit }) => number.test(textOf(unit)))

/** A sentence that points back comes with the one before it, code with a word about it, steps whole. */
function completed(chosen: Candidate[], candidates: Candidate[]): Candidate[] {
  const added = chosen.flatMap((one) => {
    const of = candidates.filter(({ n }) => n === one.n)
    if (one.unit.kind === 'list' && one.unit.start !== undefined) return of.filter(isStep)
    if (!pointsBack(one.unit)) return []
    const beside =
      of.find(({ position }) => position === one.position - 1) ??
      of.find(({ position }) => position === one.position + 1)
    return beside?.unit.kind === 'sentence' ? [beside] : []
  })
  return [...new Set([...chosen, ...added])]
}

// A command between two steps interrupts their list and is one of them.
const isStep = ({ unit }: Candidate) =>
  unit.kind === 'code' || (unit.kind === 'list' && unit.start !== undefined)

const pointsBack = (unit: Unit) =>
  unit.kind === 'code'
    ? unit.lead === ''
    : unit.kind === 'sentence' &&
      /^(?:It|Its|They|Their|This|That|These|Those|Then|Otherwise|Both|He|She|So|But|Afterwards|Neither|The same)\b/.test(
        unit.text,
      )
