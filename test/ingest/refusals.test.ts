import { createServer, type ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { createGitHub } from '../../lib/clients/github.ts'
import { createOpenRouter } from '../../lib/clients/openrouter.ts'

/** What a request to a server that answers so ends in. */
async function failure(
  answer: (response: ServerResponse) => void,
  ask: (url: string) => Promise<unknown>,
): Promise<unknown> {
  const server = createServer((_, response) => answer(response))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  try {
    return await ask(`http://127.0.0.1:${port}`).catch((error: unknown) => error)
  } finally {
    server.close()
  }
}

const nextHour = Math.ceil(Date.now() / 1000) + 3600
test.each([
  ['as long as it says', { 'retry-after': '7' }, 7],
  ['nothing', {}, undefined],
  ['nothing', { 'x-ratelimit-remaining': '12', 'x-ratelimit-reset': `${nextHour}` }, undefined],
  ['nothing', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }, undefined],
])('GitHub that refuses asks for %s: %j', async (_, headers, seconds) => {
  const error = await failure(
    (response) => response.writeHead(403, headers).end(),
    (apiUrl) => createGitHub({ apiUrl, repository: 'o/b', timeoutMs: 60_000 }).tree('main'),
  )
  expect(error).toMatchObject({ status: 403, retryAfterSeconds: seconds })
})

test('GitHub whose requests of an hour are used up says what helps, and when it is over', async () => {
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${nextHour}` }
  const error = await failure(
    (response) => response.writeHead(403, headers).end(),
    (apiUrl) => createGitHub({ apiUrl, repository: 'o/b', timeoutMs: 60_000 }).tree('main'),
  )
  expect(error).toMatchObject({ message: expect.stringMatching(/GITHUB_TOKEN/) })
  const { retryAfterSeconds } = error as { retryAfterSeconds: number }
  expect(retryAfterSeconds).toBeGreaterThan(3500)
  expect(retryAfterSeconds).toBeLessThanOrEqual(3602)
})

test.each([
  [{ error: { code: 429, message: 'Slow down' } }, 429],
  [{ error: { code: 'provider_failed', message: 'No provider' } }, 502],
])('OpenRouter that fails with a status of 200 has failed: %j', async (body, status) => {
  const error = await failure(
    (response) => response.end(JSON.stringify(body)),
    (baseUrl) =>
      createOpenRouter({
        baseUrl,
        apiKey: 'key',
        embeddingModel: 'model',
        dimensions: 3,
        chatModel: '',
        fallbackModels: [],
        maxTokens: 1,
      }).embed(['text'], AbortSignal.timeout(60_000)),
  )
  expect(error).toMatchObject({ status, message: expect.stringContaining(body.error.message) })
})
