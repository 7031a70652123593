import { expect, test } from 'vitest'
import { OpenRouterError } from '../../lib/clients/openrouter-door.ts'
import { embedPassages } from '../../lib/ingest/write/embed-passages.ts'

/** Embeds so many texts with a provider that takes at most so many in a request; tells the requests. */
async function embedded(texts: number, dimensions: number, mostTexts = Infinity, status = 400) {
  const requests: number[] = []
  const { vectors, tokens } = await embedPassages(
    Array.from({ length: texts }, (_, at) => `text ${at}`),
    {
      dimensions,
      timeoutMs: 1000,
      pause: async () => {},
      openrouter: {
        embed: async (batch: string[]) => {
          requests.push(batch.length)
          if (batch.length > mostTexts) throw new OpenRouterError(status, 'too many texts')
          return { vectors: batch.map((text) => [Number(text.slice(5))]), tokens: batch.length }
        },
      },
    },
  )
  expect(vectors).toEqual(Array.from({ length: texts }, (_, at) => [at]))
  expect(tokens).toBe(texts)
  return requests
}

test.each([
  [1024, [512, 488]],
  [1536, [341, 341, 318]],
  [4096, [128, 128, 128, 128, 128, 128, 128, 104]],
])(
  'a thousand texts with vectors of %i numbers are requests of %j',
  async (dimensions, requests) => {
    expect(await embedded(1000, dimensions)).toEqual(requests)
  },
)

test('a provider that refuses so many texts is sent smaller batches', async () => {
  expect(await embedded(300, 1024, 200)).toEqual([300, 128, 128, 44])
})

test('what is refused for another reason than the texts is not sent again in pieces', async () => {
  await expect(embedded(300, 1024, 200, 401)).rejects.toThrow('too many texts')
})
