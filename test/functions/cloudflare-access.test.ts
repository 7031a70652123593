import { generateKeyPairSync, sign } from 'node:crypto'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Service, type ServiceEnv, startService } from '../../dev/cloud/stand-in/service.ts'
import { type LocalSuite, startLocalSuite } from '../support/local-suite.ts'

const audience = 'a'.repeat(64)
const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const known = pair()
const another = pair()

let team: Service
let local: LocalSuite
beforeAll(async () => {
  const jwk = { ...known.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }
  const app = new Hono<ServiceEnv>().get('/cdn-cgi/access/certs', (c) => c.json({ keys: [jwk] }))
  team = await startService({ app, refusal: (status) => new Response(null, { status }) })
  local = await startLocalSuite({
    isIngested: false,
    settings: {
      ACCESS_TEAM_URL: team.url,
      ACCESS_AUDIENCE: audience,
      ACCESS_ROLES: 'ada@lamps.example=owner,@lamps.example=viewer,sync.access=editor',
      ALLOWED_ORIGINS: 'https://book.example',
    },
  })
})
afterAll(async () => {
  await local.close()
  await team.close()
})

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** What Cloudflare Access sends along of who has signed in. */
function assertion(claims: object, { key = known.privateKey, alg = 'RS256', kid = 'k1' } = {}) {
  const seconds = Math.floor(Date.now() / 1000)
  const all = { iss: team.url, aud: [audience], iat: seconds, exp: seconds + 600, ...claims }
  const signed = `${part({ alg, kid, typ: 'JWT' })}.${part(all)}`
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`
}

const call = (jwt: string, path = '/v1/admin/me', init: RequestInit = {}) =>
  local.request(path, {
    ...init,
    headers: {
      'cf-access-jwt-assertion': jwt,
      'content-type': 'application/json',
      ...init.headers,
    },
  })

test.each([
  ['ada@lamps.example', { email: 'Ada@Lamps.example' }, 'owner'],
  ['ben@lamps.example', { email: 'ben@lamps.example' }, 'viewer'],
  ['sync.access', { common_name: 'sync.access' }, 'editor'],
])('%s has the role that the settings give', async (name, claims, role) => {
  const reply = await call(assertion(claims))
  expect(reply.status).toBe(200)
  expect(await reply.json()).toEqual({ name, role })
})

test('a role bounds what may be done, and what is done stands in the audit log under the address', async () => {
  const forget = { method: 'DELETE' }
  expect(
    (await call(assertion({ email: 'ben@lamps.example' }), '/v1/answer-cache', forget)).status,
  ).toBe(403)
  expect(
    (await call(assertion({ email: 'ada@lamps.example' }), '/v1/answer-cache', forget)).status,
  ).toBe(204)
  const [row] = await local.sql`select member, role, action from audit_log order by id desc limit 1`
  expect(row).toEqual({ member: 'ada@lamps.example', role: 'owner', action: 'forgetCachedAnswers' })
})

test('whoever is not named, forged, expired, of another application or team, is nobody', async () => {
  const ada = { email: 'ada@lamps.example' }
  const past = Math.floor(Date.now() / 1000) - 60
  for (const jwt of [
    assertion({ email: 'eve@elsewhere.example' }),
    assertion({ email: 'eve@evil-lamps.example' }),
    assertion({}),
    assertion(ada, { key: another.privateKey }),
    assertion(ada, { kid: 'k2' }),
    assertion({ ...ada, exp: past }),
    assertion({ ...ada, aud: ['b'.repeat(64)] }),
    assertion({ ...ada, iss: 'https://evil.cloudflareaccess.com' }),
    `${part({ alg: 'none', kid: 'k1' })}.${part({ ...ada, aud: [audience] })}.`,
    'no.token.atall',
    'x'.repeat(9000),
  ])
    expect((await call(jwt)).status).toBe(401)
})

test('a page of another origin does nothing in the name of who has signed in', async () => {
  const jwt = assertion({ email: 'ada@lamps.example' })
  const from = { origin: 'https://book.example' }
  expect((await call(jwt, '/v1/answer-cache', { method: 'DELETE', headers: from })).status).toBe(
    401,
  )
  expect(
    (await call(jwt, '/v1/admin/me', { headers: { 'sec-fetch-site': 'cross-site' } })).status,
  ).toBe(401)
  expect((await call(jwt, '/v1/admin/me', { headers: { origin: local.suite.url } })).status).toBe(
    200,
  )
})
