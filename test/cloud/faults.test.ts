import { afterAll, afterEach, expect, test } from 'vitest'
import type { ServiceName } from '../../dev/cloud/options.ts'
import { aCloud, setting } from './a-cloud.ts'

const cloud = await aCloud()
afterAll(() => cloud.close())
afterEach(() => {
  for (const faults of Object.values(cloud.faults)) faults.clear()
})

const qdrant = setting(cloud, 'QDRANT_URL')
const openrouter = setting(cloud, 'OPENROUTER_BASE_URL')

const chat = (stream: boolean) =>
  fetch(`${openrouter}/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer dev-openrouter-key' },
    body: JSON.stringify({
      model: 'qwen/qwen3-30b-a3b',
      stream,
      messages: [{ role: 'user', content: 'x' }],
    }),
  })

test('a slow service answers no sooner than told', async () => {
  cloud.faults.qdrant.set({ delayMs: 80 })
  const start = performance.now()
  expect((await fetch(qdrant)).status).toBe(200)
  expect(performance.now() - start).toBeGreaterThanOrEqual(79)
})

test('a slow model holds back its first token, and other routes are as fast as before', async () => {
  cloud.faults.openrouter.set({ firstTokenMs: 80, match: 'chat' })
  const start = performance.now()
  const reply = await chat(true)
  expect(performance.now() - start).toBeGreaterThanOrEqual(79)
  expect(await reply.text()).toContain('NO_ANSWER')
})

test('a service that is down does not answer', async () => {
  cloud.faults.qdrant.set({ kind: 'down', times: 1 })
  await expect(fetch(qdrant)).rejects.toThrow()
  expect((await fetch(qdrant)).status).toBe(200)
})

test('a reply that is cut breaks off after its first bytes', async () => {
  cloud.faults.openrouter.set({ kind: 'cut', afterBytes: 60 })
  const reply = await chat(true)
  expect(reply.status).toBe(200)
  await expect(reply.text()).rejects.toThrow()
})

test('garbage is a success that is not what was asked', async () => {
  cloud.faults.qdrant.set({ kind: 'garbage' })
  const reply = await fetch(`${qdrant}/collections`)
  expect([reply.status, reply.headers.get('content-type')]).toEqual([
    200,
    'text/html; charset=UTF-8',
  ])
})

test.each<[ServiceName, string, object]>([
  ['neon', 'NEON_HTTP_URL', { message: expect.any(String) }],
  ['qdrant', 'QDRANT_URL', { status: { error: expect.any(String) } }],
  ['upstash', 'UPSTASH_REDIS_REST_URL', { error: expect.any(String) }],
  ['openrouter', 'OPENROUTER_BASE_URL', { error: { code: 429, message: expect.any(String) } }],
  ['github', 'GITHUB_API_URL', { message: expect.any(String), status: '429' }],
])('%s refuses in its own form, and says when to try again', async (name, url, form) => {
  cloud.faults[name].set({ kind: 'status', status: 429, retryAfter: 3 })
  const reply = await fetch(setting(cloud, url))
  expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '3'])
  expect(await reply.json()).toMatchObject(form)
})

test('faults are set, seen and cleared over HTTP too', async () => {
  const door = `${qdrant}/__faults`
  const set = await fetch(door, {
    method: 'POST',
    body: '{"kind": "status", "status": 500, "match": "/coll"}',
  })
  expect(set.status).toBe(200)
  expect((await fetch(`${qdrant}/collections`)).status).toBe(500)
  expect((await fetch(qdrant)).status).toBe(200)
  expect(await (await fetch(door)).json()).toMatchObject([{ kind: 'status', status: 500 }])
  expect((await fetch(door, { method: 'DELETE' })).status).toBe(204)
  expect((await fetch(`${qdrant}/collections`)).status).not.toBe(500)
  expect((await fetch(door, { method: 'POST', body: '{"kind": "nonsense"}' })).status).toBe(400)
})

test('each request is logged with its status, and a reset forgets them', async () => {
  cloud.requests.qdrant.reset()
  await fetch(`${qdrant}/collections`)
  expect(cloud.requests.qdrant.entries).toEqual([
    { method: 'GET', path: '/collections', status: 401, ms: expect.any(Number) },
  ])
})
