import { everything } from '../../chat/filter.ts'
import type { Passage } from '../../chat/passage.ts'
import type { Question } from '../../chat/question.ts'
import type { Neon } from '../../clients/neon.ts'
import type { Qdrant } from '../../clients/qdrant.ts'
import { settle } from '../../upstream/settle.ts'
import { lexical } from '../lexical.ts'
import { lexicalCandidates, searchLexically } from '../lexical-search.ts'
import { plainQuestion } from '../plain-question.ts'
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
  /** The reader's page, and what holds words of the selection. */
  page: Passage[]
  aroundSelection: Passage[]
  missed: string[]
}

const patienceMs = 30_000

/** Both legs for one question, as its answer asks them, with the reader's page and selection. */
export async function searchBoth(
  question: Question,
  { neon, qdrant, embed }: SearchBothDeps,
): Promise<FoundByBoth> {
  const plain = plainQuestion(question.question)
  const byMeaning = async () => {
    const [vector = []] = await embed([plain])
    return await qdrant.search(vector, denseCandidates, question.filter)
  }
  const [words, meaning] = await Promise.all([
    searchLexically(
      neon,
      question,
      { question: plain, searchFor: plain },
      lexicalCandidates,
      AbortSignal.timeout(patienceMs),
    ),
    settle(byMeaning()),
  ])
  const isHeld = ({ passage_id }: Passage) => !words.removed.has(passage_id)
  return {
    lexical: words.hits,
    beside: words.beside.filter(isHeld),
    page: words.page,
    aroundSelection: words.aroundSelection,
    dense: meaning.ok ? meaning.value.map(fromHit).filter(isHeld) : [],
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
        ...{ page: [], aroundSelection: [] },
        dense: (near[at] ?? []).map(fromHit),
        missed: [],
      })
    }
  }
  return found
}
