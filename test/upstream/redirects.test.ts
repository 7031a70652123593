import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTelegram } from '../../lib/clients/channels/telegram.ts'
import { sendTelegramMessage } from '../../lib/clients/channels/telegram-message.ts'
import { createGitHub } from '../../lib/clients/github.ts'
import { createNeon, NoRow, sql } from '../../lib/clients/neon.ts'
import { createOpenRouter } from '../../lib/clients/openrouter.ts'
import { createOpenRouterDoor } from '../../lib/clients/openrouter-door.ts'
import { createQdrant } from '../../lib/clients/qdrant.ts'
import { createRedis } from '../../lib/clients/redis.ts'
import { createRerank } from '../../lib/clients/rerank.ts'
import { createTurnstile } from '../../lib/clients/turnstile.ts'
import { failureOf } from '../../lib/upstream/cause.ts'

let asked = 0
let astray = 0
let elsewhere: Server
let service: Server
let url: string

const listening = async (server: Server) => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

beforeAll(async () => {
  elsewhere = createServer((_, response) => {
    astray += 1
    response.setHeader('content-type', 'application/json').end('{"ok":true,"result":{}}')
  })
  const target = await listening(elsewhere)
  service = createServer((request, response) => {
    asked += 1
    // 307 keeps method, headers and body: whoever follows hands the key over.
    response.writeHead(307, { location: `${target}${request.url}` }).end()
  })
  url = await listening(service)
})
afterAll(() => {
  service.close()
  elsewhere.close()
})
beforeEach(() => {
  asked = 0
  astray = 0
})

const timeoutMs = 10_000
const signal = new AbortController().signal
const token = 'a-token-of-ours'

const openRouter = () =>
  createOpenRouter({
    baseUrl: url,
    apiKey: token,
    embeddingModel: 'an/embedding',
    dimensions: 4,
    chatModel: 'a/model',
    fallbackModels: [],
    maxTokens: 16,
  })
const gitHub = () => createGitHub({ apiUrl: url, repository: 'a/book', token, timeoutMs })

/** What the bot notes of its request, for its own error names the method alone. */
async function askTelegram() {
  let noted: unknown
  const note = (error: unknown) => {
    noted = error
  }
  await createTelegram({ token: '1:a', apiUrl: url, timeoutMs, note })
    .bot()
    .catch(() => undefined)
  throw noted
}

const doors: [name: string, call: () => Promise<unknown>][] = [
  [
    'Neon',
    () =>
      createNeon({ url: 'postgres://a:b@127.0.0.1/c', httpUrl: url, timeoutMs }).run(
        sql(NoRow)`select`,
      ),
  ],
  [
    'Qdrant',
    () =>
      createQdrant({ url, apiKey: token, timeoutMs, collection: 'a' }).search([1], 1, {
        groups: [],
      }),
  ],
  ['Upstash', () => createRedis({ url, token, timeoutMs }).commands.get('a')],
  ["Upstash's rate limits", () => createRedis({ url, token, timeoutMs }).batch().get('a')],
  ['the embedding model', () => openRouter().embed(['a'], signal)],
  ['the language model', () => openRouter().complete([], signal).next()],
  [
    'the reranking model',
    () =>
      createRerank('a', createOpenRouterDoor({ baseUrl: url, apiKey: token }))('a', ['b'], signal),
  ],
  ["GitHub's tree", () => gitHub().tree('main')],
  ["GitHub's files", () => gitHub().file({ path: 'a.md', sha: '0'.repeat(40) })],
  ["Telegram's bot", askTelegram],
  [
    "Telegram's messages",
    () => sendTelegramMessage({ chatId: 1, text: 'a' }, { token: '1:a', apiUrl: url, timeoutMs }),
  ],
  ['Turnstile', () => createTurnstile({ url, secret: token, timeoutMs }).verify('a', '192.0.2.1')],
]

test.each(doors)('a redirect of %s is not followed, and is told as one', async (_, call) => {
  const error = await call().then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(failureOf(error)).toMatchObject({ cause: 'redirected', status: 307 })
  expect(asked).toBe(1)
  expect(astray).toBe(0)
})

test('a public file that is redirected is read through the API instead, and nowhere else', async () => {
  const door = createGitHub({ apiUrl: url, rawUrl: url, repository: 'a/book', timeoutMs })
  const reading = door.file({ path: 'a.md', sha: '0'.repeat(40), commit: '1'.repeat(40) })
  await expect(reading).rejects.toMatchObject({ status: 307 })
  expect({ asked, astray }).toEqual({ asked: 2, astray: 0 })
})
