import type { AnswerFigures } from './answers.ts'
import { flattered } from './chosen-on.ts'
import type { EvalResult, LegMetrics } from './evaluate.ts'
import type { ExcerptFigures } from './excerpts.ts'
import type { FloorFigures, HalfFigures } from './halves.ts'
import { shareOf, told } from './interval.ts'
import { metricNames } from './metrics.ts'
import { type Leg, legs } from './run.ts'

const shownWrong = 10

/** Prints an evaluation as tables. */
export function print(result: EvalResult) {
  console.log(`${result.format}: ${result.questions} questions on ${result.passages} passages`)
  console.log(
    Object.entries(result.settings)
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
  )
  const note = flattered(result.corpus)
  if (note) console.log(note)
  const shown = result.settings.RERANK_MODEL ? legs : legs.filter((leg) => leg !== 'reranked')
  printLegs('all', result, shown)
  if (result.several && result.several.measured < result.measured)
    printLegs('of several places', result.several, shown)
  const groups = Object.entries(result.groups)
  if (groups.length > 1)
    for (const [name, figures] of groups)
      if (result.each.some(({ group, metrics }) => group === name && metrics))
        printLegs(name, figures, shown)
  const { median, p95 } = result.latency_ms
  console.log(`\nRetrieval took ${median.toFixed(0)} ms (median), ${p95.toFixed(0)} ms (p95).`)
  if (result.answers) printAnswers(result.answers)
  if (result.halves) printHalves(result.halves)
  if (result.excerpts) printExcerpts(result.excerpts)
}

/** Each figure with its 95 % interval below. */
function printLegs(
  group: string,
  figures: LegMetrics & { measured: number },
  shown: readonly Leg[],
) {
  const name = `${group} (n = ${figures.measured})`
  console.log(`\n${name.padEnd(24)}${metricNames.map((metric) => metric.padStart(12)).join('')}`)
  for (const leg of shown) {
    const values = metricNames.map((metric) => figures[leg][metric].toFixed(3).padStart(12))
    console.log(`  ${leg.padEnd(22)}${values.join('')}`)
    const intervals = metricNames.map((metric) =>
      intervalOf(figures[leg][metric], figures.measured).padStart(12),
    )
    console.log(`${''.padEnd(24)}${intervals.join('')}`)
  }
}

function intervalOf(mean: number, n: number): string {
  const { low, high } = shareOf(mean * n, n)
  return `[${[low, high].map((end) => end.toFixed(2).replace(/^0/, '')).join(' ')}]`
}

function printAnswers(figures: AnswerFigures) {
  console.log(`
Unanswerable questions refused: ${told(figures.refusal_recall)}
Answerable questions refused: ${told(figures.refused_answerable)}
Refusals that are right: ${told(figures.refusal_precision)}
Citations verified: ${told(figures.verified)}; ${figures.unknown_numbers} numbers of no source, ${figures.quotes_not_verbatim} quotes not verbatim`)
  for (const text of figures.wrongly_refused.slice(0, shownWrong))
    console.log(`  refused though answerable: ${text}`)
  for (const text of figures.wrongly_answered.slice(0, shownWrong))
    console.log(`  answered though not answerable: ${text}`)
}

function printHalves(halves: HalfFigures[]) {
  console.log(
    '\nHalves, each with the floor that suits the other best, and with the configured one',
  )
  for (const half of halves) {
    const { answerable, recall, chosen, configured } = half
    console.log(`  recall@5 of sources ${told(shareOf(recall * answerable, answerable))}`)
    for (const floor of [chosen, configured]) console.log(`    ${toldFloor(floor, half)}`)
  }
}

function toldFloor(
  { floor, refusal_recall, refused_answerable }: FloorFigures,
  { answerable, unanswerable }: HalfFigures,
): string {
  const foreign = told(shareOf(refusal_recall * unanswerable, unanswerable))
  const own = told(shareOf(refused_answerable * answerable, answerable))
  return `floor ${floor.toFixed(3)} refuses ${foreign} unanswerable, and ${own} answerable`
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
