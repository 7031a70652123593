import { sign } from 'hono/jwt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { statedFacts } from '../../lib/conversation/memory.ts'
import { OpenedSession } from '../../lib/conversation/sessions.ts'
import { User } from '../../lib/conversation/users/user.ts'
import { type LocalSuite, startLocalSuite, until } from '../support/local-suite.ts'
import { stateKeys } from '../support/state-keys.ts'
import { conversationsOf, type Session } from './a-conversation.ts'

const inMinutes = (minutes: number) => Math.floor(Date.now() / 1000) + 60 * minutes
const soon = () => inMinutes(9)

let local: LocalSuite
let conversations: ReturnType<typeof conversationsOf>
beforeAll(async () => {
  local = await startLocalSuite()
  conversations = conversationsOf(local)
})
afterAll(() => local.close())

const identityToken = (external_id: string, provider = 'telegram') =>
  sign(
    { provider, external_id, exp: soon(), jti: crypto.randomUUID() },
    developmentSecrets.IDENTITY_SECRET,
    'HS256',
  )

const openAs = (identity_token: string) =>
  local.request('/v1/sessions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ identity_token }),
  })

async function sessionOf(external_id: string, provider?: string): Promise<Session> {
  const response = await openAs(await identityToken(external_id, provider))
  expect(response.status).toBe(201)
  return OpenedSession.parse(await response.json())
}

async function me({ token }: Session, method = 'GET', path = '', body?: unknown) {
  return await local.request(`/v1/users/me${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}

const userOf = async (session: Session) => User.parse(await (await me(session)).json())

async function archive({ session_id }: Session) {
  await local.sql`update sessions set last_active_at = last_active_at - interval '31 minutes'
    where id = ${session_id}`
  await local.look('house')
}

const cacheEntries = async () =>
  [...(await stateKeys(local)).keys()].filter((key) => key.startsWith('cache:'))

test.each([
  ['signed with another key', 'signature', 'an-identity-secret-of-someone-elses-own', {}],
  ['that has expired', 'expired', developmentSecrets.IDENTITY_SECRET, { exp: 1 }],
  [
    'without an external id',
    'external id',
    developmentSecrets.IDENTITY_SECRET,
    { external_id: undefined },
  ],
  ['without an expiry', 'exp', developmentSecrets.IDENTITY_SECRET, { exp: undefined }],
  ['of an hour', 'within 10 minutes', developmentSecrets.IDENTITY_SECRET, { exp: inMinutes(60) }],
  ['without a provider', 'provider', developmentSecrets.IDENTITY_SECRET, { provider: undefined }],
])('an identity token %s is 401 that says so', async (_, said, secret, claims) => {
  const token = await sign(
    // As JSON, what is undefined is absent.
    JSON.parse(JSON.stringify({ provider: 'telegram', external_id: '1', exp: soon(), ...claims })),
    secret,
    'HS256',
  )
  const response = await openAs(token)
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({ detail: expect.stringContaining(said) })
})

test.each([
  ['alg none', btoa('{"alg":"none","typ":"JWT"}'), 'HS256'],
  ['another algorithm', btoa('{"alg":"HS384","typ":"JWT"}'), 'HS256'],
  ['no header', 'nonsense', 'JWT'],
])('an identity token with %s is 401 that says so', async (_, header, said) => {
  const claims = btoa(JSON.stringify({ provider: 'telegram', external_id: '1', exp: soon() }))
  const response = await openAs(`${header}.${claims}.`.replaceAll('=', ''))
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({ detail: expect.stringContaining(said) })
})

test('the same identity is the same user in every session, and another one another', async () => {
  const sessions = [await sessionOf('1001'), await sessionOf('1001'), await sessionOf('1002')]
  const [first, second, other] = await Promise.all(sessions.map(userOf))
  expect(second?.user_id).toBe(first?.user_id)
  expect(other?.user_id).not.toBe(first?.user_id)
  expect(first?.identities).toEqual([{ provider: 'telegram', external_id: '1001' }])
})

test('a session without an identity has no user', async () => {
  expect((await me(await local.openSession())).status).toBe(404)
})

test('what a reader says of themself is remembered from the archive on, with where it came from', async () => {
  const session = await sessionOf('2001')
  await conversations.ask(session, 'I am a keeper on Skerryvore. What did early lamps burn?')
  await archive(session)
  const { memory } = await userOf(session)
  expect(memory).toMatchObject([
    {
      text: 'I am a keeper on Skerryvore',
      source: { kind: 'conversation', session_id: session.session_id },
    },
  ])
})

test('a memory is in the prompt of its own reader alone, and in no cached answer', async () => {
  const known = await sessionOf('3001')
  await me(known, 'PATCH', '', { memory: [{ text: 'I keep the lamp of Muckle Flugga' }] })
  const before = await cacheEntries()
  const question = 'How many litres does the reservoir of the lamp hold?'
  const personal = await conversations.ask(await sessionOf('3001'), question)
  const again = await conversations.ask(await sessionOf('3001'), question)
  expect([personal.cached, again.cached]).toEqual([false, false])
  expect(await cacheEntries()).toEqual(before)
  const stranger = await conversations.ask(await sessionOf('3002'), question)
  expect(stranger.cached).toBe(false)
  await until(cacheEntries, (entries) => entries.length === before.length + 1)
  const tokens = [personal, stranger].map(({ usage }) => usage?.prompt_tokens ?? 0)
  expect(tokens[0]).toBeGreaterThan(tokens[1] ?? 0)
})

test('a reader edits the memory: what stays keeps its source, what is new is the reader’s', async () => {
  const session = await sessionOf('4001')
  await conversations.ask(session, 'I work on a lightship. I use paraffin. What is trimmed?')
  await archive(session)
  const [first, second] = (await userOf(session)).memory
  const memory = [first, { text: 'I prefer short answers' }].map((fact) => ({
    ...(fact && 'fact_id' in fact && { fact_id: fact.fact_id }),
    text: fact?.text,
  }))
  expect((await me(session, 'PATCH', '', { memory })).status).toBe(200)
  const changed = (await userOf(session)).memory
  expect(changed).toMatchObject([first, { source: { kind: 'reader' } }])
  expect(JSON.stringify(changed)).not.toContain(second?.text)
  await conversations.ask(session, 'When is the reservoir filled?')
  await archive(session)
  expect((await userOf(session)).memory).toEqual(changed)
})

test('two channels of one reader become one user with both memories', async () => {
  const [telegram, web] = [await sessionOf('5001'), await sessionOf('reader-5', 'site')]
  await me(telegram, 'PATCH', '', { memory: [{ text: 'I speak Gaelic' }] })
  await me(web, 'PATCH', '', { memory: [{ text: 'I own a boat' }] })
  const identity_token = await identityToken('reader-5', 'site')
  expect((await me(telegram, 'POST', '/identities', { identity_token })).status).toBe(200)
  const [one, other] = [await userOf(telegram), await userOf(web)]
  expect(other).toEqual(one)
  expect(one.identities).toHaveLength(2)
  expect(one.memory.map(({ text }) => text).sort()).toEqual(['I own a boat', 'I speak Gaelic'])
  const forged = await sign({ provider: 'site', external_id: '1' }, 'x'.repeat(32), 'HS256')
  expect((await me(telegram, 'POST', '/identities', { identity_token: forged })).status).toBe(401)
})

test('a token joins once, and one without an id of its own not at all', async () => {
  const session = await sessionOf('5101')
  const join = async (identity_token: string) =>
    await me(session, 'POST', '/identities', { identity_token })
  const token = await identityToken('reader-51', 'site')
  expect((await join(token)).status).toBe(200)
  const again = await join(token)
  expect(again.status).toBe(401)
  expect(await again.json()).toMatchObject({ detail: expect.stringContaining('has been used') })
  const claims = { provider: 'site', external_id: '52', exp: soon() }
  const nameless = await join(await sign(claims, developmentSecrets.IDENTITY_SECRET, 'HS256'))
  expect(nameless.status).toBe(401)
  expect(await nameless.json()).toMatchObject({ detail: expect.stringContaining('jti') })
})

test('a joined channel can part again, and is then a reader of its own', async () => {
  const session = await sessionOf('5201')
  const identity_token = await identityToken('reader-52', 'site')
  await me(session, 'POST', '/identities', { identity_token })
  await me(session, 'PATCH', '', { memory: [{ text: 'I keep bees' }] })
  const part = (channel: string) => me(session, 'DELETE', `/identities?${channel}`)
  expect((await part('provider=site&external_id=nobody')).status).toBe(404)
  const parted = User.parse(await (await part('provider=site&external_id=reader-52')).json())
  expect(parted.identities).toEqual([{ provider: 'telegram', external_id: '5201' }])
  const other = await userOf(await sessionOf('reader-52', 'site'))
  expect(other.user_id).not.toBe(parted.user_id)
  expect(other.memory).toEqual([])
  expect((await part('provider=telegram&external_id=5201')).status).toBe(409)
})

test('a user who is erased leaves no identity, no memory and no conversation', async () => {
  const session = await sessionOf('6001-quaestor')
  await conversations.ask(session, 'I am a taxidermist. What did early lamps burn?')
  await archive(session)
  expect((await me(session, 'DELETE')).status).toBe(204)
  for (const table of [
    'identities',
    'user_profiles',
    'query_logs',
    'messages',
    'sessions_archive',
  ]) {
    const rows = JSON.stringify(await local.sql.query(`select * from ${table}`))
    expect(rows).not.toMatch(/taxidermist|quaestor/)
  }
  expect((await me(session)).status).toBe(404)
  expect((await userOf(await sessionOf('6001-quaestor'))).memory).toEqual([])
})

test('erasing one conversation takes what was learned in it out of the memory', async () => {
  const session = await sessionOf('7001')
  await conversations.ask(session, 'I am a piper. What did early lamps burn?')
  await archive(session)
  await conversations.call(session, 'DELETE')
  expect((await userOf(await sessionOf('7001'))).memory).toEqual([])
})

test.each([
  ['I am a teacher. How do I start?', ['I am a teacher']],
  ['How am I to start? I use Debian 12!', ['I use Debian 12']],
  ['Ich bin Lehrerin. Wie fange ich an?', ['Ich bin Lehrerin']],
  ["Je suis médecin. J'utilise Debian.", ['Je suis médecin', "J'utilise Debian"]],
  ['Am I late?', []],
  ['Is it what I am after? Immediately it stops.', []],
])('of "%s" is remembered %j', (question, facts) => {
  expect(statedFacts(question)).toEqual(facts)
})
