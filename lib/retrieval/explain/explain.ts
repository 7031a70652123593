import type { FoundPassage } from '../../chat/passage.ts'
import type { Question } from '../../chat/question.ts'
import type { Calibration } from '../../index/calibration.ts'
import { type Chosen, chooseSources, type SourceLimits } from '../choose-sources.ts'
import { plainQuestion } from '../plain-question.ts'
import { rank, type Tuning } from '../rank.ts'
import type { Retrieved } from '../retrieve.ts'
import type { Explanation } from './explanation.ts'
import type { FoundByBoth } from './search-both.ts'

const shown = 40
const shownCharacters = 400

export interface Circumstances {
  calibration: Calibration | undefined
  tuning: Tuning
  limits: SourceLimits
}

/** What comes of what the legs have found, with the sources that an answer would rest on. */
export function weigh(
  question: Question,
  found: FoundByBoth,
  { calibration, tuning, limits }: Circumstances,
) {
  const meant = plainQuestion(question.question)
  const ranked = rank(meant, question, found, calibration, tuning)
  const retrieved: Retrieved = {
    ...ranked,
    beside: found.beside,
    page: found.page,
    aroundSelection: found.aroundSelection,
    removed: new Set(),
    missed: found.missed,
  }
  // What the reader points to is there to be answered from, whatever else was found.
  const isPointedTo = question.selected_text !== undefined || found.page.length > 0
  const isSure = ranked.passages.length > 0 && ranked.confidence >= ranked.floor
  const isAnswered = isPointedTo || isSure
  return { ...ranked, meant, isAnswered, chosen: chooseSources(question, retrieved, limits) }
}

/** The same in full, as an owner reads it; `prompt` writes what the model would be sent. */
export function explain(
  question: Question,
  found: FoundByBoth,
  circumstances: Circumstances,
  prompt: (chosen: Chosen) => { role: string; content: string }[],
): Explanation {
  const { passages, signals, confidence, floor, meant, isAnswered, chosen } = weigh(
    question,
    found,
    circumstances,
  )
  const { calibration, tuning } = circumstances
  return {
    searched_for: meant,
    tuning: {
      retrieval_strictness: tuning.strictness,
      retrieval_floor: tuning.floor,
      retrieval_dense_weight: tuning.denseWeight,
      retrieval_lexical_weight: tuning.lexicalWeight,
    },
    is_calibrated: calibration !== undefined,
    signals,
    confidence,
    floor,
    is_answered: isAnswered,
    found: { words: found.lexical.length, meaning: found.dense.length },
    candidates: passages
      .slice(0, shown)
      .map((passage, at) => candidate(passage, at, found, chosen)),
    ...(isAnswered && { prompt: prompt(chosen) }),
    missed: found.missed,
  }
}

function candidate(passage: FoundPassage, at: number, found: FoundByBoth, { sources }: Chosen) {
  const { passage_id, source, chapter, section, url, text, score } = passage
  const words = found.lexical.find((hit) => hit.passage_id === passage_id)
  const n = sources.find(({ passage_id: id, text: joined }) =>
    id === passage_id ? true : joined.includes(text),
  )?.n
  return {
    ...{ passage_id, source, chapter, section, url, score },
    text: text.slice(0, shownCharacters),
    rank: at + 1,
    ...(words &&
      passage.lexicalRank !== undefined && {
        words: {
          rank: passage.lexicalRank,
          score: words.lexical_score,
          coverage: words.coverage,
        },
      }),
    ...(passage.denseRank !== undefined &&
      passage.cosine !== undefined && {
        meaning: { rank: passage.denseRank, cosine: passage.cosine },
      }),
    ...(n !== undefined && { n }),
  }
}
