import { expect, test } from 'vitest'
import { textWithin } from '../../lib/clients/wire/bounded-reply.ts'

const most = 1000

/** A reply that comes in pieces of a hundred bytes, as a fetch gives it; `wasLeft` says whether its reader left. */
function aReply(bytes: number, headers: Record<string, string> = {}) {
  let left = bytes
  let wasLeft = false
  const body = new ReadableStream({
    type: 'bytes',
    pull(controller) {
      if (left <= 0) {
        controller.close()
        // Who waits for bytes with room for them is told that there are none.
        controller.byobRequest?.respond(0)
        return
      }
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

test('a character that is cut by the pieces of a reply is whole', async () => {
  const bytes = new TextEncoder().encode('prüfen')
  const body = new ReadableStream({
    type: 'bytes',
    start(controller) {
      controller.enqueue(bytes.slice(0, 3))
      controller.enqueue(bytes.slice(3))
      controller.close()
    },
  })
  expect(await textWithin(new Response(body), most)).toBe('prüfen')
})
