import { afterAll, beforeAll, expect, test } from 'vitest'
import { talkIn } from '../../lib/answer/talk.ts'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { turnsIn } from '../../lib/text/phrases.ts'
import { type LocalSuite, startLocalSuite, until, untilQuiet } from '../support/local-suite.ts'
import { modelSays } from '../support/model-says.ts'

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
  ['Hello!', turnsIn('en').replies.greeting],
  ['Danke dir', turnsIn('de').replies.thanks],
  ['merci beaucoup', turnsIn('fr').replies.thanks],
  ['¿Quién eres?', turnsIn('es').replies.identity],
  ['再见', turnsIn('zh').replies.farewell],
  ['👍', turnsIn('en').replies.acknowledged],
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

test('a turn about the answer is answered from it and its sources, and is nobody else’s', async () => {
  const session = await local.openSession()
  const first = await answerTo('How tall is a first-order Fresnel lens?', session)
  const ask = async (turn: string) => {
    await untilQuiet(local)
    return await answerTo(turn, session)
  }
  const repeated = await ask('repeat that, please')
  expect(repeated).toMatchObject({ answer: first.answer, sources: first.sources })
  expect(repeated.citations).toEqual(first.citations)
  const shorter = await ask('shorter please')
  expect(shorter.sources).toEqual(first.sources)
  expect(shorter.citations.length).toBeGreaterThan(0)
  expect(shorter.answer.length).toBeLessThanOrEqual(first.answer.length)
  const sources = await ask('source?')
  expect(sources.answer.startsWith(turnsIn('en').restsOn)).toBe(true)
  expect(sources.answer).toMatch(/^- .+ \[\d+\]$/m)
  const elsewhere = await answerTo('shorter please')
  expect(elsewhere.cached).toBe(false)
})

test('a reply that was cut goes on from where it stopped', async () => {
  const session = await local.openSession()
  modelSays(local, ['The lens is built of'], { finish: 'length' })
  const cut = await answerTo('How is the lens of glass built?', session)
  expect(cut.finish).toBe('length')
  await untilQuiet(local)
  modelSays(local, [' concentric rings [1].'])
  const rest = await answerTo('go on', session)
  local.cloud.faults.openrouter.clear()
  expect(rest).toMatchObject({ finish: 'stop', sources: cut.sources })
  expect(rest.answer).toContain('concentric rings')
})

test('a long text that tells of transfers to a person is a question', () => {
  const wish = 'I want to talk to a human agent.'
  expect(talkIn({ question: wish })?.isForPerson).toBe(true)
  expect(
    talkIn({ question: `${wish} ${'That is what our customers write to the bot. '.repeat(8)}` }),
  ).toBeUndefined()
})

test('what would be small talk asks about what was sent with it; a person is asked for all the same', () => {
  for (const question of ['What is this?', 'Help me!', 'Can you help me?']) {
    expect(talkIn({ question })).toBeDefined()
    expect(talkIn({ question, attached_text: 'ERROR no oil' })).toBeUndefined()
    expect(talkIn({ question, selected_text: 'The lamp burns.' })).toBeUndefined()
  }
  const question = 'I want to talk to a human'
  expect(talkIn({ question, attached_text: 'ERROR no oil' })?.isForPerson).toBe(true)
})
