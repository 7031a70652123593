import { expect, test, vi } from 'vitest'
import { textWithin } from '../../lib/clients/wire/bounded-reply.ts'

const most = 1000

/** Closes a stream, and answers whoever waits for its bytes. */
function close(controller: ReadableByteStreamController) {
  controller.close()
  controller.byobRequest?.respond(0)
}

/** A reply that comes in pieces of a hundred bytes; `wasLeft` says whether its reader left. */
function aReply(bytes: number, headers: Record<string, string> = {}) {
  let left = bytes
  let wasLeft = false
  const body = new ReadableStream({
    type: 'bytes',
    pull(controller) {
      if (left <= 0) return close(controller)
      controller.enqueue(new TextEncoder().encode('x'.repeat(Math.min(100, left))))
      left -= 100
    },
    cancel() {
      wasLeft = true
    },
  })
  return { response: new Response(body, { headers }), wasLeft: () => wasLeft, left: () => left }
}

test.each([
  ['of which no length is said', {}],
  ['that says its length', { 'content-length': `${most}` }],
  ['that is packed', { 'content-length': '20', 'content-encoding': 'gzip' }],
])('a reply %s is read up to the last byte allowed', async (_, headers) => {
  expect(await textWithin(aReply(most, headers).response, most)).toBe('x'.repeat(most))
})

test.each([
  ['of which no length is said', {}],
  ['that says its length', { 'content-length': '8000000' }],
  ['that is packed into little', { 'content-length': '20', 'content-encoding': 'gzip' }],
])('a reply %s is left when it is longer', async (_, headers) => {
  const { response, wasLeft, left } = aReply(8_000_000, headers)
  await expect(textWithin(response, most)).rejects.toThrow(RangeError)
  expect(wasLeft()).toBe(true)
  expect(left()).toBeGreaterThan(7_900_000)
})

test('a reply that says how long it is, and is too long, is not read at all', async () => {
  const { response, left } = aReply(8_000_000, { 'content-length': '8000000' })
  await expect(textWithin(response, most)).rejects.toThrow(RangeError)
  expect(left()).toBeGreaterThanOrEqual(7_999_900)
})

test('a reply without a body, or with none in it, is an empty text', async () => {
  expect(await textWithin(new Response(null), most)).toBe('')
  expect(await textWithin(aReply(0).response, most)).toBe('')
})

test('a reply of many pieces is whole', async () => {
  const text = Array.from({ length: 100_000 }, (_, at) => `${at} prüfen, `).join('')
  const body = new Response(text).body
  expect(await textWithin(new Response(body))).toBe(text)
})

test('of the buffers that replies are read into at most eight are kept', async () => {
  const made = vi.spyOn(globalThis, 'ArrayBuffer')
  const readTogether = async (count: number) => {
    made.mockClear()
    await Promise.all(Array.from({ length: count }, () => textWithin(aReply(100).response)))
    return made.mock.calls.length
  }
  await readTogether(20)
  expect(await readTogether(20)).toBe(12)
  expect(await readTogether(8)).toBe(0)
  made.mockRestore()
})

test('a character that is cut by the pieces of a reply is whole', async () => {
  const bytes = new TextEncoder().encode('prüfen')
  const body = new ReadableStream({
    type: 'bytes',
    start(controller) {
      controller.enqueue(bytes.slice(0, 3))
      controller.enqueue(bytes.slice(3))
      close(controller)
    },
  })
  expect(await textWithin(new Response(body), most)).toBe('prüfen')
})
