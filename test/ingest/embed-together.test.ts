import { expect, test } from 'vitest'
import { OpenRouterError } from '../../lib/clients/openrouter-door.ts'
import { createSharedEmbedding } from '../../lib/ingest/write/embed-together.ts'

const vectorOf = (text: string) => [text.length, text.charCodeAt(0)]

/** An embedding that counts its requests, and refuses those with this text. */
function anEmbedding(refused?: string) {
  const requests: number[] = []
  const embed = createSharedEmbedding({
    dimensions: 2,
    timeoutMs: 1000,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    openrouter: {
      embed: async (texts: string[]) => {
        requests.push(texts.length)
        if (refused !== undefined && texts.includes(refused))
          throw new OpenRouterError(400, 'refused')
        return { vectors: texts.map(vectorOf), tokens: texts.join('').length }
      },
    },
  })
  return { embed, requests }
}

const pageOf = (page: number, passages: number) =>
  Array.from({ length: passages }, (_, n) => `${'abcdefghijklmnop'[page]}${'.'.repeat(page + n)}`)

test('pages that come at once are one request, and each has its own vectors and tokens', async () => {
  const { embed, requests } = anEmbedding()
  const pages = [0, 1, 2, 3].map((page) => pageOf(page, 5 + page))
  const embedded = await Promise.all(pages.map(embed))
  expect(requests).toEqual([26])
  for (const [at, { vectors, tokens }] of embedded.entries()) {
    expect(vectors).toEqual(pages[at]?.map(vectorOf))
    expect(tokens).toBe(pages[at]?.join('').length)
  }
})

test('twelve pages of thirty passages are four requests', async () => {
  const { embed, requests } = anEmbedding()
  await Promise.all(Array.from({ length: 12 }, (_, page) => embed(pageOf(page, 30))))
  expect(requests).toEqual([90, 90, 90, 90])
})

test('a text that is refused fails its own page alone', async () => {
  const { embed } = anEmbedding('bad')
  const tried = await Promise.allSettled([embed(['good']), embed(['bad']), embed(['fine'])])
  expect(tried.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

test('a page with nothing to embed asks for nothing', async () => {
  const { embed, requests } = anEmbedding()
  expect(await embed([])).toEqual({ vectors: [], tokens: 0 })
  expect(requests).toEqual([])
})
