import { afterAll, beforeAll, expect, test } from 'vitest'
import { AuditLog } from '../../lib/admin/audit.ts'
import { CreatedMember } from '../../lib/admin/staff.ts'
import { adminHeaders, type LocalSuite, startLocalSuite } from '../support/local-suite.ts'
import { mountedRoutes } from '../support/mounted-routes.ts'

type Role = 'owner' | 'editor' | 'viewer'

/** What an owner alone may do; of the rest viewers read and editors change. */
const ownersAlone = [
  'POST /v1/webhooks',
  'PATCH /v1/webhooks/{id}',
  'DELETE /v1/webhooks/{id}',
  'POST /v1/webhooks/{id}/test',
  'POST /v1/webhooks/{id}/rotate-secret',
  'POST /v1/webhooks/{id}/cancel-deliveries',
  'POST /v1/webhook-deliveries/{id}/retry',
  'GET /v1/admin/readers',
  'GET /v1/admin/readers/{id}/export',
  'DELETE /v1/admin/readers/{id}',
  'GET /v1/admin/tokens',
  'POST /v1/admin/tokens',
  'DELETE /v1/admin/tokens/{id}',
  'GET /v1/admin/audit-log',
]

let local: LocalSuite
const tokens = {} as Record<Role, string>
beforeAll(async () => {
  local = await startLocalSuite({ isIngested: false })
  for (const role of ['owner', 'editor', 'viewer'] as const) tokens[role] = (await add(role)).token
})
afterAll(() => local.close())

const send = (method: string, path: string, token: string | undefined, body?: object) =>
  local.request(path, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(method !== 'GET' && { body: JSON.stringify(body ?? {}) }),
  })

async function add(role: Role, name: string = role) {
  const init = { method: 'POST', headers: adminHeaders, body: JSON.stringify({ name, role }) }
  const reply = await local.request('/v1/admin/tokens', init)
  expect(reply.status).toBe(201)
  return CreatedMember.parse(await reply.json())
}

const adminRoutes = mountedRoutes
  .filter(({ access }) => access.secrets.join() === 'admin')
  .map(({ method, path }) => ({ method, path, route: `${method} ${path}` }))

test('what owners alone may do are routes that there are', () => {
  const known = adminRoutes.map(({ route }) => route)
  expect(ownersAlone.filter((route) => !known.includes(route))).toEqual([])
})

test.each(adminRoutes)('$route opens to whom it is for, and to nobody else', async (route) => {
  const path = route.path
    .replace(/\{id\}/, crypto.randomUUID())
    .replaceAll(/\{\w+\*?\}/g, 'a'.repeat(64))
  const least = ownersAlone.includes(route.route)
    ? ['owner']
    : route.method === 'GET'
      ? ['viewer', 'editor', 'owner']
      : ['editor', 'owner']
  const statuses: Record<string, number> = {
    nobody: (await send(route.method, path, undefined)).status,
  }
  for (const role of ['viewer', 'editor', 'owner'] as const) {
    statuses[role] = (await send(route.method, path, tokens[role])).status
  }
  expect(statuses.nobody).toBe(401)
  const opened = ['viewer', 'editor', 'owner'].filter((role) => statuses[role] !== 403)
  expect(opened).toEqual(least)
  expect(Object.values(statuses).filter((status) => status >= 500)).toEqual([])
})

test('a token that is taken back opens nothing, and only hashes are kept', async () => {
  const { token, token_id } = await add('editor', 'Somebody who leaves')
  expect((await send('GET', '/v1/admin/overview', token)).status).toBe(200)
  expect((await send('DELETE', `/v1/admin/tokens/${token_id}`, tokens.owner)).status).toBe(204)
  expect((await send('GET', '/v1/admin/overview', token)).status).toBe(401)
  const rows = await local.sql`select * from admin_tokens`
  expect(JSON.stringify(rows)).not.toContain(token)
})

test('the audit log tells who changed what, who read a conversation, and not who only looked at figures', async () => {
  const session = await local.openSession()
  const messages = `/v1/sessions/${session.session_id}/messages`
  await send('GET', messages, tokens.viewer)
  await send('DELETE', '/v1/answer-cache', tokens.editor)
  await send('GET', '/v1/admin/overview', tokens.viewer)
  const log = AuditLog.parse(await (await send('GET', '/v1/admin/audit-log', tokens.owner)).json())
  expect(log.data.slice(0, 2)).toMatchObject([
    { member: 'editor', role: 'editor', action: 'forgetCachedAnswers', target: {} },
    { member: 'viewer', action: 'listMessages', target: { id: session.session_id } },
  ])
  expect(log.data.map(({ action }) => action)).not.toContain('getOverview')
})
