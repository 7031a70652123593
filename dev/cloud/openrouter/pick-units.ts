import { contentStems, stemSet } from './content-stems.ts'
import { narrowed } from './narrow-unit.ts'
import {
  type Asked,
  coverage,
  isAbout,
  passageScore,
  readQuestion,
  wholeText,
} from './passage-score.ts'
import { type PromptPassage, readPassage, type Unit } from './read-passage.ts'
import { isSteps, textOf, unitScore } from './unit-score.ts'
import type { WantedAnswer } from './wanted-answer.ts'

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

// Of the best passage's score. Of 128 questions about the handbook 116 to 118 are answered with .4 or .5.
const likelyShare = 0.4
// The passage counts little beside its sentences, which are judged by its headings too.
const passageWeight = 0.25
// Of the best unit's score, where that has no number and one is asked for.
const numberedShare = 0.5
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
  const asked = readQuestion(question, passages)
  const ranked = rank(passages, asked)
  const [best] = ranked
  if (best === undefined || namesSomethingElse(question, passages)) return []
  const likely = ranked
    .filter(({ score }) => score >= likelyShare * best.score)
    .map(({ passage, score }) => ({ passage, share: score / best.score }))
  const isOnly = likely.filter(({ share }) => share >= 0.8).length === 1
  const candidates = sorted(likely.flatMap((one) => candidatesOf({ ...one, isOnly }, asked)))
  const chosen = completed(chooseNumbered(candidates, asked.wanted), candidates)
  return [...chosen, ...instructionFor(chosen, passages, asked)]
}

/** The command or the steps of the same chapter, where what was chosen only says that it can be done. */
function instructionFor(chosen: Candidate[], passages: PromptPassage[], asked: Asked): Candidate[] {
  const [first] = chosen
  if (!asked.wanted.instructs || first === undefined || chosen.some(isInstruction)) return []
  const chapter = passages.find(({ n }) => n === first.n)?.chapter
  const ofChapter = passages
    .filter((passage) => passage.chapter === chapter)
    .flatMap((passage) => candidatesOf({ passage, share: 1, isOnly: false }, asked))
  const units = sorted(ofChapter)
  const best = units.find(({ unit }) => isCommand(unit)) ?? units.find(isInstruction)
  return best ? [best] : []
}

const sorted = (candidates: Candidate[]) => candidates.toSorted((a, b) => b.score - a.score)

function rank(passages: PromptPassage[], asked: Asked) {
  return passages
    .filter((passage) => isAbout(passage, asked.weights))
    .map((passage) => ({ passage, score: passageScore(passage, asked) }))
    .sort((a, b) => b.score - a.score)
}

/** Whether the question names something that no passage has heard of, such as another product. */
function namesSomethingElse(question: string, passages: PromptPassage[]): boolean {
  const names = question.match(/(?<=[^\s.?!]\s+["“]?)\p{Lu}[\p{L}\d]+/gu) ?? []
  const isHeld = (stem: string) => passages.some((passage) => stemSet(wholeText(passage)).has(stem))
  return names.some((name) => contentStems(name).some((stem) => !isHeld(stem)))
}

function candidatesOf(
  { passage, share, isOnly }: { passage: PromptPassage; share: number; isOnly: boolean },
  asked: Asked,
): Candidate[] {
  const { n, section, text } = passage
  const units = readPassage(text)
  const isOfTheAnswer =
    text.length <= shortSection && (isOnly || coverage(section, asked.weights) >= 0.5)
  return units.map((whole, position) => {
    const before = units[position - 1]
    const unit = narrowed(whole, { before, section }, asked)
    const early = 1 + 0.1 / (position + 1)
    const score = share ** passageWeight * early * unitScore({ unit, before, passage }, asked)
    return { n, position, unit, score, isOfTheAnswer }
  })
}

// Whoever asks for a number is not answered by words without one of its kind.
function chooseNumbered(candidates: Candidate[], { number }: WantedAnswer): Candidate[] {
  const chosen = choose(candidates)
  if (number === undefined || chosen.some(({ unit }) => number.test(textOf(unit)))) return chosen
  const [first] = candidates
  const least = numberedShare * (first?.score ?? 0)
  return choose(candidates.filter(({ unit, score }) => score >= least && number.test(textOf(unit))))
}

function choose(candidates: Candidate[]): Candidate[] {
  const [first] = candidates
  if (first === undefined || first.score === 0) return []
  const chosen: Candidate[] = []
  const passages = new Set<number>()
  let characters = 0
  for (const candidate of candidates) {
    const { unit, n, score, isOfTheAnswer } = candidate
    const isIntroduced = unit.kind === 'sentence' || unit.lead !== ''
    const least = n !== first.n ? 0.75 : isOfTheAnswer && isIntroduced ? 0 : 0.55
    if (score < least * first.score || isRepeated(unit, chosen)) continue
    if (!passages.has(n) && passages.size === mostPassages) continue
    const length = textOf(unit).length
    if (chosen.length > 0 && characters + length > mostCharacters) continue
    if (!hasRoom(candidate, chosen)) continue
    chosen.push(candidate)
    passages.add(n)
    characters += length
  }
  return chosen
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

/** A sentence that points back comes with the one before it, code with a word about it, steps whole. */
function completed(chosen: Candidate[], candidates: Candidate[]): Candidate[] {
  const added = chosen.flatMap((one) => {
    const of = candidates.filter(({ n }) => n === one.n)
    if (isSteps(one.unit)) return of.filter(({ unit }) => isCommand(unit))
    if (!pointsBack(one.unit)) return []
    const beside =
      of.find(({ position }) => position === one.position - 1) ??
      of.find(({ position }) => position === one.position + 1)
    return beside?.unit.kind === 'sentence' ? [beside] : []
  })
  return [...new Set([...chosen, ...added])]
}

// "How do I …?" is not answered by a sentence that says that it can be done.
const isInstruction = ({ unit }: Candidate) =>
  unit.kind === 'sentence' ? /`[^`]+`/.test(unit.text) : unit.kind !== 'table'

// A command between two steps interrupts their list and is one of them.
const isCommand = (unit: Unit) => unit.kind === 'code' || isSteps(unit)

const pointsBack = (unit: Unit) =>
  unit.kind === 'code'
    ? unit.lead === ''
    : unit.kind === 'sentence' &&
      /^(?:It|Its|They|Their|This|That|These|Those|Then|Otherwise|Both|He|She|So|But|Afterwards|Neither|The same)\b/.test(
        unit.text,
      )
