import { contentStems } from './content-stems.ts'
import { coverage, type Weights } from './passage-score.ts'
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

/**
 * How well a unit answers. What its heading says need not be said again, so a sentence that only
 * repeats the question's words has no advantage over one that goes on from the heading.
 */
export function unitScore(
  { unit, before, position }: { unit: Unit; before: Unit | undefined; position: number },
  passage: PromptPassage,
  weights: Weights,
  wanted: WantedAnswer,
): number {
  const place = `${passage.chapter}\n${passage.section}`
  const said = unit.kind === 'sentence' ? unit.text : `${introduction(before)}\n${textOf(unit)}`
  const own = coverage(said, weights)
  const together = coverage(`${passage.section}\n${said}`, weights)
  const withPlace = coverage(`${place}\n${said}`, weights)
  const base = 0.25 * own + 0.6 * together + 0.15 * withPlace
  return base * (1 + 0.15 / (position + 1)) * suits(unit, weights, wanted)
}

// What a list or a table is of is said in the sentence before it.
const introduction = (before: Unit | undefined) => (before?.kind === 'sentence' ? before.text : '')

function suits(unit: Unit, weights: Weights, wanted: WantedAnswer): number {
  const givesNumber = wanted.number?.test(textOf(unit)) ?? false
  return ofItsKind(unit, weights, wanted) * (wanted.number ? (givesNumber ? 1.3 : 0.75) : 1)
}

function ofItsKind(unit: Unit, weights: Weights, wanted: WantedAnswer): number {
  switch (unit.kind) {
    case 'sentence':
      return sentenceSuits(unit.text, weights, wanted)
    case 'table':
      return wanted.enumerates ? 1.5 : 0.9
    case 'list':
      return wanted.enumerates || (wanted.instructs && unit.start !== undefined) ? 1.4 : 0.9
    case 'code':
      return wanted.instructs ? 1.25 : 0.4
  }
}

function sentenceSuits(text: string, weights: Weights, wanted: WantedAnswer): number {
  const stems = contentStems(text)
  const isNew = stems.some((stem) => !weights.has(stem))
  let factor = isNew ? 1 : 0.3
  if (/\?["'”’)\]*_]*$/.test(text)) factor *= 0.3
  if (!/[.!…。！？]["'”’)\]*_`]*$/.test(text)) factor *= 0.5
  if (stems.length < 3) factor *= 0.7
  if (wanted.instructs && /`[^`]+`/.test(text)) factor *= 1.15
  if (wanted.enumerates && text.split(/,| and | or /).length > 3) factor *= 1.15
  const opening = stems.slice(0, 3)
  if (wanted.defines && opening.some((stem) => weights.has(stem)) && /\b(?:is|are)\b/.test(text))
    factor *= 1.5
  return factor
}
