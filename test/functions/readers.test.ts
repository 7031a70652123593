import { afterAll, beforeAll, expect, test } from 'vitest'
import { ReaderList } from '../../lib/admin/readers.ts'
import { OpenedSession } from '../../lib/conversation/sessions.ts'
import { anIdentityToken } from '../support/an-identity-token.ts'
import {
  adminHeaders,
  type LocalSuite,
  startLocalSuite,
  untilQuiet,
} from '../support/local-suite.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite()
})
afterAll(() => local.close())

const question = 'What does the lens bend?'
const words = 'The beam in my kitchen is dim'

async function openAs(external_id: string) {
  const reply = await local.request('/v1/sessions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ identity_token: await anIdentityToken(external_id) }),
  })
  return OpenedSession.parse(await reply.json())
}

const ask = async (path: string, method = 'GET') =>
  await local.request(`/v1/admin/readers${path}`, { method, headers: adminHeaders })

async function find(q: string) {
  const reply = await ask(`?q=${encodeURIComponent(q)}`)
  return ReaderList.parse(await reply.json()).data
}

test('a reader is found by session, by user and by channel; all that is held is handed out and erased', async () => {
  const one = await openAs('keeper-7')
  const two = await openAs('keeper-7')
  for (const session of [one, two]) await (await local.ask({ question }, session)).text()
  await local.request(`/v1/sessions/${one.session_id}/escalate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${one.token}` },
    body: JSON.stringify({ reason: words }),
  })
  await untilQuiet(local)
  const [reader] = await find('keeper-7')
  expect(reader).toMatchObject({
    kind: 'user',
    identities: [{ provider: 'site', external_id: 'keeper-7' }],
    sessions: 2,
    questions: 2,
  })
  expect(await find(one.session_id)).toEqual([reader])
  expect(await find(reader?.id ?? '')).toEqual([reader])

  const exported = await ask(`/${one.session_id}/export`)
  expect(exported.headers.get('content-disposition')).toContain('attachment')
  const held = (await exported.json()) as { profile: object; sessions: object[] }
  expect(held.sessions).toHaveLength(2)
  expect(held.profile).toMatchObject({ identities: [{ external_id: 'keeper-7' }] })
  const text = JSON.stringify(held)
  for (const word of [question, words, one.session_id, two.session_id]) expect(text).toContain(word)
  expect(text).not.toContain(one.token)

  expect((await ask(`/${one.session_id}`, 'DELETE')).status).toBe(204)
  expect(await find('keeper-7')).toEqual([])
  expect(await find(two.session_id)).toEqual([])
  const left = await local.sql`select to_jsonb(q) from query_logs q where question is not null`
  expect(left).toEqual([])
  expect((await ask(`/${one.session_id}`, 'DELETE')).status).toBe(404)
})

test('an anonymous session is a reader of its own', async () => {
  const [erased, kept] = [await local.openSession(), await local.openSession()]
  for (const session of [erased, kept]) await (await local.ask({ question }, session)).text()
  await untilQuiet(local)
  expect(await find(erased.session_id)).toMatchObject([{ kind: 'session', questions: 1 }])
  expect((await ask(`/${erased.session_id}`, 'DELETE')).status).toBe(204)
  expect(await find(erased.session_id)).toEqual([])
  expect(await find(kept.session_id)).toHaveLength(1)
})

test('a reader who is not there is a 404, and an export of one too', async () => {
  expect(await find('nobody-of-this-name')).toEqual([])
  expect((await ask(`/${crypto.randomUUID()}/export`)).status).toBe(404)
  expect((await ask('/no-id/export')).status).toBe(422)
})
