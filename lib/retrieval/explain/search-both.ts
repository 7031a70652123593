import { everything, type ReaderFilter } from '../../chat/filter.ts'
import type { Passage } from '../../chat/passage.ts'
import type { Neon } from '../../clients/neon.ts'
import type { Qdrant } from '../../clients/qdrant.ts'
import { settle } from '../../upstream/settle.ts'
import { lexical } from '../lexical.ts'
import { lexicalCandidates } from '../lexical-search.ts'
import type { FoundByLegs } from '../rank.ts'
import { denseCandidates, fromHit } from '../search-vectors.ts'

export interface SearchBothDeps {
  neon: Neon
  qdrant: Pick<Qdrant, 'search' | 'searchEach' | 'upstream'>
  /** The vectors of questions, by the model that answers now. */
  embed: (questions: string[]) => Promise<number[][]>
}

/** What the legs found of one question, with what stands beside the best by words. */
export interface FoundByBoth extends FoundByLegs {
  beside: Passage[]
  missed: string[]
}

/** Both legs for one question, as its answer asks them. */
export async function searchBoth(
  plain: string,
  filter: ReaderFilter,
  { neon, qdrant, embed }: SearchBothDeps,
): Promise<FoundByBoth> {
  const byMeaning = async () => {
    const [vector = []] = await embed([plain])
    return await qdrant.search(vector, denseCandidates, filter)
  }
  const [words, meaning] = await Promise.all([
    neon.run(lexical(plain, filter, lexicalCandidates)),
    settle(byMeaning()),
  ])
  return {
    lexical: words.filter(({ rank }) => rank !== null),
    beside: words.filter(({ rank }) => rank === null),
    dense: meaning.ok ? meaning.value.map(fromHit) : [],
    missed: meaning.ok ? [] : [qdrant.upstream],
  }
}

// As many as one transaction answers in time, whatever the book's size.
const atOnce = 20

/** Both legs for many questions over all pages, in few requests. */
export async function searchEach(
  plain: string[],
  { neon, qdrant, embed }: SearchBothDeps,
): Promise<FoundByBoth[]> {
  const found: FoundByBoth[] = []
  for (let from = 0; from < plain.length; from += atOnce) {
    const some = plain.slice(from, from + atOnce)
    const statements = some.map((text) => lexical(text, everything, lexicalCandidates))
    const [near, words] = await Promise.all([
      embed(some).then((vectors) => qdrant.searchEach(vectors, denseCandidates)),
      neon.transaction(statements, { readOnly: true }),
    ])
    for (const at of some.keys()) {
      const hits = words[at] ?? []
      found.push({
        lexical: hits.filter(({ rank }) => rank !== null),
        beside: hits.filter(({ rank }) => rank === null),
        dense: (near[at] ?? []).map(fromHit),
        missed: [],
      })
    }
  }
  return found
}
