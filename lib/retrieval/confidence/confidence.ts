import type { FoundPassage } from '../../chat/passage.ts'
import { type Calibration, floorBetween, inMeaning, type Signals } from '../../index/calibration.ts'
import { languageTold } from '../../text/language.ts'
import { contentWords } from '../../text/words.ts'
import { codeIn } from './names.ts'
import { considered, covered, textOf } from './signals.ts'

/**
 * What each signal says, in deviations from what it is for questions that the index does not answer. By
 * logistic regression, with strong regularisation, on the first halves of SQuAD and a textbook; what they
 * refuse is reported on the others (`npm run eval -- --refusals`).
 */
const weights = {
  cosine: 0.6,
  agreement: 0.2,
  coverage: 1,
  together: 0.9,
  unheard: -0.6,
  unknownName: -0.8,
} as const
const telling = ['cosine', 'agreement', 'coverage', 'together', 'unheard', 'unknownName'] as const
const bias = -3
// What is farther off than this is not more telling, and no single signal decides alone.
const farthest = 5

/** How sure the legs are that the index answers, from 0 to 1, against its own background. */
export function judge(signals: Partial<Signals>, background: Calibration['background']): number {
  let sum = bias
  for (const name of telling) {
    const value = signals[name]
    if (value === undefined) continue
    const { mean, deviation } = background[name]
    const distance = (value - mean) / Math.max(deviation, 1e-3)
    sum += weights[name] * Math.max(-farthest, Math.min(farthest, distance))
  }
  return 1 / (1 + Math.exp(-sum))
}

/**
 * The confidence below which an index does not answer, by the signals that a question has; the fixed
 * `floor` where the index is not calibrated.
 */
export function floorOf(
  signals: Partial<Signals>,
  calibration: Calibration | undefined,
  { floor, strictness }: { floor: number; strictness: number },
): number {
  if (!calibration) return floor
  const [foreign, own] = measuredFor(signals, calibration)
  return floorBetween(foreign, own, strictness)
}

function measuredFor(signals: Partial<Signals>, calibration: Calibration): [number[], number[]] {
  if (signals.cosine === undefined) return [calibration.foreign_in_words, calibration.own_in_words]
  if (signals.coverage === undefined)
    return [calibration.foreign_in_meaning, calibration.own_in_meaning]
  return [calibration.foreign, calibration.own]
}

/**
 * What counts of a question's signals: all, but where it is in a language that the index does not speak,
 * and its words are hardly found there, what the search by meaning says.
 */
export function counted(
  signals: Signals,
  question: string,
  { background, languages }: Calibration,
): Partial<Signals> {
  if (signals.cosine === undefined || signals.coverage > background.coverage.mean) return signals
  const language = languageTold(question)
  return language === undefined || languages.includes(language) ? signals : inMeaning(signals)
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
  const said = codeIn(question)
  const known = said.length > 0 ? textOf(passages) : ''
  const isHeardOf = said.every((name) => known.includes(name.toLowerCase()))
  return Math.max(0, ...scores) * (isHeardOf ? 1 : unknownName)
}
