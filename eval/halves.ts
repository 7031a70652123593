import { rounded } from './metrics.ts'
import type { QuestionResult } from './run.ts'

/** A floor of confidence that suits one half of the questions, and how both floors do on the other. */
export interface HalfFigures {
  answerable: number
  unanswerable: number
  /** Recall@5 of the sources. */
  recall: number
  /** What suits the other half best. */
  chosen: FloorFigures
  configured: FloorFigures
}

export interface FloorFigures {
  floor: number
  /** The share of the unanswerable questions of this half that it refuses. */
  refusal_recall: number
  /** The share of its answerable ones that it refuses. */
  refused_answerable: number
}

/**
 * The figures of two fixed halves, each with the floor that was chosen on the other, so that it shows
 * whether the configured one only suits the questions it was chosen on. Every other question of a
 * group is in the same half.
 */
export function measureHalves(results: QuestionResult[], configured: number): HalfFigures[] {
  const groups = [...new Set(results.map(({ group }) => group))]
  const halves = [0, 1].map((half) =>
    groups.flatMap((name) =>
      results.filter(({ group }) => group === name).filter((_, index) => index % 2 === half),
    ),
  )
  return halves.map((half, index) => ({
    answerable: half.filter(({ isAnswerable }) => isAnswerable).length,
    unanswerable: half.filter(({ isAnswerable }) => !isAnswerable).length,
    recall: mean(half.flatMap(({ metrics }) => metrics?.sources['recall@5'] ?? [])),
    chosen: floorFigures(half, suitedFloor(halves[1 - index] ?? [])),
    configured: floorFigures(half, configured),
  }))
}

/** Where most of the unanswerable and fewest of the answerable are below: the middle of the best. */
function suitedFloor(results: QuestionResult[]): number {
  const steps = Array.from({ length: 200 }, (_, step) => step / 200)
  const gains = steps.map((floor) => {
    const { refusal_recall, refused_answerable } = floorFigures(results, floor)
    return refusal_recall - refused_answerable
  })
  const most = Math.max(...gains)
  const best = steps.filter((_, index) => gains[index] === most)
  return best[Math.floor(best.length / 2)] ?? 0
}

function floorFigures(results: QuestionResult[], floor: number): FloorFigures {
  const below = (isAnswerable: boolean) =>
    mean(
      results
        .filter((result) => result.isAnswerable === isAnswerable)
        .map(({ confidence }) => (confidence < floor ? 1 : 0)),
    )
  return { floor, refusal_recall: below(false), refused_answerable: below(true) }
}

const mean = (values: number[]) =>
  rounded(values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length))
