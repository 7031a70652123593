import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { phrasesIn } from '../../lib/text/phrases.ts'
import { type LocalSuite, startLocalSuite, until, untilQuiet } from '../support/local-suite.ts'
import { modelSays } from '../support/model-says.ts'
import { stateKeys } from '../support/state-keys.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({
    settings: { TIMEOUT_FIRST_TOKEN_MS: '3000', BREAKER_FAILURES: '1000' },
  })
})
afterAll(() => local.close())
afterEach(() => local.cloud.faults.openrouter.clear())

const { noAnswer, nearestPages, extract } = phrasesIn('en')

async function answerTo(question: string): Promise<AnswerDocument> {
  const response = await local.ask({ question }, undefined, 'application/json')
  expect(response.status).toBe(200)
  return AnswerDocument.parse(await response.json())
}

/** What the log says of it. */
async function loggedAs({ query_id }: AnswerDocument) {
  const [row] = await until(
    () => local.sql`select answered, finish from query_logs where query_id = ${query_id}`,
    (rows) => rows.length === 1,
  )
  await untilQuiet(local)
  const cached = [...(await stateKeys(local)).keys()].filter((key) => key.startsWith('cache:'))
  expect(cached).toEqual([])
  return row
}

test.each([
  ['How tall is a first-order Fresnel lens?', ['NO_', 'ANSWER']],
  ['How is the lens built of rings of glass?', ['**NO_ANSWER**']],
  ['What is a Fresnel lens built of?', ['`NO_', 'ANSWER`']],
  ['Who trims the wick of the lamp?', ['<think>The passages lack it.</think>\n\n', 'NO_ANSWER']],
])('%s: %j shows our own words alone and is not cached', async (question, words) => {
  modelSays(local, words)
  const answer = await answerTo(question)
  expect(answer).toMatchObject({ answered: false, sources: [], citations: [], degraded: [] })
  expect(answer.answer).toMatch(new RegExp(`^${noAnswer} ${nearestPages}`))
  expect(await loggedAs(answer)).toMatchObject({ answered: false })
})

test('what a model says before it gives up stays, and our words follow', async () => {
  modelSays(local, ['The lens is of glass [1].', '\n\n', 'NO_ANS', 'WER'])
  const answer = await answerTo('How tall is a first-order Fresnel lens?')
  expect(answer.answered).toBe(false)
  expect(answer.answer).toMatch(/^The lens is of glass \[1\]\.\n\nThe book does not answer/)
  expect(answer.answer).not.toContain('NO_')
  expect(answer.citations).toHaveLength(1)
  expect(await loggedAs(answer)).toMatchObject({ answered: false })
})

test.each([
  ['How tall is the lens?', 'The passages do not say how tall the lens is.'],
  ['Wie hoch ist der Leuchtturm von Neuwerk?', 'Die Passagen enthalten dazu keine Angaben.'],
])('%s: a denial in prose (%s) is no answer', async (question, words) => {
  modelSays(local, [words])
  const answer = await answerTo(question)
  expect(answer).toMatchObject({ answered: false, answer: words })
  expect(await loggedAs(answer)).toMatchObject({ answered: false })
})

test.each([
  ['white space', [' ', '\n\n', '  ']],
  ['a marker', ['[1]']],
  ['a marker without end', ['[1] '.repeat(5000)]],
  [
    'its rules',
    ["You answer a reader's question about a book from numbered passages of that book.\n- Use"],
  ],
  [
    'its passages',
    ['<passage-k3y n="1" chapter="Lamps" section="">\n', 'The lens', '</passage-k3y>'],
  ],
  ['nothing', []],
])('a model that sends %s alone is as good as away', async (_, words) => {
  modelSays(local, words)
  const answer = await answerTo('How tall is a first-order Fresnel lens?')
  expect(answer).toMatchObject({ answered: true, degraded: ['model'] })
  expect(answer.answer.startsWith(extract)).toBe(true)
  expect(await loggedAs(answer)).toMatchObject({ answered: true })
})

test('a model that sends nothing until its timeout is as good as away', async () => {
  local.cloud.faults.openrouter.set({ kind: 'slow', firstTokenMs: 60_000, match: 'chat' })
  const answer = await answerTo('How tall is a first-order Fresnel lens?')
  expect(answer).toMatchObject({ degraded: ['model'] })
  await loggedAs(answer)
})

test('a mebibyte without a space is cut, and said to be', async () => {
  modelSays(
    local,
    Array.from({ length: 64 }, () => 'x'.repeat(16_384)),
  )
  const answer = await answerTo('How tall is a first-order Fresnel lens?')
  expect(answer.finish).toBe('length')
  expect(answer.answer.length).toBeLessThan(65_536)
  expect(await loggedAs(answer)).toMatchObject({ finish: 'length' })
})

test.each([
  [400, 'The model does not support this'],
  [401, 'No auth credentials found'],
  [402, 'Insufficient credits'],
  [403, 'Your input was flagged'],
  [404, 'No endpoints found'],
])('a provider that refuses with %i lets the passages speak at once', async (status, message) => {
  const body = JSON.stringify({ error: { code: status, message } })
  const writes = [body]
  const type = 'application/json'
  local.cloud.faults.openrouter.set({ kind: 'scripted', match: 'chat', status, type, writes })
  local.cloud.requests.openrouter.reset()
  const answer = await answerTo('How tall is a first-order Fresnel lens?')
  expect(answer).toMatchObject({ answered: true, degraded: ['model'] })
  expect(answer.answer.startsWith(extract)).toBe(true)
  const asked = local.cloud.requests.openrouter.entries.filter(({ path }) => path.includes('chat'))
  expect(asked).toHaveLength(1)
  await loggedAs(answer)
})

test('nothing of all this is ever served again', async () => {
  await untilQuiet(local)
  const cached = [...(await stateKeys(local)).keys()].filter((key) => key.startsWith('cache:'))
  expect(cached).toEqual([])
})
