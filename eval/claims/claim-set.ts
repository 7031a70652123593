import { join } from 'node:path'
import * as z from 'zod/mini'
import { sample, seededRandom } from '../../dev/demo/seeded-random.ts'
import { readJsonl } from '../formats/jsonl.ts'
import { readPages } from '../index-corpus.ts'
import type { ClaimCase, ClaimMaker } from './case.ts'
import { paraphrases } from './paraphrases.ts'
import { questionClaims } from './question-claims.ts'
import { toSentencePassage } from './sentence-passages.ts'
import { swaps } from './swaps.ts'
import { settingClaims, tableClaims } from './table-claims.ts'

const mostPerKind = 400
const settings = 200

const makers: ClaimMaker[] = [
  { kind: 'true sentences', isTrue: true, make: (sentence) => sentence },
  ...swaps,
  ...paraphrases,
]

const Passage = z.object({ article: z.string(), paragraph_index: z.int(), text: z.string() })

/** The claims of the swap test, made from SQuAD's paragraphs and the textbook's pages. */
export async function claimSet(corpora: string): Promise<ClaimCase[]> {
  const squad = readJsonl(join(corpora, 'squad/passages.jsonl'), Passage)
  const pages = await readPages(join(corpora, 'textbook/docs'))
  const passages = [
    ...squad.map(({ article, text }) => ({ article, text })),
    ...pages.map(({ payload: { source, text } }) => ({ article: source, text })),
  ]
  const random = seededRandom(17)
  const made = passages.flatMap(({ article, text }) => {
    const passage = toSentencePassage(article, text)
    return [
      ...passage.sentences.flatMap((sentence) =>
        makers.flatMap(({ kind, isTrue, make }): ClaimCase[] => {
          const claim = make(sentence, passage, random)
          return claim === undefined ? [] : [{ kind, isTrue, article, claim, passage: text }]
        }),
      ),
      ...tableClaims(article, text, random),
    ]
  })
  const passageOf = new Map(
    squad.map(({ article, paragraph_index: index, text }) => [`${article}#${index}`, text]),
  )
  const asked = questionClaims(join(corpora, 'squad/queries.jsonl'), passageOf)
  return limited([...made, ...asked, ...settingClaims(settings, random)])
}

/** As many of each kind in each half, spread over all articles. */
function limited(all: ClaimCase[]): ClaimCase[] {
  const kinds = [...new Set(all.map(({ kind }) => kind))]
  return kinds.flatMap((kind) =>
    halvesOf(all).flatMap((half) =>
      sample(
        half.filter((one) => one.kind === kind),
        mostPerKind,
      ),
    ),
  )
}

/** The half the checker was made on, and the one it is reported on: every other article. */
export function halvesOf<Case extends { article: string }>(all: Case[]): [Case[], Case[]] {
  const articles = [...new Set(all.map(({ article }) => article))].sort()
  const place = new Map(articles.map((article, index) => [article, index % 2]))
  const half = (wanted: number) => all.filter(({ article }) => place.get(article) === wanted)
  return [half(0), half(1)]
}
