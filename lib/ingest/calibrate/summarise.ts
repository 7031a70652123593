import type { Calibration, Signals } from '../../index/calibration.ts'
import { inMeaning, inWords, quantile } from '../../index/calibration.ts'

/** How sure a question's signals make retrieval, from 0 to 1, against a background. */
export type Judge = (signals: Partial<Signals>, background: Calibration['background']) => number

// Of fewer questions a quantile says little: an index of a few passages.
const fewestOwn = 20
const steps = 20

/** Why an index cannot be calibrated; the message is for the owner. */
export class CalibrationError extends Error {
  override readonly name = 'CalibrationError'
}

/** Throws a CalibrationError where the index has too few questions of its own, which nobody need measure. */
export function requireOwn(own: readonly unknown[]): void {
  if (own.length >= fewestOwn) return
  throw new CalibrationError(
    `the index has ${own.length} headings and first sentences to ask for, and ${fewestOwn} are needed`,
  )
}

/**
 * What the measured questions say of an index. Throws a CalibrationError where it says nothing of what
 * the index does not know: few passages, or a book that answers questions of general knowledge.
 */
export function summarise(
  measured: { foreign: Signals[]; own: Signals[] },
  judge: Judge,
): Omit<Calibration, 'index_version' | 'embedding' | 'languages'> {
  const { foreign, own } = measured
  requireOwn(own)
  const background = {
    cosine: spreadOf(foreign, 'cosine'),
    contrast: spreadOf(foreign, 'contrast'),
    agreement: spreadOf(foreign, 'agreement'),
    coverage: spreadOf(foreign, 'coverage'),
    together: spreadOf(foreign, 'together'),
    unheard: spreadOf(foreign, 'unheard'),
    unknownName: spreadOf(foreign, 'unknownName'),
  }
  const scored = (all: Partial<Signals>[]) => quantilesOf(all.map((one) => judge(one, background)))
  const summary = {
    background,
    foreign: scored(foreign),
    own: scored(own),
    foreign_in_words: scored(foreign.map(inWords)),
    own_in_words: scored(own.map(inWords)),
    foreign_in_meaning: scored(foreign.map(inMeaning)),
    own_in_meaning: scored(own.map(inMeaning)),
  }
  if (quantile(summary.foreign, 0.5) >= quantile(summary.own, 0.5)) {
    throw new CalibrationError(
      'the book seems to answer questions of general knowledge as well as its own',
    )
  }
  return summary
}

function spreadOf(all: Signals[], name: keyof Signals) {
  const values = all.flatMap((one) => one[name] ?? [])
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean: short(mean), deviation: short(Math.sqrt(square / Math.max(1, values.length))) }
}

function quantilesOf(values: number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b)
  return Array.from({ length: steps + 1 }, (_, step) => short(quantile(sorted, step / steps)))
}

const short = (value: number) => Math.round(value * 1e5) / 1e5
