import type { FoundPassage } from '../chat/passage.ts'
import type { Question } from '../chat/question.ts'
import type { Calibration, Signals } from '../index/calibration.ts'
import { languageTold } from '../text/language.ts'
import { confidence, counted, floorOf, judge } from './confidence/confidence.ts'
import { signalsOf } from './confidence/signals.ts'
import { fuse, leastRangeOf } from './fuse.ts'
import type { LexicalHit } from './lexical.ts'
import { languageOfPath, readersLanguageFirst } from './reader/reader-language.ts'
import { favourPage } from './reader/reader-page.ts'
import type { DenseHit } from './search-vectors.ts'

/** What an owner can turn. */
export interface Tuning {
  denseWeight: number
  lexicalWeight: number
  /** The floor where nothing is known, and the share of foreign questions to refuse where it is. */
  floor: number
  strictness: number
}

/** What each leg has found, best first. */
export interface FoundByLegs {
  lexical: LexicalHit[]
  dense: DenseHit[]
}

export interface Ranked {
  passages: FoundPassage[]
  /** What each sign says of whether the index answers. */
  signals: Signals
  confidence: number
  /** The confidence below which the index does not answer. */
  floor: number
}

/** Joins what the legs have found, and says how sure they are that it answers the question. */
export function rank(
  meant: string,
  asked: Pick<Question, 'question' | 'page' | 'browserLanguage'>,
  { lexical, dense }: FoundByLegs,
  calibration: Calibration | undefined,
  tuning: Tuning,
): Ranked {
  const fused = fuse(
    {
      lexical: { weight: tuning.lexicalWeight, hits: lexical },
      dense: { weight: tuning.denseWeight, hits: dense },
    },
    leastRangeOf(calibration?.background.contrast.mean),
  )
  const signals = signalsOf(meant, fused)
  const telling = calibration ? counted(signals, meant, calibration) : signals
  const passages = readersLanguageFirst(favourPage(fused, asked.page?.path), languagesOf(asked))
  return {
    passages,
    signals,
    confidence: calibration ? judge(telling, calibration.background) : confidence(meant, passages),
    floor: floorOf(telling, calibration, tuning),
  }
}

/** The languages of a reader: the question's, the page's, the browser's. */
const languagesOf = ({
  question,
  page,
  browserLanguage,
}: Pick<Question, 'question' | 'page' | 'browserLanguage'>): string[] =>
  [languageTold(question), page && languageOfPath(page.path), browserLanguage].filter(
    (language) => language !== undefined,
  )
