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

test('a stream that is not read asks for nothing', async () => {
  let asked = 0
  async function* counting(): AsyncGenerator<ServerSentEvent> {
    for (;;) yield { event: 'a', data: { n: ++asked } }
  }
  const reader = eventStream(counting(), failed, nothing).getReader()
  await reader.read()
  await Promise.resolve()
  expect(asked).toBe(1)
  await reader.cancel()
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
