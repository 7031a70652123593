import { afterAll, beforeAll, expect, test } from 'vitest'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { phrasesIn } from '../../lib/text/phrases.ts'
import { type LocalSuite, startLocalSuite, until, untilQuiet } from '../support/local-suite.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite()
})
afterAll(() => local.close())

type Session = Awaited<ReturnType<LocalSuite['openSession']>>

async function answerTo(question: string, session?: Session): Promise<AnswerDocument> {
  const response = await local.ask({ question }, session, 'application/json')
  return AnswerDocument.parse(await response.json())
}

test.each([
  ['Hello!', phrasesIn('en').replies.greeting],
  ['Danke dir', phrasesIn('de').replies.thanks],
  ['merci beaucoup', phrasesIn('fr').replies.thanks],
  ['¿Quién eres?', phrasesIn('es').replies.identity],
  ['再见', phrasesIn('zh').replies.farewell],
  ['👍', phrasesIn('en').replies.acknowledged],
])('%s has a fixed sentence, and nothing is searched', async (turn, said) => {
  const session = await local.openSession()
  await untilQuiet(local)
  for (const name of ['neon', 'qdrant', 'openrouter'] as const) local.cloud.requests[name].reset()
  const response = await local.ask({ question: turn }, session)
  const reader = response.body?.getReader()
  await reader?.read()
  for (const name of ['qdrant', 'openrouter'] as const) {
    expect(local.cloud.requests[name].entries).toEqual([])
  }
  await reader?.cancel()
  const answer = await answerTo(turn, session)
  expect(answer).toMatchObject({ answer: said, answered: true, sources: [], cached: false })
})

test('small talk with a question in it is a question', async () => {
  const answer = await answerTo('Hi, how tall is a first-order Fresnel lens?')
  expect(answer.sources.length).toBeGreaterThan(0)
})

test('thanks neither count as refusals nor stand between a question and its follow-up', async () => {
  const session = await local.openSession()
  await answerTo('Which submarine cables cross Antarctica?', session)
  const thanked = [await answerTo('thanks', session), await answerTo('thank you', session)]
  for (const { hand_off } of thanked) expect(hand_off).toBeUndefined()
  await answerTo('When did kerosene replace whale oil?', session)
  await answerTo('ok', session)
  const { query_id } = await answerTo('How does it work?', session)
  const [followUp] = await until(
    () => local.sql`select standalone_question from query_logs where query_id = ${query_id}`,
    (found) => found.length > 0,
  )
  expect(followUp?.standalone_question).toContain('kerosene')
  const rows = await until(
    () => local.sql`select question from unanswered_log`,
    (found) => found.length > 0,
  )
  const refused = rows.map(({ question }) => question)
  expect(refused).toContain('Which submarine cables cross Antarctica?')
  for (const turn of ['thanks', 'thank you', 'ok']) expect(refused).not.toContain(turn)
})
