import { seededRandom } from '../dev/demo/seeded-random.ts'

/** The value below which this share of the values lies, by linear interpolation; share from 0 to 1. */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const low = sorted[Math.floor(at)] ?? Number.NaN
  const high = sorted[Math.ceil(at)] ?? low
  return low + (high - low) * (at - Math.floor(at))
}

export const median = (values: number[]) => percentile(values, 0.5)

export interface Ratio {
  ratio: number
  /** The ends of its 95 % interval. */
  low: number
  high: number
}

const resamples = 2000

/**
 * How the medians of two measurements stand to each other. They were taken by turns, so that the
 * values at one place belong together; the interval is a bootstrap's over those places.
 */
export function ratioOfMedians(ours: number[], theirs: number[]): Ratio {
  const random = seededRandom(1)
  const ratios = Array.from({ length: resamples }, () => {
    const places = ours.map(() => Math.floor(random() * ours.length))
    const pick = (values: number[]) => places.map((at) => values[at] ?? Number.NaN)
    return median(pick(ours)) / median(pick(theirs))
  })
  return {
    ratio: median(ours) / median(theirs),
    low: percentile(ratios, 0.025),
    high: percentile(ratios, 0.975),
  }
}
