import { expect, test } from 'vitest'
import { createTelegramApp, type TelegramCall } from '../../dev/cloud/telegram/telegram.ts'

const token = '4711:token-of-the-stand-in-alone'
const calls: TelegramCall[] = []
const app = createTelegramApp(token, calls, 'MarginaliaBot')

async function call(method: string, payload: object, by = token) {
  const response = await app.request(`/bot${by}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(payload),
  })
  return { status: response.status, body: await response.json() }
}

const said = { chat_id: 1, text: 'a' }
const html = (text: string) => ({ chat_id: 1, text, parse_mode: 'HTML' })

test.each([
  ['plain text', said],
  ['HTML of every kind', html('<b>a <i>b</i></b> <a href="https://x.example/?a&amp;b">c</a>')],
  ['code', html('<pre><code class="language-ts">a &lt; b</code></pre><code>c</code>')],
  ['4,096 characters within tags', html(`<b>${'x'.repeat(4096)}</b>`)],
])("Telegram's stand-in sends and keeps %s", async (_, payload) => {
  expect(await call('sendMessage', payload)).toMatchObject({ status: 200, body: { ok: true } })
  expect(calls.at(-1)).toEqual({ method: 'sendMessage', payload })
})

test.each([
  ['an unclosed tag', html('<b>a'), /can't parse entities: Can't find end tag/],
  ['tags that do not nest', html('<b><i>a</b></i>'), /Unmatched end tag/],
  ['an unknown tag', html('<h1>a</h1>'), /Unsupported start tag "h1"/],
  ['a bare sign', html('1 < 2'), /Unsupported start tag/],
  ['an attribute that is not known', html('<b onclick="x">a</b>'), /Unsupported start tag/],
  ['a link in a link', html('<a href="x">a<a href="y">b</a></a>'), /Nested/],
  ['bold within code', html('<code><b>a</b></code>'), /within code/],
  ['nothing', html('<b> </b>'), /text is empty/],
  ['4,097 characters', { chat_id: 1, text: 'x'.repeat(4097) }, /too long/],
  ['another parse mode', { ...said, parse_mode: 'Markdown' }, /parse_mode/],
  ['an unknown field', { ...said, colour: 'red' }, /colour/],
])("Telegram's stand-in refuses %s", async (_, payload, description) => {
  const { status, body } = await call('sendMessage', payload)
  expect(status).toBe(400)
  expect(body).toMatchObject({ ok: false, description: expect.stringMatching(description) })
})

test("Telegram's stand-in knows its token and its methods", async () => {
  expect((await call('getMe', {}, '4711:another-token-of-some-length')).status).toBe(401)
  expect((await call('sendPigeon', {})).status).toBe(404)
  expect((await call('setWebhook', { url: 'http://a.example/' })).status).toBe(400)
  expect(await call('getMe', {})).toMatchObject({ body: { result: { username: 'MarginaliaBot' } } })
})
