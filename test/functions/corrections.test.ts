import { afterAll, beforeAll, expect, test } from 'vitest'
import { Correction, CorrectionList } from '../../lib/admin/desk/corrections.ts'
import { RegressionList } from '../../lib/admin/gaps/gap-list.ts'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { History } from '../../lib/conversation/history.ts'
import {
  adminHeaders,
  type LocalSuite,
  startLocalSuite,
  until,
  untilQuiet,
} from '../support/local-suite.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({ settings: { GAPS_ASKED_PER_RUN: '9' } })
})
afterAll(() => local.close())

const send = (method: string, path: string, body?: object) =>
  local.request(`/v1/admin/${path}`, {
    method,
    headers: adminHeaders,
    ...(body && { body: JSON.stringify(body) }),
  })
const list = async () => CorrectionList.parse(await (await send('GET', 'corrections')).json()).data

async function ask(question: string) {
  const session = await local.openSession()
  const reply = await local.ask({ question }, session, 'application/json')
  const answer = AnswerDocument.parse(await reply.json())
  await untilQuiet(local)
  return { session, answer }
}

test('a correction is in the conversation that is open, and its question is asked after the next run', async () => {
  const { session, answer } = await ask('What is the glass cleaned with?')
  const { session: other, answer: refused } = await ask('Who invented the telephone?')
  const [cited] = answer.sources
  const right = { query_id: answer.query_id, answer: 'With spirit.', pages: [cited?.source ?? ''] }
  const reply = await send('POST', 'corrections', right)
  expect(reply.status).toBe(201)
  expect(Correction.parse(await reply.json())).toMatchObject({
    was_sent: true,
    author: 'ADMIN_TOKEN',
  })
  const wrong = { query_id: refused.query_id, answer: 'Not in this book.' }
  expect((await send('POST', 'corrections', wrong)).status).toBe(201)

  const headers = { authorization: `Bearer ${session.token}` }
  const path = `/v1/sessions/${session.session_id}/messages`
  const { data } = History.parse(await (await local.request(path, { headers })).json())
  expect(data.at(-1)).toMatchObject({ role: 'person', content: 'With spirit.' })

  const run = await local.ingest()
  await until(
    async () => RegressionList.parse(await (await send('GET', 'regressions')).json()),
    ({ run_id, is_checked }) => run_id === run.id && is_checked,
  )
  const found = new Map((await list()).map((one) => [one.query_id, one]))
  expect(found.get(answer.query_id)).toMatchObject({ is_met: true, checked_in_run: run.id })
  expect(found.get(refused.query_id)).toMatchObject({ is_met: false })

  // What a reader erases is asked no more; the owner's own words stay until they are withdrawn.
  const erase = { method: 'DELETE', headers: { authorization: `Bearer ${other.token}` } }
  expect((await local.request(`/v1/sessions/${other.session_id}`, erase)).status).toBe(204)
  const left = (await list()).find(({ query_id }) => query_id === refused.query_id)
  expect(left?.question).toBeUndefined()
  expect((await send('DELETE', `corrections/${refused.query_id}`)).status).toBe(204)
  expect((await send('DELETE', `corrections/${refused.query_id}`)).status).toBe(404)
  const unknown = { query_id: crypto.randomUUID(), answer: 'x' }
  expect((await send('POST', 'corrections', unknown)).status).toBe(404)
})
