import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod/mini'
import { sample } from '../../dev/demo/seeded-random.ts'
import { mayShareAnswer } from '../../lib/cache/near-answers.ts'
import { isLikelyNear } from '../../lib/cache/near-question.ts'
import { topicsOf } from '../../lib/cache/subjects.ts'
import { guardsOf } from '../../lib/text/guards.ts'
import { readJsonl } from '../formats/jsonl.ts'
import { type Share, shareTrue } from '../interval.ts'

const Pair = z.object({ a: z.string(), b: z.string() })
const OwnPair = z.object({ kind: z.string(), one: z.string(), other: z.string() })

export interface NearFigures {
  name: string
  /** Of those asked, how many got the answer of their own pair. */
  right: Share
  /** How many got that of another. */
  wrong: Share
  wrongPairs: [asked: string, served: string, cosine: number][]
}

export interface NearSets {
  /** Every `b` is cached, and every `a` is asked. */
  caches: { name: string; pairs: z.infer<typeof Pair>[] }[]
  /** One is cached, and the other is asked: to share an answer would be wrong. */
  differing: { name: string; pairs: z.infer<typeof OwnPair>[] }[]
}

const candidates = 3
const ownPairs = fileURLToPath(new URL('../../test/cache/near-pairs.jsonl', import.meta.url))

/** Pairs of questions by halves: what was chosen was chosen on the first. */
export function nearSets(corpora: string, most: number): NearSets {
  const read = (file: string) => readJsonl(join(corpora, 'near-duplicates', file), Pair)
  const halves = (name: string, pairs: z.infer<typeof Pair>[]) =>
    [0, 1].map((half) => ({
      name: `${name}, ${half === 0 ? 'first half (chosen on)' : 'second half'}`,
      pairs: sample(
        pairs.filter((_, at) => at % 2 === half),
        most,
      ),
    }))
  const own = readJsonl(ownPairs, OwnPair).filter(({ kind }) => !/paraphrase|reworded/.test(kind))
  const alike = sample(read('questions-that-differ.jsonl'), most).map(({ a, b }) => ({
    kind: 'look-alike',
    one: a,
    other: b,
  }))
  return {
    caches: [
      ...halves('questions', read('questions.jsonl')),
      ...halves('statements', read('statements.jsonl')),
    ],
    differing: [
      { name: 'pairs that differ in one word that matters', pairs: own },
      { name: 'look-alikes that ask different things', pairs: alike },
    ],
  }
}

/** Every text of these sets, to be embedded. */
export const textsOf = ({ caches, differing }: NearSets): string[] => [
  ...caches.flatMap(({ pairs }) => pairs.flatMap(({ a, b }) => [a, b])),
  ...differing.flatMap(({ pairs }) => pairs.flatMap(({ one, other }) => [one, other])),
]

/** What the near cache would serve, with these vectors and this least cosine. */
export function measureNear(
  sets: NearSets,
  vectors: ReadonlyMap<string, number[]>,
  threshold: number,
  isAlike: IsAlike = mayServe,
): NearFigures[] {
  const cosineOf = (one: string, other: string) =>
    cosine(vectors.get(one) ?? [], vectors.get(other) ?? [])
  return [
    ...sets.caches.map(({ name, pairs }) =>
      figuresOf(name, served(pairs, cosineOf, threshold, isAlike)),
    ),
    ...sets.differing.map(({ name, pairs }) =>
      figuresOf(
        name,
        pairs
          .flatMap(({ one, other }) => [
            { asked: one, cached: other },
            { asked: other, cached: one },
          ])
          .map(({ asked, cached }) => {
            const near = cosineOf(asked, cached)
            const isServed = near >= threshold && isAlike(asked, cached, near)
            return { asked, isRight: false, ...(isServed && { served: cached, cosine: near }) }
          }),
      ),
    ),
  ]
}

interface Asked {
  asked: string
  isRight: boolean
  served?: string
  cosine?: number
}

function served(
  pairs: z.infer<typeof Pair>[],
  cosineOf: (one: string, other: string) => number,
  threshold: number,
  isAlike: IsAlike,
): Asked[] {
  const cached = [...new Set(pairs.map(({ b }) => b))]
  const guards = new Map(cached.map((text) => [text, guardsOf(text).join('\n')]))
  return pairs.map(({ a: asked }) => {
    const guard = guardsOf(asked).join('\n')
    const found = cached
      .filter((text) => isAlike === anyNear || guards.get(text) === guard)
      .map((text) => ({ text, near: cosineOf(asked, text) }))
      .filter(({ near }) => near >= threshold)
      .sort((one, other) => other.near - one.near)
      .slice(0, candidates)
      .find(({ text, near }) => isAlike(asked, text, near))
    if (!found) return { asked, isRight: false }
    const isRight =
      found.text === asked || pairs.some(({ a, b }) => a === asked && b === found.text)
    return { asked, isRight, served: found.text, cosine: found.near }
  })
}

type IsAlike = (asked: string, cached: string, near: number) => boolean

/** By the cosine alone, to compare with. */
export const anyNear: IsAlike = () => true

/** As the cache decides: by the subjects that Redis knows, and then by the words of both. */
function mayServe(asked: string, cached: string, near: number): boolean {
  const known = topicsOf(cached)
  const isLooked = isLikelyNear([...topicsOf(asked)].map((subject) => known.has(subject)))
  return isLooked && mayShareAnswer(asked, cached, near)
}

function figuresOf(name: string, all: Asked[]): NearFigures {
  const wrong = all.filter(({ isRight, served }) => served !== undefined && !isRight)
  return {
    name,
    right: shareTrue(all.map(({ isRight }) => isRight)),
    wrong: shareTrue(all.map((one) => wrong.includes(one))),
    wrongPairs: wrong.map(({ asked, served = '', cosine: near = 0 }) => [asked, served, near]),
  }
}

const cosine = (one: number[], other: number[]) =>
  one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0)
