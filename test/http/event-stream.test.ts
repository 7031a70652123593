import { afterEach, expect, test, vi } from 'vitest'
import { eventStream, type ServerSentEvent } from '../../lib/http/event-stream.ts'

afterEach(() => {
  vi.useRealTimers()
})

const failed = (): ServerSentEvent => ({ event: 'error', data: { type: 'unavailable' } })
const nothing = () => {}

async function* some(...names: string[]): AsyncGenerator<ServerSentEvent> {
  for (const event of names) yield { event, data: { text: 'line\nbreak' } }
}

test('events are numbered and their data is one line of JSON', async () => {
  const text = await new Response(eventStream(some('a', 'b'), failed, nothing)).text()
  expect(text).toBe(
    'id: 1\nevent: a\ndata: {"text":"line\\nbreak"}\n\nid: 2\nevent: b\ndata: {"text":"line\\nbreak"}\n\n',
  )
})

test('a failure after the first byte is the last event', async () => {
  async function* breaking(): AsyncGenerator<ServerSentEvent> {
    yield { event: 'a', data: {} }
    throw new Error('secret cause')
  }
  const text = await new Response(eventStream(breaking(), failed, nothing)).text()
  expect(text).toContain('id: 2\nevent: error\n')
  expect(text).not.toContain('secret')
})

test('a stream that is not read asks for no more than 64 Ki characters', async () => {
  let asked = 0
  async function* counting(): AsyncGenerator<ServerSentEvent> {
    for (;;) yield { event: 'a', data: { n: ++asked } }
  }
  const reader = eventStream(counting(), failed, nothing).getReader()
  await reader.read()
  await new Promise((resolve) => setTimeout(resolve))
  expect(asked).toBeLessThan(2000)
  await reader.cancel()
})

test('what comes at once is written at once, and what has to wait is not waited for', async () => {
  const late = Promise.withResolvers<void>()
  async function* events(): AsyncGenerator<ServerSentEvent> {
    yield* some('a', 'b')
    await late.promise
    yield* some('c')
    throw new Error('broken')
  }
  async function* handedOn(depth: number): AsyncGenerator<ServerSentEvent> {
    yield* depth === 0 ? events() : handedOn(depth - 1)
  }
  const reader = eventStream(handedOn(12), failed, nothing).getReader()
  const read = async () => new TextDecoder().decode((await reader.read()).value)
  expect((await read()).match(/event: \w+/g)).toEqual(['event: a', 'event: b'])
  late.resolve()
  expect((await read()).match(/event: \w+/g)).toEqual(['event: c', 'event: error'])
  expect((await reader.read()).done).toBe(true)
})

test('an event that fails after the reader has left is nobody’s failure', async () => {
  const never = Promise.withResolvers<void>()
  async function* failing(): AsyncGenerator<ServerSentEvent> {
    yield* some('a')
    await never.promise
  }
  const reader = eventStream(failing(), failed, () => never.reject(new Error('left'))).getReader()
  await reader.read()
  await expect(reader.cancel()).resolves.toBeUndefined()
})

test('leaving tells the events, even while they wait', async () => {
  const leave = vi.fn()
  const never = Promise.withResolvers<void>()
  async function* waiting(): AsyncGenerator<ServerSentEvent> {
    await never.promise
    yield { event: 'late', data: {} }
  }
  const reader = eventStream(waiting(), failed, () => {
    leave()
    never.resolve()
  }).getReader()
  void reader.read()
  await reader.cancel()
  expect(leave).toHaveBeenCalledOnce()
})

test('ten seconds of silence bring a comment, and the event still comes', async () => {
  vi.useFakeTimers()
  const late = Promise.withResolvers<void>()
  async function* slow(): AsyncGenerator<ServerSentEvent> {
    await late.promise
    yield { event: 'a', data: {} }
  }
  const reader = eventStream(slow(), failed, nothing).getReader()
  const decode = (value: Uint8Array | undefined) => new TextDecoder().decode(value)
  const first = reader.read()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(decode((await first).value)).toBe(': still here\n\n')
  late.resolve()
  expect(decode((await reader.read()).value)).toContain('event: a')
})
