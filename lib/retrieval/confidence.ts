import type { FoundPassage } from '../chat/passage.ts'
import { type Calibration, quantile, type Signals } from '../index/calibration.ts'
import { contentWords } from '../text/words.ts'
import { codeIn, considered, covered, textOf } from './signals.ts'

/**
 * What each signal says, in deviations from what it is for questions that the index does not answer.
 * Chosen by logistic regression for both embedding models and all corpora together; what they refuse
 * is reported on halves kept apart (`npm run eval -- --refusals`).
 */
const weights: Record<keyof Signals, number> = {
  cosine: 1,
  contrast: 0.1,
  agreement: 0.5,
  coverage: 1,
  unheard: -0.2,
  unknownName: -0.6,
}
const bias = -2.9
// What is farther off than this is not more telling, and no single signal decides alone.
const farthest = 5

// However strict: as many of the questions that were made of the index's own words may be refused.
const mostOwnRefused = 0.2

/** How sure the legs are that the index answers, from 0 to 1, against its own background. */
export function judge(signals: Signals, background: Calibration['background']): number {
  let sum = bias
  for (const name of [
    'cosine',
    'contrast',
    'agreement',
    'coverage',
    'unheard',
    'unknownName',
  ] as const) {
    const value = signals[name]
    if (value === undefined) continue
    const { mean, deviation } = background[name]
    const distance = (value - mean) / Math.max(deviation, 1e-3)
    sum += weights[name] * Math.max(-farthest, Math.min(farthest, distance))
  }
  return 1 / (1 + Math.exp(-sum))
}

/**
 * The confidence below which an index does not answer: the quantile of foreign questions' that
 * `strictness` names, as far as it leaves the index's own questions alone, or the fixed `floor` where
 * the index is not calibrated.
 */
export function floorOf(
  signals: Signals,
  calibration: Calibration | undefined,
  { floor, strictness }: { floor: number; strictness: number },
): number {
  if (!calibration) return floor
  const isInWords = signals.cosine === undefined
  const foreign = isInWords ? calibration.foreign_in_words : calibration.foreign
  const own = isInWords ? calibration.own_in_words : calibration.own
  return Math.min(quantile(foreign, strictness), quantile(own, mostOwnRefused))
}

const unknownName = 0.5

/**
 * How sure retrieval is that these passages answer the question, from 0 to 1, where nothing is known
 * of what the index scores otherwise: of the best five, the highest mean of cosine and coverage (the
 * share of the question's words, by their rarity, that the passage holds). A leg that did not answer
 * is left out of the mean. Halved when the question names something, such as AMCL or `maxWait`, of
 * which none of the passages has heard.
 */
export function confidence(question: string, passages: FoundPassage[]): number {
  const asked = [...new Set(contentWords(question))]
  const scores = passages.slice(0, considered).map((passage) => {
    const signals = [passage.coverage ?? covered(asked, passage)]
    if (passage.cosine !== undefined) signals.push(Math.max(0, passage.cosine))
    return signals.reduce((sum, signal) => sum + signal, 0) / signals.length
  })
  const names = codeIn(question)
  const known = names.length > 0 ? textOf(passages) : ''
  const isHeardOf = names.every((name) => known.includes(name.toLowerCase()))
  return Math.max(0, ...scores) * (isHeardOf ? 1 : unknownName)
}
