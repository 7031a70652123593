import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { type LocalSuite, startLocalSuite, until, untilQuiet } from '../support/local-suite.ts'
import { patient } from '../support/machine-pace.ts'

const timeoutMs = patient(3000)

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({
    settings: {
      RERANK_MODEL: 'cohere/rerank-v3.5',
      TIMEOUT_RERANK_MS: `${timeoutMs}`,
      BREAKER_FAILURES: '2',
    },
  })
})
afterAll(() => local.close())
afterEach(() => local.cloud.faults.openrouter.clear())

async function answerTo(question: string) {
  const before = rerankings().length
  const response = await local.ask({ question }, undefined, 'application/json')
  const answer = AnswerDocument.parse(await response.json())
  return { ...answer, rerankings: rerankings().length - before }
}

const rerankings = () =>
  local.cloud.requests.openrouter.entries.filter(({ path }) => path.endsWith('/rerank'))

/** The reranker puts the last of so many first. */
const backwards = (count: number) => ({
  kind: 'scripted' as const,
  type: 'application/json',
  match: 'rerank',
  writes: [
    JSON.stringify({
      model: 'cohere/rerank-v3.5',
      results: Array.from({ length: count }, (_, index) => ({
        index,
        relevance_score: index / 100,
      })),
    }),
  ],
})

test('the sources stand in the order of the reranker, with the scores of the search', async () => {
  local.cloud.faults.openrouter.set(backwards(3))
  const answer = await answerTo('What did early lamps burn?')
  expect(answer.rerankings).toBe(1)
  expect(answer.timings).toHaveProperty('rerank')
  const [first = 0, ...others] = answer.sources.map(({ score }) => score)
  expect(Math.max(...others)).toBeGreaterThan(first)
})

test('a question that is refused, and one from the cache, cost no reranking', async () => {
  const refused = await answerTo('Who won the chess championship of 1987?')
  expect(refused).toMatchObject({ answered: false, rerankings: 0 })
  expect((await answerTo('When is the reservoir filled?')).rerankings).toBe(1)
  await untilQuiet(local)
  const again = await answerTo('When is the reservoir filled?')
  expect(again).toMatchObject({ cached: 'exact', rerankings: 0 })
})

test('without the reranker the answer is that of the search, and the owner learns why', async () => {
  local.cloud.faults.openrouter.set({ kind: 'status', status: 500, match: 'rerank' })
  const answer = await answerTo('How is the lens cleaned?')
  expect(answer).toMatchObject({ answered: true, degraded: [] })
  const [trouble] = await until(
    () => local.sql`select cause from upstream_troubles where service = 'reranker'
      and cause = 'failing'`,
    (rows) => rows.length > 0,
  )
  expect(trouble).toEqual({ cause: 'failing' })
})

test('a reranker that fails again and again is left alone for a while', async () => {
  local.cloud.faults.openrouter.set({ kind: 'status', status: 500, match: 'rerank' })
  const asked = ['Why is sand never used on the glass?', 'How tall is a first-order Fresnel lens?']
  for (const question of asked) expect((await answerTo(question)).answered).toBe(true)
  expect(await answerTo('How often do they ring the bell in fog?')).toMatchObject({
    answered: true,
    rerankings: 0,
  })
})
