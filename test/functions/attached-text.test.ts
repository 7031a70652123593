import { afterAll, beforeAll, expect, test } from 'vitest'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { type LocalSuite, startLocalSuite, until, untilQuiet } from '../support/local-suite.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite()
})
afterAll(() => local.close())

const frames = Array.from(
  { length: 60 },
  (_, n) => `    at turn${n} (/srv/app/node_modules/whale/dist/oil.js:${n}:17)`,
)
const trace = ['Error: in fog the keeper rings the bell', ...frames].join('\n')

async function answerTo(
  body: Record<string, unknown>,
  session?: { session_id: string; token: string },
) {
  const response = await local.ask(body, session, 'application/json')
  expect(response.status).toBe(200)
  return AnswerDocument.parse(await response.json())
}

test('the error line of a pasted trace is searched, not its frames, and the model reads all of it', async () => {
  const answer = await answerTo({ question: 'What does this mean?', attached_text: trace })
  expect(answer.sources[0]?.source).toBe('docs/Part-2-keepers/01-the-watch.md')
  expect(answer.usage?.prompt_tokens).toBeGreaterThan(trace.length / 4)
  expect(answer.answer).toContain('rings the bell')
})

test('what was pasted is logged as what was searched for, and answers nobody else', async () => {
  const asked = { question: 'Why does the bell ring in fog?', attached_text: trace }
  const first = await answerTo(asked)
  await untilQuiet(local)
  expect((await answerTo(asked)).cached).toBe(false)
  const [log] = await until(
    () =>
      local.sql.query('select question, standalone_question from query_logs where query_id = $1', [
        first.query_id,
      ]),
    (rows) => rows.length > 0,
  )
  expect(log?.question).toBe(asked.question)
  expect(JSON.stringify(log)).not.toContain('oil.js')
})

test('a later question points to the error that was pasted', async () => {
  const session = await local.openSession()
  await answerTo({ question: 'What does this mean?', attached_text: trace }, session)
  await untilQuiet(local)
  const next = await answerTo({ question: 'What about the bell?' }, session)
  expect(next.sources[0]?.source).toBe('docs/Part-2-keepers/01-the-watch.md')
})

test.each(['x'.repeat(8001), '', ' \n ', '\u200b', 'a\u0000b', '\ud800', 7, null])(
  'attached_text %j is refused by name',
  async (attached_text) => {
    const response = await local.ask({ question: 'Why?', attached_text })
    expect(response.status).toBe(422)
    expect(JSON.stringify(await response.json())).toContain('body.attached_text')
  },
)

test('8,000 characters are taken, whatever they are made of', async () => {
  const attached_text = '🗼'.repeat(8000)
  expect((await local.ask({ question: 'Who keeps the light?', attached_text })).status).toBe(200)
})

test.each([
  ['/v1/chat?protocol=ai-sdk', { parts: [{ type: 'text', text: 'What does this mean?' }] }],
  ['/v1/chat/completions', { content: 'What does this mean?' }],
])('%s takes it too', async (path, message) => {
  const { token } = await local.openSession()
  const response = await local.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ messages: [{ role: 'user', ...message }], attached_text: trace }),
  })
  expect(await response.text()).toContain('rings the bell')
})
