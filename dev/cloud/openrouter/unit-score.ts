import { contentStems, stemSet } from './content-stems.ts'
import { type Asked, namedIn } from './passage-score.ts'
import type { PromptPassage, Unit } from './read-passage.ts'
import type { WantedAnswer } from './wanted-answer.ts'

/** The words of a unit by which it is judged. */
export function textOf(unit: Unit): string {
  switch (unit.kind) {
    case 'sentence':
      return unit.text
    case 'list':
      return [unit.lead, ...unit.items].join('\n')
    case 'table':
      return [unit.lead, unit.head, ...unit.rows].join('\n')
    case 'code':
      return `${unit.lead}\n${unit.text}`
  }
}

/** A unit, and where it stands. */
export interface Placed {
  unit: Unit
  before: Unit | undefined
  passage: PromptPassage
}

// What a word of the question is worth by the nearest place that says it. A heading need not be said
// again, so that a sentence which only repeats the question has little over one that goes on from there.
// Of 83 questions about the handbook as many were answered with half or twice the lesser ones.
const worth = {
  own: 1,
  section: 0.85,
  introduction: 0.7,
  before: 0.45,
  chapter: 0.5,
  passage: 0.25,
}

/** How well a unit answers: where the question's words stand, and whether it is of the kind that is asked for. */
export function unitScore(placed: Placed, asked: Asked): number {
  const places = placesOf(placed, asked.question)
  let held = 0
  let all = 0
  for (const [stem, weight] of asked.weights) {
    all += weight
    held += weight * Math.max(0, ...places.map((one) => (one.stems.has(stem) ? one.worth : 0)))
  }
  return all === 0 ? 0 : (held / all) * suits(placed.unit, asked)
}

function placesOf({ unit, before, passage }: Placed, question: string) {
  const isNamed = namedIn(question, passage.chapter)
  const places = [
    { worth: worth.own, text: textOf(unit) },
    { worth: worth.section, text: passage.section },
    // What a list or a table is of is said in the sentence before it.
    {
      worth: unit.kind === 'sentence' ? worth.before : worth.introduction,
      text: before?.kind === 'sentence' ? before.text : '',
    },
    { worth: isNamed ? worth.section : worth.chapter, text: passage.chapter },
    { worth: worth.passage, text: passage.text },
  ]
  return places.map(({ worth, text }) => ({ worth, stems: stemSet(text) }))
}

function suits(unit: Unit, asked: Asked): number {
  return ofItsKind(unit, asked) * givesNumber(textOf(unit), asked.wanted)
}

function ofItsKind(unit: Unit, asked: Asked): number {
  const { enumerates, instructs } = asked.wanted
  switch (unit.kind) {
    case 'sentence':
      return sentenceSuits(unit.text, asked)
    case 'table':
      return (
        (enumerates && unit.rows.length > 1 ? 1.4 : 0.9) * givesPlace(textOf(unit), asked.wanted)
      )
    case 'list':
      if (asked.wanted.defines && unit.items.some((item) => isDefinition(item, asked))) return 1.4
      return (enumerates && unit.items.length > 1) || (instructs && isSteps(unit)) ? 1.4 : 0.9
    case 'code':
      return instructs ? 1.25 : 0.4
  }
}

/** Whether a list is of steps, one after the other. */
export const isSteps = (unit: Unit) => unit.kind === 'list' && unit.start !== undefined

function sentenceSuits(text: string, asked: Asked): number {
  const { weights, wanted } = asked
  const stems = contentStems(text)
  // "There are no cookies" says nothing new but that.
  const isNew = wanted.confirms || stems.some((stem) => !weights.has(stem))
  let factor = isNew ? 1 : 0.3
  if (/\?["'”’)\]*_]*$/.test(text)) factor *= 0.3
  if (!/[.!…。！？]["'”’)\]*_`]*$/.test(text)) factor *= 0.5
  if (stems.length < 3 && !wanted.confirms) factor *= 0.7
  if (wanted.instructs && /`[^`]+`/.test(text)) factor *= 1.15
  if (wanted.enumerates && text.split(/,| and | or /).length > 3) factor *= 1.15
  if (wanted.defines && isDefinition(text, asked)) factor *= 1.5
  return factor * givesPlace(text, wanted)
}

/** "A **run** is …": what is asked about opens the sentence. */
const isDefinition = (text: string, { weights }: Asked) =>
  /\b(?:is|are)\b/.test(text) &&
  contentStems(text)
    .slice(0, 3)
    .some((stem) => weights.has(stem))

// A verb that has a place, and the place; or an address.
const place =
  /\b(?:kept|keeps?|stored|stores?|stays?|stands?|lives?|lies|found|written|saved|put|held|holds?|goes|is|are|see|at)\b[^.;]{0,40}\b(?:in|at|under|on|into|inside|from)\b|https?:|[`|] ?\/\w/i

const givesPlace = (text: string, { locates }: WantedAnswer) =>
  !locates ? 1 : place.test(text) ? 1.2 : 0.75

/** A number where one is asked for, and best one of the very things that are counted. */
function givesNumber(text: string, { number, counted }: WantedAnswer): number {
  if (!number) return 1
  if (!number.test(text)) return 0.6
  const [thing] = contentStems(counted)
  if (thing === undefined) return 1.25
  const counts = text.match(count) ?? []
  return counts.some((words) => contentStems(words).includes(thing)) ? 1.6 : 1.1
}

const count =
  /\b(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten)\s+(?:[\w-]+\s+)?[\w-]+/gi
