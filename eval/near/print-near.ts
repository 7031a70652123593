import type { EmbedderOptions } from '../embedder/embedder.ts'
import { told } from '../interval.ts'
import { embedTexts } from './embed-texts.ts'
import { anyNear, measureNear, type NearFigures, nearSets, textsOf } from './measure-near.ts'

const shownWrong = 5

export interface NearOptions extends EmbedderOptions {
  corpora: string
  dataDir: string
  /** The most pairs of each half of a set. */
  limit: number
  /** The least cosine of the cache. */
  threshold: number
}

/** Measures and prints what the near cache serves, and what the cosine alone would. */
export async function printNear({ corpora, dataDir, limit, threshold, ...embedding }: NearOptions) {
  const sets = nearSets(corpora, limit)
  const vectors = await embedTexts(textsOf(sets), dataDir, embedding)
  const figures = measureNear(sets, vectors, threshold)
  const byCosine = measureNear(sets, vectors, 0.9, anyNear)
  console.log(`Cached answers that a question near by gets, NEAR_MATCH_THRESHOLD = ${threshold}`)
  for (const [at, one] of figures.entries()) {
    const alone = byCosine[at]
    console.log(`\n${one.name}\n  ${lineOf(one)}`)
    if (alone) console.log(`  by the cosine alone, from .9 on: ${lineOf(alone)}`)
    for (const [asked, served, cosine] of one.wrongPairs.slice(0, shownWrong))
      console.log(`    wrong at ${cosine.toFixed(3)}: ${asked} | ${served}`)
  }
  return { near: figures, byCosine, ...(embedding.embedder && { embedder: embedding.embedder }) }
}

const lineOf = ({ right, wrong }: NearFigures) => `right ${told(right)}, wrong ${told(wrong)}`
