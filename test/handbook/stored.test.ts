import { sign } from 'hono/jwt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { createRedis } from '../../lib/clients/redis.ts'
import { OpenedSession } from '../../lib/conversation/sessions.ts'
import { beginChange } from '../../lib/index/index-version.ts'
import {
  adminHeaders,
  type LocalSuite,
  startLocalSuite,
  until,
  untilQuiet,
} from '../support/local-suite.ts'
import { redisKeys } from '../support/redis-keys.ts'
import { solve } from '../support/solve-challenge.ts'
import { requireKnownKeys, storedKeys, storedPage } from '../support/stored-keys.ts'

// The suite has no messengers, and the sample book is too small to be calibrated: tests of
// their own end with the check of unknown keys.
const ofTheSuite = storedKeys.filter(
  ({ written }) =>
    !/^(?:telegram|slack|discord|person):/.test(written) &&
    !/^index:(?:calibration|uncalibratable)$/.test(written),
)

let local: LocalSuite
let keys: Map<string, number>
beforeAll(async () => {
  local = await startLocalSuite({
    settings: { BUDGET_TOKENS_PER_DAY: '1000000', CHALLENGE: 'always', CHALLENGE_BITS: '8' },
  })
  await aNewcomer()
  const session = await aKnownReader()
  const page = { path: '/docs/lamps/the-fresnel-lens' }
  for (const question of ['What is the glass cleaned with?', 'Who invented the telephone?']) {
    await (await local.ask({ question, page }, session)).text()
  }
  await until(
    () => local.sql`select count(*)::int as n from query_logs where not answered`,
    (rows) => rows[0]?.n === 1,
  )
  await untilQuiet(local)
  const again = { question: 'What is the glass cleaned with?', page }
  await (await local.ask(again, await aKnownReader('another'))).text()
  const saved = { version: 0, values: { tone: 'Plain.' } }
  const put = { method: 'PUT', headers: adminHeaders, body: JSON.stringify(saved) }
  await (await local.request('/v1/admin/settings', put)).text()
  await (await local.request('/v1/admin/unanswered?days=30', { headers: adminHeaders })).text()
  await (await local.request('/v1/admin/freshness?look=true', { headers: adminHeaders })).text()
  await local.look('deliveries')
  const { settings } = local.cloud
  const redis = createRedis({
    url: settings.UPSTASH_REDIS_REST_URL ?? '',
    token: settings.UPSTASH_REDIS_REST_TOKEN ?? '',
    timeoutMs: 10_000,
  })
  await beginChange(redis)
  const isWritten = (found: Map<string, number>) =>
    ofTheSuite.every(({ pattern }) => [...found.keys()].some((key) => pattern.test(key)))
  // What follows an answer is written after its last byte; a row that nothing writes fails below.
  keys = await until(() => redisKeys(local.cloud), isWritten).catch(() => redisKeys(local.cloud))
})
afterAll(() => local.close())

/** Opens a session with a challenge that was solved. */
async function aNewcomer() {
  const open = (body: object) =>
    local.request('/v1/sessions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const { challenge } = await (await open({})).json()
  await open({ challenge: solve(challenge) })
}

/** A session of a reader who has joined another channel. */
async function aKnownReader(name = 'one') {
  const identityToken = (external_id: string) =>
    sign(
      {
        provider: 'site',
        external_id,
        exp: Math.floor(Date.now() / 1000) + 300,
        jti: crypto.randomUUID(),
      },
      developmentSecrets.IDENTITY_SECRET,
      'HS256',
    )
  const post = async (path: string, external_id: string, token = '') =>
    await local.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ identity_token: await identityToken(external_id) }),
    })
  const opened = await post('/v1/sessions', name)
  const session = OpenedSession.parse(await opened.json())
  await post('/v1/users/me/identities', `${name} elsewhere`, session.token)
  return session
}

test.each(ofTheSuite)('$written is written, and kept as long as the handbook says', (row) => {
  const found = [...keys].filter(([key]) => row.pattern.test(key))
  expect(
    found.length,
    `Nothing wrote ${row.written}: is its row in ${storedPage} outdated?`,
  ).toBeGreaterThan(0)
  for (const [key, ms] of found) {
    if (row.seconds === undefined) expect(ms, key).toBe(-1)
    else expect(ms, key).toBeGreaterThan(0)
    expect(ms, key).toBeLessThanOrEqual((row.seconds ?? 0) * 1000)
  }
})

test('a key that the table does not know is refused with what to do', () => {
  expect(() => requireKnownKeys(['cache:abc', 'secret:diary'])).toThrow(
    /Redis holds secret:diary: add a row .* to the table "In Redis" of handbook\//,
  )
})
