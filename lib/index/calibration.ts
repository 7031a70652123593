import * as z from 'zod/mini'
import { jsonOrUndefined } from '../text/json.ts'

/** Where Redis holds how this index answers questions that are not its own. */
export const calibrationKey = 'index:calibration'

const Spread = z.object({ mean: z.number(), deviation: z.number() })
const Quantiles = z.array(z.number()).check(z.length(21))

/** What one question scores in retrieval, each signal in its own measure. */
export const Signals = z.object({
  /** The best cosine; absent, as the two below, where nothing was searched by meaning. */
  cosine: z.optional(z.number()),
  /** How far the best cosine is above the last of the candidates'. */
  contrast: z.optional(z.number()),
  /** How far up the best passage is among those by meaning: 1 for the first, near 0 for the last. */
  agreement: z.optional(z.number()),
  /** Of the best passages the largest share of the question's words, by their rarity. */
  coverage: z.number(),
  /**
   * Of the best passages the largest product of coverage and of how near its cosine is, from 0 for the last
   * of the candidates' to 1 for the best: whether one passage has both. Absent as the cosine is.
   */
  together: z.optional(z.number()),
  /** The share of the question's words that no passage found has. */
  unheard: z.number(),
  /** 1 where it names something that none of the best passages has, else 0. */
  unknownName: z.number(),
})

export type Signals = z.infer<typeof Signals>

/** What is left of a question's signals where only words are searched. */
export const inWords = ({ coverage, unheard, unknownName }: Signals): Partial<Signals> => ({
  coverage,
  unheard,
  unknownName,
})

/** What is left of them where words say nothing, as in a language that the index does not speak. */
export const inMeaning = ({ cosine, contrast, agreement }: Signals): Partial<Signals> => ({
  ...(cosine !== undefined && { cosine }),
  ...(contrast !== undefined && { contrast }),
  ...(agreement !== undefined && { agreement }),
})

/**
 * How an index answers what it does not know, by questions of general knowledge that went through its
 * retrieval. `background` is what each signal is for them; the quantiles are of confidence, in steps
 * of 5 %, for them and for questions that were made of the index's own words.
 */
export const Calibration = z.object({
  index_version: z.string(),
  /** The model and the length of its vectors. */
  embedding: z.string(),
  background: z.object({
    cosine: Spread,
    contrast: Spread,
    agreement: Spread,
    coverage: Spread,
    together: Spread,
    unheard: Spread,
    unknownName: Spread,
  }),
  foreign: Quantiles,
  own: Quantiles,
  /** The same where only words were searched. */
  foreign_in_words: Quantiles,
  own_in_words: Quantiles,
  /** The same by meaning alone, for questions in a language that the index does not speak. */
  foreign_in_meaning: Quantiles,
  own_in_meaning: Quantiles,
  /** The languages that the index speaks. */
  languages: z.array(z.string()),
})

export type Calibration = z.infer<typeof Calibration>

export type Calibrated = ReturnType<typeof createCalibrated>

/**
 * Keeps the last calibration that Redis told of. One that was made for another embedding model says
 * nothing; one of an earlier index is better than none, and the next is on its way.
 */
export function createCalibrated() {
  let known: Calibration | undefined
  let seen = ''
  return {
    /** Takes what Redis holds under the key; what is absent or cannot be read changes nothing. */
    note(value: string | undefined) {
      if (value === undefined || value === seen) return
      seen = value
      const read = Calibration.safeParse(jsonOrUndefined(value))
      if (read.success) known = read.data
    },

    /** The calibration for vectors of this model. */
    of: (embedding: string): Calibration | undefined =>
      known?.embedding === embedding ? known : undefined,
  }
}

/** The value below which a share of the measured ones lie, between two steps in proportion. */
export function quantile(steps: readonly number[], share: number): number {
  const at = Math.min(1, Math.max(0, share)) * (steps.length - 1)
  const below = steps[Math.floor(at)] ?? 0
  const above = steps[Math.ceil(at)] ?? below
  return below + (above - below) * (at - Math.floor(at))
}

// However strict: as many of the questions that were made of the index's own words may be refused.
const mostOwnRefused = 0.2

/**
 * The confidence below which an index does not answer: the quantile of foreign questions' that
 * `strictness` names, as far as it leaves the index's own questions alone.
 */
export const floorBetween = (
  foreign: readonly number[],
  own: readonly number[],
  strictness: number,
): number => Math.min(quantile(foreign, strictness), quantile(own, mostOwnRefused))
