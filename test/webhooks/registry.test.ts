import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { EventType } from '../../lib/webhooks/events.ts'
import {
  CreatedWebhook,
  RotatedWebhook,
  Webhook,
  WebhookList,
} from '../../lib/webhooks/registry.ts'
import { startWebhookSuite, type WebhookSuite } from './a-webhook-suite.ts'
import { acceptedUrls, refusedUrls } from './guarded-urls.ts'

const Refusal = z.object({
  type: z.string(),
  detail: z.string(),
  errors: z.optional(z.array(z.object({ location: z.string(), message: z.string() }))),
})

const publicUrl = 'https://example.com/hook'
const events = ['session.created']
const nowhere = '00000000-0000-4000-8000-000000000000'

let suite: WebhookSuite
beforeAll(async () => {
  suite = await startWebhookSuite({ WEBHOOK_ALLOW_PRIVATE: 'false' })
})
afterAll(() => suite.close())
beforeEach(async () => {
  await suite.sql`delete from webhooks`
})

async function refusal(response: Response, status: number) {
  expect(response.status).toBe(status)
  return Refusal.parse(await response.json())
}

test('a webhook is created with a secret that nothing shows again', async () => {
  const wanted = { url: publicUrl, events, description: 'Ours' }
  const response = await suite.send('POST', '/v1/webhooks', wanted)
  expect(response.status).toBe(201)
  const { secret, ...webhook } = CreatedWebhook.parse(await response.json())
  expect(response.headers.get('location')).toBe(`/v1/webhooks/${webhook.webhook_id}`)
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(webhook).toMatchObject({ ...wanted, active: true })
  const read = await suite.send('GET', `/v1/webhooks/${webhook.webhook_id}`)
  expect(await read.json()).toEqual(webhook)
  const tables = await suite.sql`
    select w::text as row from webhooks w union all select k::text from idempotency_keys k`
  expect(JSON.stringify(tables)).not.toContain(secret.slice('whsec_'.length))
})

test('without the admin token every route is a 401', async () => {
  const routes = [
    ['POST', ''],
    ['GET', ''],
    ['GET', `/${nowhere}`],
    ['PATCH', `/${nowhere}`],
    ['DELETE', `/${nowhere}`],
    ['POST', `/${nowhere}/test`],
    ['POST', `/${nowhere}/rotate-secret`],
    ['GET', `/${nowhere}/deliveries`],
  ] as const
  for (const [method, path] of routes) {
    const response = await suite.request(`/v1/webhooks${path}`, { method })
    expect(response.status, `${method} ${path}`).toBe(401)
  }
  const retry = `/v1/webhook-deliveries/${nowhere}/retry`
  expect((await suite.request(retry, { method: 'POST' })).status).toBe(401)
})

test('what is unknown is a 404, on every route that names it', async () => {
  const path = `/v1/webhooks/${nowhere}`
  const answers = await Promise.all([
    suite.send('GET', path),
    suite.send('PATCH', path, { active: false }),
    suite.send('DELETE', path),
    suite.send('POST', `${path}/test`),
    suite.send('POST', `${path}/rotate-secret`),
    suite.send('GET', `${path}/deliveries`),
    suite.send('POST', `/v1/webhook-deliveries/${nowhere}/retry`),
  ])
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404))
})

test('an unknown event is a 422 that lists the known ones', async () => {
  const wanted = { url: publicUrl, events: ['session.created', 'session.opened'] }
  const { errors } = await refusal(await suite.send('POST', '/v1/webhooks', wanted), 422)
  expect(errors).toHaveLength(1)
  expect(errors?.[0]?.location).toBe('body.events.1')
  for (const known of EventType.options) expect(errors?.[0]?.message).toContain(known)
})

test.each([
  ['no events', { url: publicUrl, events: [] }, 'body.events'],
  ['no url', { events }, 'body.url'],
  [
    'a url of 2,049 characters',
    { url: `https://example.com/${'a'.repeat(2029)}`, events },
    'body.url',
  ],
  [
    'a description of 501',
    { url: publicUrl, events, description: 'a'.repeat(501) },
    'body.description',
  ],
  ['a secret of their own', { url: publicUrl, events, secret: 'mine' }, 'body.secret'],
])('%s is a 422 that names the field', async (_, wanted, location) => {
  const { errors } = await refusal(await suite.send('POST', '/v1/webhooks', wanted), 422)
  expect(errors?.map((error) => error.location)).toEqual([location])
})

test('a url of 2,048 characters is accepted', async () => {
  const url = `https://example.com/${'a'.repeat(2028)}`
  expect((await suite.send('POST', '/v1/webhooks', { url, events })).status).toBe(201)
})

test('every guarded url is a 422 with its reason, at registration and at a change', async () => {
  const { webhook_id } = await suite.register({ url: publicUrl })
  for (const url of refusedUrls) {
    const created = await refusal(await suite.send('POST', '/v1/webhooks', { url, events }), 422)
    expect(created.errors?.[0]).toMatchObject({
      location: 'body.url',
      message: expect.stringMatching(/^(is|must) /),
    })
    const change = await suite.send('PATCH', `/v1/webhooks/${webhook_id}`, { url })
    expect(change.status, url).toBe(422)
  }
})

test('every public url is a 201', async () => {
  for (const url of acceptedUrls) {
    expect((await suite.send('POST', '/v1/webhooks', { url, events })).status, url).toBe(201)
  }
})

test('the hundred and first webhook is a 409, also when many come at once', async () => {
  const create = () => suite.send('POST', '/v1/webhooks', { url: publicUrl, events })
  const answers = await Promise.all(Array.from({ length: 104 }, create))
  const statuses = answers.map(({ status }) => status).sort()
  expect(statuses).toEqual([...Array(100).fill(201), ...Array(4).fill(409)])
})

test('a list is cut into pages whose cursors outlive deletions', async () => {
  const made: string[] = []
  for (let n = 0; n < 5; n += 1) made.unshift((await suite.register({ url: publicUrl })).webhook_id)
  const page = async (query: string) =>
    WebhookList.parse(await (await suite.send('GET', `/v1/webhooks?limit=2${query}`)).json())
  const first = await page('')
  await suite.send('DELETE', `/v1/webhooks/${first.data[1]?.webhook_id}`)
  const second = await page(`&cursor=${encodeURIComponent(first.next_cursor ?? '')}`)
  const third = await page(`&cursor=${encodeURIComponent(second.next_cursor ?? '')}`)
  const ids = [first, second, third].flatMap(({ data }) => data.map((w) => w.webhook_id))
  expect(ids).toEqual(made)
  expect(third.next_cursor).toBeUndefined()
})

test.each([
  '?cursor=nonsense',
  `?cursor=${btoa('["1795305236000000","no uuid"]')}`,
  `?cursor=${btoa(`["17953052360000000","${nowhere}"]`)}`,
  '?limit=0',
  '?limit=101',
  '?page=2',
])('a list of %s is a 422', async (query) => {
  await refusal(await suite.send('GET', `/v1/webhooks${query}`), 422)
})

test('a change changes what it names and nothing else', async () => {
  const { secret: _, ...webhook } = await suite.register({ url: publicUrl })
  const change = { events: ['ingestion.failed'], description: 'New', active: false }
  const response = await suite.send('PATCH', `/v1/webhooks/${webhook.webhook_id}`, change)
  const changed = Webhook.parse(await response.json())
  expect(changed).toEqual({ ...webhook, ...change, updated_at: changed.updated_at })
  const cleared = await suite.send('PATCH', `/v1/webhooks/${webhook.webhook_id}`, {
    description: '',
  })
  expect(Webhook.parse(await cleared.json()).description).toBeUndefined()
  await refusal(await suite.send('PATCH', `/v1/webhooks/${webhook.webhook_id}`, {}), 422)
})

test('a deleted webhook is gone', async () => {
  const { webhook_id } = await suite.register({ url: publicUrl })
  expect((await suite.send('DELETE', `/v1/webhooks/${webhook_id}`)).status).toBe(204)
  expect((await suite.send('GET', `/v1/webhooks/${webhook_id}`)).status).toBe(404)
})

test('rotating twice within 24 hours keeps two secrets valid and says so', async () => {
  const { webhook_id, secret } = await suite.register({ url: publicUrl })
  const rotate = async () =>
    RotatedWebhook.parse(
      await (await suite.send('POST', `/v1/webhooks/${webhook_id}/rotate-secret`)).json(),
    )
  const once = await rotate()
  const twice = await rotate()
  expect(new Set([secret, once.secret, twice.secret]).size).toBe(3)
  expect(once.notice).toBe('Two secrets are valid: this one, and for 24 hours the one before it.')
  expect(twice.notice).toMatch(/dropped the oldest secret/)
  const validFor = Date.parse(twice.previous_secret_valid_until ?? '') - Date.now()
  expect(validFor).toBeGreaterThan(23.9 * 3_600_000)
})

test('the same Idempotency-Key gives the first reply again, its secret too', async () => {
  const headers = { 'idempotency-key': crypto.randomUUID() }
  const create = () => suite.send('POST', '/v1/webhooks', { url: publicUrl, events }, headers)
  const first = await create()
  const again = await create()
  expect([first.status, again.status]).toEqual([201, 201])
  expect(again.headers.get('idempotency-replayed')).toBe('true')
  expect(again.headers.get('location')).toBe(first.headers.get('location'))
  expect(await again.json()).toEqual(await first.json())
  expect(await suite.sql`select from webhooks`).toHaveLength(1)
})

test('of many requests with one Idempotency-Key one does the work, and all get its reply', async () => {
  const headers = { 'idempotency-key': crypto.randomUUID() }
  const create = () => suite.send('POST', '/v1/webhooks', { url: publicUrl, events }, headers)
  const answers = await Promise.all(Array.from({ length: 10 }, create))
  const bodies = await Promise.all(answers.map((answer) => answer.text()))
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201))
  expect(new Set(bodies).size).toBe(1)
  const replayed = answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')
  expect(replayed).toHaveLength(9)
  expect(await suite.sql`select from webhooks`).toHaveLength(1)
})

test('an Idempotency-Key used for another request is a 422', async () => {
  const headers = { 'idempotency-key': crypto.randomUUID() }
  await suite.send('POST', '/v1/webhooks', { url: publicUrl, events }, headers)
  const other = { url: publicUrl, events: ['ingestion.failed'] }
  const { errors } = await refusal(await suite.send('POST', '/v1/webhooks', other, headers), 422)
  expect(errors?.[0]?.location).toBe('header.idempotency-key')
})

test('a request that failed leaves its Idempotency-Key free', async () => {
  const headers = { 'idempotency-key': crypto.randomUUID() }
  const create = (url: string) => suite.send('POST', '/v1/webhooks', { url, events }, headers)
  expect((await create('https://127.0.0.1/')).status).toBe(422)
  expect((await create(publicUrl)).status).toBe(201)
})

test('an Idempotency-Key is forgotten after 24 hours', async () => {
  const headers = { 'idempotency-key': crypto.randomUUID() }
  const create = () => suite.send('POST', '/v1/webhooks', { url: publicUrl, events }, headers)
  await create()
  await suite.sql`update idempotency_keys set created_at = now() - interval '24 hours 1 second'`
  expect((await create()).headers.get('idempotency-replayed')).toBeNull()
  expect(await suite.sql`select from webhooks`).toHaveLength(2)
})

test.each(['', 'a b', 'a'.repeat(256)])('“%s” is no Idempotency-Key', async (key) => {
  const headers = { 'idempotency-key': key }
  const wanted = { url: publicUrl, events }
  await refusal(await suite.send('POST', '/v1/webhooks', wanted, headers), 422)
})

test('a private url in the database is refused again at delivery', async () => {
  const { webhook_id } = await suite.register({ url: publicUrl })
  for (const url of ['https://[::ffff:169.254.169.254]/', 'http://127.0.0.1:1/']) {
    await suite.sql`update webhooks set url = ${url}`
    const { delivery_id } = await suite.test(webhook_id)
    const dead = await suite.deliveryThat(
      webhook_id,
      (d) => d.delivery_id === delivery_id && d.status === 'dead',
    )
    expect(dead.error_message).toMatch(/^Not sent: the URL must /)
  }
})

test('rotating with an Idempotency-Key rotates once', async () => {
  const { webhook_id } = await suite.register({ url: publicUrl })
  const headers = { 'idempotency-key': crypto.randomUUID() }
  const rotate = () =>
    suite.send('POST', `/v1/webhooks/${webhook_id}/rotate-secret`, undefined, headers)
  expect(await (await rotate()).json()).toEqual(await (await rotate()).json())
  const rows = await suite.sql`select secret_version from webhooks`
  expect(rows).toEqual([{ secret_version: 2 }])
})
