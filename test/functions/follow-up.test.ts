import { afterAll, beforeAll, expect, test } from 'vitest'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { type LocalSuite, startLocalSuite, until, untilQuiet } from '../support/local-suite.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite()
})
afterAll(() => local.close())

type Session = { session_id: string; token: string }

async function answerTo(question: string, session: Session) {
  const response = await local.ask({ question }, session, 'application/json')
  expect(response.status).toBe(200)
  return AnswerDocument.parse(await response.json())
}

async function afterQuestion(question: string) {
  const session = await local.openSession()
  await answerTo(question, session)
  await untilQuiet(local)
  return session
}

const searchedFor = async ({ query_id }: AnswerDocument) => {
  const [row] = await until(
    () => local.sql`select standalone_question from query_logs where query_id = ${query_id}`,
    (rows) => rows.length === 1,
  )
  return String(row?.standalone_question)
}

test('a follow-up that the joined search is sure of waits for no rewriting', async () => {
  const session = await afterQuestion('What did early lamps burn?')
  const answer = await answerTo('And why was kerosene better?', session)
  expect(answer.sources[0]?.source).toBe('docs/Part-1-lamps/02-lamp-oil.md')
  expect(answer.timings).not.toHaveProperty('rewrite')
  expect(await searchedFor(answer)).toBe('What did early lamps burn?\nAnd why was kerosene better?')
})

test('one that it is not sure of waits for the rewriting, and both are searched together', async () => {
  const session = await afterQuestion('What did early lamps burn?')
  const answer = await answerTo('And submarine telegraph cables?', session)
  expect(answer.timings).toHaveProperty('rewrite')
  expect(await searchedFor(answer)).toBe(
    'What did early lamps burn? And submarine telegraph cables?',
  )
})

test('while the model is away the extract answers the follow-up, and not the question before it', async () => {
  const session = await afterQuestion('How tall is a first-order Fresnel lens?')
  local.cloud.faults.openrouter.set({ kind: 'status', status: 500, match: 'chat' })
  const answer = await answerTo('And how often do they ring the bell in fog?', session)
  local.cloud.faults.openrouter.clear()
  expect(answer.degraded).toContain('model')
  expect(answer.answer.split('\n> ')[1]).toContain('bell')
})
