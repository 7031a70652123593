import type { AnswerFigures } from './answers.ts'
import type { EvalResult, LegMetrics } from './evaluate.ts'
import type { ExcerptFigures } from './excerpts.ts'
import type { FloorFigures, HalfFigures } from './halves.ts'
import { metricNames } from './metrics.ts'
import { legs } from './run.ts'

const shownWrong = 10

/** Prints an evaluation as tables. */
export function print(result: EvalResult) {
  console.log(`${result.format}: ${result.questions} questions on ${result.passages} passages`)
  console.log(
    Object.entries(result.settings)
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
  )
  printLegs('all', result)
  const groups = Object.entries(result.groups)
  if (groups.length > 1)
    for (const [name, figures] of groups)
      if (result.each.some(({ group, metrics }) => group === name && metrics))
        printLegs(`${name} (${figures.questions})`, figures)
  const { median, p95 } = result.latency_ms
  console.log(`\nRetrieval took ${median.toFixed(0)} ms (median), ${p95.toFixed(0)} ms (p95).`)
  if (result.answers) printAnswers(result.answers)
  if (result.halves) printHalves(result.halves)
  if (result.excerpts) printExcerpts(result.excerpts)
}

function printLegs(name: string, figures: LegMetrics) {
  console.log(`\n${name.padEnd(24)}${metricNames.map((metric) => metric.padStart(11)).join('')}`)
  for (const leg of legs) {
    const values = metricNames.map((metric) => figures[leg][metric].toFixed(3).padStart(11))
    console.log(`  ${leg.padEnd(22)}${values.join('')}`)
  }
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`

function printAnswers(figures: AnswerFigures) {
  console.log(`
Refusals: ${percent(figures.refusal_recall)} of ${figures.unanswerable} unanswerable questions refused (recall),
  ${percent(figures.refused_answerable)} of ${figures.answerable} answerable ones refused; ${percent(figures.refusal_precision)} of refusals right (precision)
Citations: ${figures.citations}, ${figures.verified} of them verified; ${figures.unknown_numbers} numbers of no source, ${figures.quotes_not_verbatim} quotes not verbatim`)
  for (const text of figures.wrongly_refused.slice(0, shownWrong))
    console.log(`  refused though answerable: ${text}`)
  for (const text of figures.wrongly_answered.slice(0, shownWrong))
    console.log(`  answered though not answerable: ${text}`)
}

function printHalves(halves: HalfFigures[]) {
  console.log(
    '\nHalves, each with the floor that suits the other best, and with the configured one',
  )
  const told = ({ floor, refusal_recall, refused_answerable }: FloorFigures) =>
    `floor ${floor.toFixed(3)} refuses ${percent(refusal_recall)} of the unanswerable, ` +
    `${percent(refused_answerable)} of the answerable`
  for (const { questions, recall, chosen, configured } of halves) {
    console.log(`  ${questions} questions: recall@5 of sources ${recall.toFixed(3)}`)
    console.log(`    ${told(chosen)}\n    ${told(configured)}`)
  }
}

// https://research.trychroma.com/evaluating-chunking: whole set of five corpora, tokens, n = 5.
const published: [name: string, recall: number, precision: number, iou: number][] = [
  ['Recursive 400, text-embedding-3-large', 0.895, 0.036, 0.036],
  ['Recursive 200, text-embedding-3-large', 0.881, 0.07, 0.069],
  ['Cluster 400, text-embedding-3-large', 0.913, 0.045, 0.045],
  ['Recursive 250, all-MiniLM-L6-v2', 0.785, 0.054, 0.054],
  ['Recursive 200, all-MiniLM-L6-v2', 0.757, 0.065, 0.065],
]

function printExcerpts(figures: ExcerptFigures) {
  const line = (name: string, ...values: number[]) =>
    console.log(
      `  ${name.padEnd(46)}${values.map((value) => value.toFixed(3).padStart(11)).join('')}`,
    )
  console.log(
    `\nText of the first five passages${''.padEnd(17)}${['recall', 'precision', 'IoU'].map((name) => name.padStart(11)).join('')}`,
  )
  line(
    `here, ${figures.mean_characters} characters each`,
    figures.recall,
    figures.precision,
    figures.iou,
  )
  for (const [name, ...values] of published) line(`published: ${name}`, ...values)
  if (figures.unplaced > 0) console.log(`  ${figures.unplaced} passages could not be placed.`)
}
