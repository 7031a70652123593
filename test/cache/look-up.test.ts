import { expect, test } from 'vitest'
import type { CachedAnswer } from '../../lib/cache/answer-cache.ts'
import { lookUpNear, nearest } from '../../lib/cache/look-up.ts'
import type { NearAnswers } from '../../lib/cache/near-answers.ts'
import { settle } from '../../lib/upstream/settle.ts'
import { createStopwatch } from '../../lib/upstream/stopwatch.ts'

const embedded = { vector: [1], by: 'a model' }
const near = { guard: 'g', subjectKeys: [] }
const nothing: NearAnswers = { hits: [], dead: [] }

/** Looks up, with these promises for what must be known; `asked` says how often it really did. */
function aLookUp(
  embedding: Promise<typeof embedded>,
  context: Promise<{ near: typeof near; indexVersion: string; mayBeNear: boolean }>,
) {
  const clock = createStopwatch(() => 0)
  let asked = 0
  const lookUp = async () => {
    asked += 1
    return { hits: [], dead: ['gone'] }
  }
  const { signal } = new AbortController()
  const answers = lookUpNear('q', settle(embedding), context, lookUp, clock, signal)
  return { answers, asked: () => asked, clock }
}

const known = (mayBeNear: boolean) => ({ near, indexVersion: '1', mayBeNear })

test('a look-up waits for the vector and for the context, and for nothing else', async () => {
  const vector = Promise.withResolvers<typeof embedded>()
  const context = Promise.withResolvers<ReturnType<typeof known>>()
  const { answers, asked, clock } = aLookUp(vector.promise, context.promise)
  vector.resolve(embedded)
  await vector.promise
  expect(asked()).toBe(0)
  context.resolve(known(true))
  expect(await answers).toEqual({ hits: [], dead: ['gone'] })
  expect(clock.timings).toHaveProperty('near')
})

test('a question that cannot be near another looks nothing up, and no time is noted', async () => {
  const { answers, asked, clock } = aLookUp(
    Promise.resolve(embedded),
    Promise.resolve(known(false)),
  )
  expect(await answers).toEqual(nothing)
  expect(asked()).toBe(0)
  expect(clock.timings).toEqual({})
})

test('without a vector nothing is found, and nothing is thrown', async () => {
  const { answers, asked } = aLookUp(
    Promise.reject(new Error('away')),
    Promise.resolve(known(true)),
  )
  expect(await answers).toEqual(nothing)
  expect(asked()).toBe(0)
})

test('without a context nothing is found, and nothing is thrown', async () => {
  const { answers, asked } = aLookUp(
    Promise.resolve(embedded),
    Promise.reject(new Error('rate-limited')),
  )
  expect(await answers).toEqual(nothing)
  expect(asked()).toBe(0)
})

const anAnswer = (...ids: string[]): CachedAnswer => ({
  query_id: 'q',
  question: 'q',
  answer: 'a',
  sources: [],
  citations: [],
  passages: ids.map((id) => ({ id, content_hash: '' })),
  index_version: '1',
  model: 'm',
  created_at: '',
})

const hits = [
  { cacheKey: 'first', answer: anAnswer('1', '2') },
  { cacheKey: 'second', answer: anAnswer('3') },
]

test.each([
  ['the nearest answer', [], [], 'first'],
  ['the next one where a passage of the nearest is gone', ['2'], [], 'second'],
  ['none where a passage of each is gone', ['1', '3'], [], undefined],
  ['none where Neon cannot say which passages are gone', [], ['neon'], undefined],
])('%s is served', async (_, removed, missed, cacheKey) => {
  const found = { near: Promise.resolve({ hits, dead: [] }), removed: new Set(removed), missed }
  expect((await nearest(found, 1000))?.cacheKey).toBe(cacheKey)
})

test('an answer near by that does not come in time is done without', async () => {
  const never = new Promise<NearAnswers>(() => {})
  expect(await nearest({ near: never, removed: new Set(), missed: [] }, 1)).toBeUndefined()
})
