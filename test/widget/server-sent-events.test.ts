import { createParser } from 'eventsource-parser'
import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { serverSentEvents } from '../../packages/client/src/server-sent-events.ts'

afterEach(() => {
  vi.useRealTimers()
})

const lineEnd = fc.constantFrom('\n', '\r\n', '\r')
const value = fc.string({ unit: fc.constantFrom('a', ':', ' ', 'é', '灯', '0'), maxLength: 8 })
const field = fc.constantFrom('id', 'event', 'data', '')
const line = fc.oneof(
  fc.tuple(field, value).map(([name, text]) => `${name}: ${text}`),
  fc.constantFrom(': a comment', 'data', 'data:', ''),
)
const stream = fc
  .tuple(fc.array(line, { maxLength: 20 }), lineEnd)
  .map(([lines, end]) => lines.map((each) => each + end).join(''))

/** The bytes of a text, cut where the test says. */
const bodyOf = (text: string, pieces: number) => {
  const bytes = new TextEncoder().encode(text)
  return new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += pieces) {
        controller.enqueue(bytes.slice(at, at + pieces))
      }
      controller.close()
    },
  })
}

test('the same events as the public parser reads, wherever the bytes are cut and however lines end', async () => {
  await fc.assert(
    fc.asyncProperty(stream, fc.integer({ min: 1, max: 9 }), async (text, pieces) => {
      const expected: object[] = []
      const parser = createParser({
        onEvent: ({ id, event, data }) =>
          expected.push({ data, ...(id && { id }), ...(event && { event }) }),
      })
      parser.feed(text)
      const heard: object[] = []
      for await (const event of serverSentEvents(bodyOf(text, pieces), 1000)) heard.push(event)
      // The end of a line that ends in a carriage return alone is known by what follows it.
      if (!text.endsWith('\r')) expect(heard).toEqual(expected)
    }),
    { numRuns: 300 },
  )
})

/** The bytes of a text in pieces that come with a task between each two, after which the body fails or ends. */
const slowBodyOf = (text: string, pieces: number, failure?: Error) => {
  const bytes = new TextEncoder().encode(text)
  let at = 0
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (at >= bytes.length) return failure ? controller.error(failure) : controller.close()
      controller.enqueue(bytes.slice(at, at + pieces))
      at += pieces
      if (at % 3 === 0) await new Promise((later) => setTimeout(later))
    },
  })
}

test('who rests between reads hears the same events, and the failure after the last of them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 1, max: 40 }),
      fc.boolean(),
      async (count, pieces, isFailing) => {
        const text = Array.from({ length: count }, (_, id) => `id: ${id}\ndata: 灯${id}\n\n`).join(
          '',
        )
        const failure = new Error('cut')
        const heard: string[] = []
        const hear = async () => {
          const body = slowBodyOf(text, pieces, isFailing ? failure : undefined)
          const rest = () => new Promise((end) => setTimeout(end, 1))
          for await (const { data } of serverSentEvents(body, 10_000, rest)) heard.push(data)
        }
        if (isFailing) await expect(hear()).rejects.toBe(failure)
        else await hear()
        expect(heard).toEqual(Array.from({ length: count }, (_, id) => `灯${id}`))
      },
    ),
    { numRuns: 60 },
  )
})

test('what is there is read without a rest, what comes late after one', async () => {
  vi.useFakeTimers()
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (data: string) =>
        controller.enqueue(new TextEncoder().encode(`data: ${data}\n\n`))
      for (const data of ['a', 'b', 'c']) send(data)
      for (const data of ['d', 'e', 'f', 'g']) {
        await new Promise((later) => setTimeout(later, 20))
        send(data)
      }
      controller.close()
    },
  })
  const looks: string[][] = []
  const rest = async (agoMs: number) => {
    await new Promise((end) => setTimeout(end, 100 - agoMs))
    looks.push([])
  }
  const hearing = (async () => {
    for await (const { data } of serverSentEvents(body, 10_000, rest)) looks.at(-1)?.push(data)
  })()
  await vi.advanceTimersByTimeAsync(1000)
  await hearing
  expect(looks).toEqual([
    ['a', 'b', 'c'],
    ['d', 'e', 'f', 'g'],
  ])
})

test('a silence fails like a cut, and rests count as none', async () => {
  vi.useFakeTimers()
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode('data: a\n\n')),
  })
  const heard: string[] = []
  const hearing = (async () => {
    const rest = () => new Promise((end) => setTimeout(end, 40_000))
    for await (const { data } of serverSentEvents(body, 30_000, rest)) heard.push(data)
  })()
  const failure = expect(hearing).rejects.toThrow('Silence')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(heard).toEqual(['a'])
  await vi.advanceTimersByTimeAsync(30_000)
  await failure
})
