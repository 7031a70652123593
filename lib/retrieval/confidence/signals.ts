import { everything } from '../../chat/filter.ts'
import type { FoundPassage } from '../../chat/passage.ts'
import type { Neon } from '../../clients/neon.ts'
import type { OpenRouter } from '../../clients/openrouter.ts'
import type { Qdrant } from '../../clients/qdrant.ts'
import type { ActiveEmbedding } from '../../index/active-embedding.ts'
import type { Signals } from '../../index/calibration.ts'
import { embedQuestions } from '../../index/embed-question.ts'
import { createMemo } from '../../text/memo.ts'
import { contentWords } from '../../text/words.ts'
import { fuse, leastRangeOf } from '../fuse.ts'
import { lexical } from '../lexical.ts'
import { lexicalCandidates } from '../lexical-search.ts'
import { plainQuestion } from '../plain-question.ts'
import { denseCandidates, fromHit } from '../search-vectors.ts'
import { isHeardOf, namesIn } from './names.ts'

/** How many of the best passages may tell that a question is answered. */
export const considered = 5
// How many places down the best passage may be by meaning before it counts half.
const halving = 3
// Cosines closer together than this are the same.
const leastContrast = 1e-3

/** What the legs say of whether these passages, best first, answer the question. */
export function signalsOf(question: string, passages: FoundPassage[]): Signals {
  const best = passages.slice(0, considered)
  const asked = [...new Set(contentWords(question))]
  const coverages = best.map((passage) => passage.coverage ?? covered(asked, passage))
  const known = textOf(best)
  return {
    ...meaningOf(passages, coverages),
    coverage: Math.max(0, ...coverages),
    unheard: shareWithout(asked, passages),
    unknownName: namesIn(question).some((name) => !isHeardOf(name, known)) ? 1 : 0,
  }
}

function meaningOf(
  passages: FoundPassage[],
  coverages: number[],
): Pick<Signals, 'cosine' | 'contrast' | 'agreement' | 'together'> {
  const cosines = passages.flatMap(({ cosine }) => (cosine === undefined ? [] : [cosine]))
  if (cosines.length === 0) return {}
  const cosine = Math.max(...cosines)
  const last = Math.min(...cosines)
  const place = passages[0]?.denseRank
  const nearness = (passage: FoundPassage | undefined) =>
    ((passage?.cosine ?? last) - last) / Math.max(cosine - last, leastContrast)
  return {
    cosine,
    contrast: cosine - last,
    agreement: place === undefined ? 0 : 1 / (1 + (place - 1) / halving),
    together: Math.max(0, ...coverages.map((coverage, at) => coverage * nearness(passages[at]))),
  }
}

/** The share of these words that no passage says. The best ones say most of them: few texts are read. */
function shareWithout(words: string[], passages: FoundPassage[]): number {
  let unheard = words
  for (const passage of passages) {
    if (unheard.length === 0) break
    const text = textOf([passage])
    unheard = unheard.filter((word) => !text.includes(word))
  }
  return unheard.length / Math.max(1, words.length)
}

/** What passages say and stand under, in lower case. */
export const textOf = (passages: FoundPassage[]) =>
  passages
    .map(({ chapter, section, text }) => `${chapter} ${section} ${text}`)
    .join('\n')
    .toLowerCase()

// What is found is found again. They take .9 MiB, of passages of 2,000 characters.
const lately = createMemo<ReadonlySet<string>>(100)

/** The share of these words that a passage holds. */
export function covered(asked: string[], passage: FoundPassage): number {
  if (asked.length === 0) return 0
  const text = textOf([passage])
  const held = lately(text, () => new Set(contentWords(text)))
  return asked.filter((word) => held.has(word)).length / asked.length
}

export interface MeasureDeps {
  neon: Neon
  qdrant: Pick<Qdrant, 'searchEach'>
  openrouter: Pick<OpenRouter, 'embed'>
  denseWeight: number
  lexicalWeight: number
  timeoutMs: number
}

/** What each of these questions scores in retrieval, in their order; three requests for all of them. */
export async function measure(
  questions: string[],
  by: ActiveEmbedding,
  deps: MeasureDeps,
): Promise<Signals[]> {
  const plain = questions.map(plainQuestion)
  const inWords = plain.map((question) => lexical(question, everything, lexicalCandidates))
  const [near, words] = await Promise.all([
    embedQuestions(plain, by, deps).then((vectors) =>
      deps.qdrant.searchEach(vectors, denseCandidates),
    ),
    deps.neon.transaction(inWords, { readOnly: true }),
  ])
  const dense = near.map((hits) => hits.map(fromHit))
  const range = leastRangeOf(mean(dense.map(rangeOf)))
  return plain.map((question, at) => {
    const hits = (words[at] ?? []).filter((hit) => hit.rank !== null)
    const passages = fuse(
      {
        lexical: { weight: deps.lexicalWeight, hits },
        dense: { weight: deps.denseWeight, hits: dense[at] ?? [] },
      },
      range,
    )
    return signalsOf(question, passages)
  })
}

const rangeOf = (hits: { cosine: number }[]) => (hits[0]?.cosine ?? 0) - (hits.at(-1)?.cosine ?? 0)

const mean = (values: number[]) =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
