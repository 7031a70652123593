import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { type LocalSuite, startLocalSuite, until, untilQuiet } from '../support/local-suite.ts'

let local: LocalSuite
beforeAll(async () => {
  // Whoever waits for the model's first token, or for a breaker to open, does not come back in time.
  local = await startLocalSuite({
    settings: { TIMEOUT_FIRST_TOKEN_MS: '3600000', BREAKER_FAILURES: '1000' },
  })
})
afterAll(() => local.close())
afterEach(() => local.cloud.faults.openrouter.clear())

async function answerTo(question: string, session: Awaited<ReturnType<LocalSuite['openSession']>>) {
  const response = await local.ask({ question }, session, 'application/json')
  return AnswerDocument.parse(await response.json())
}

const refusals: [status: number, message: string][] = [
  [400, 'not a valid model ID'],
  [401, 'User not found.'],
  [402, 'Insufficient credits'],
  [403, 'Key limit exceeded'],
  [404, 'No endpoints found for this model'],
  [408, 'Request timed out'],
  [413, 'Prompt too long'],
  [422, 'Unprocessable'],
  [429, 'Rate limit exceeded'],
  [500, 'Internal error'],
  [502, 'Provider returned error'],
  [503, 'No available provider'],
]

test.each(refusals)(
  'a model that refuses with %i leaves the passages of this question, at once',
  async (status, message) => {
    const session = await local.openSession()
    await answerTo('How tall is a first-order Fresnel lens?', session)
    local.cloud.faults.openrouter.set({
      kind: 'scripted',
      status,
      type: 'application/json',
      writes: [JSON.stringify({ error: { code: status, message } })],
      match: 'chat',
    })
    const question = `What did lamps burn before kerosene, asked for ${status}?`
    const answer = await answerTo(question, session)
    expect(answer).toMatchObject({ degraded: ['model'], cached: false, answered: true })
    expect(answer.sources[0]?.source).toBe('docs/Part-1-lamps/02-lamp-oil.md')
    // What is quoted first answers this question, and not the one before it.
    expect(answer.answer.split('[1]')[0]).toMatch(/oil/i)
    expect(answer.answer.split('[1]')[0]).not.toMatch(/Fresnel/)
    expect(answer.answer).not.toContain(message)
    // Nothing of it is kept for the next reader.
    local.cloud.faults.openrouter.clear()
    await untilQuiet(local)
    const again = await answerTo(question, await local.openSession())
    expect(again).toMatchObject({ degraded: [], cached: false })
    await until(
      () => local.sql`select degraded from query_logs where question = ${question}`,
      (rows) => rows.length === 2,
    )
  },
)
