import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startSuite } from '../../dev/suite/suite.ts'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { type LocalSuite, startLocalSuite } from '../support/local-suite.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({ assets: false })
})
afterAll(() => local.close())

const ask = async (question: string) =>
  AnswerDocument.parse(await (await local.ask({ question }, undefined, 'application/json')).json())

const ofTheBell = 'How often does the keeper ring the bell in fog?'

test('without the texts of its assets a Worker answers, says that it is degraded, and verifies nothing', async () => {
  const { answered, degraded, citations } = await ask(ofTheBell)
  expect([answered, degraded]).toEqual([true, ['texts']])
  expect(citations.length).toBeGreaterThan(0)
  expect(citations.filter(({ status }) => status === 'verified')).toEqual([])
})

test('such an answer is shared with nobody', async () => {
  expect((await ask(ofTheBell)).cached).toBe(false)
})

test('a greeting is searched for like a question, and refused in English', async () => {
  const { answered, answer } = await ask('Guten Tag!')
  expect(answered).toBe(false)
  expect(answer).toContain('The book does not answer this question.')
})

test('its log says what is to be done', async () => {
  await ask(ofTheBell)
  const told = local.suite.logs.filter(({ message }) => message.includes('No claim is verified'))
  expect(told[0]?.level).toBe('error')
  expect(told[0]?.message).toContain(
    'by the binding ASSETS (it is missing): run `npm run setup` again',
  )
})

/** Asks an isolate whose first request is this question. */
async function askFresh(question: string) {
  const fresh = await startSuite({ settings: local.settings })
  onTestFinished(fresh.close)
  const { session_id, token } = await local.openSession()
  const response = await fetch(`${fresh.url}/v1/chat`, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ session_id, question }),
  })
  return AnswerDocument.parse(await response.json())
}

test('an isolate that begins with a question has read them when it checks the claims', async () => {
  const { degraded, citations } = await askFresh(ofTheBell)
  expect([degraded, citations[0]?.status]).toEqual([[], 'verified'])
})

test('an isolate that begins with a greeting tells it from a question', async () => {
  const { answer, sources } = await askFresh('Guten Tag!')
  expect([answer.startsWith('Guten Tag! Fragen Sie'), sources]).toEqual([true, []])
})
