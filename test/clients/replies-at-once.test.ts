import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { type Suite, startSuite } from '../../dev/suite/suite.ts'

const buffer = 64 * 1024
const mostBytes = 5 * buffer

const Reply = z.object({
  letter: z.string(),
  bytes: z.int(),
  pieces: z.int(),
  how: z.enum(['is whole', 'is packed', 'breaks off', 'is left', 'is too long']),
})
type Reply = z.infer<typeof Reply>

const server = createServer(async ({ url = '' }, response) => {
  const { letter, bytes, pieces, how } = Reply.parse(JSON.parse(decodeURIComponent(url.slice(1))))
  const whole = Buffer.from(letter.repeat(bytes))
  if (how === 'is packed') {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(whole))
    return
  }
  response.flushHeaders()
  const size = Math.ceil(whole.length / pieces)
  for (let at = 0; at < whole.length; at += size) {
    if (how === 'breaks off' && at > 0) return response.destroy()
    if (how === 'is left' && at > 0) return
    response.write(whole.subarray(at, at + size))
    await pause(1)
  }
  response.end()
})

const worker = `
import { textWithin } from './lib/clients/wire/bounded-reply.ts'
async function read({ url, isLeft }) {
  try {
    const reply = await fetch(url, isLeft ? { signal: AbortSignal.timeout(50) } : {})
    const text = await textWithin(reply, ${mostBytes})
    return { bytes: text.length, letters: [...new Set(text)].join('') }
  } catch (error) {
    return error.name
  }
}
export default {
  fetch: async (request) => Response.json(await Promise.all((await request.json()).map(read))),
}`

let suite: Suite
let origin: string
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  suite = await startSuite({ settings: {}, script: await bundled(worker), assets: false })
})
afterAll(async () => {
  await suite.close()
  server.closeAllConnections()
  server.close()
})

async function bundled(code: string): Promise<string> {
  const input = fileURLToPath(new URL('../../reader.js', import.meta.url))
  const reader = {
    name: 'reader',
    resolveId: (id: string) => (id === input ? id : undefined),
    load: (id: string) => (id === input ? code : undefined),
  }
  const bundle = await rolldown({ input, plugins: [reader] })
  const { output } = await bundle.generate({ format: 'esm' })
  await bundle.close()
  return output[0].code
}

async function readAtOnce(replies: Reply[]): Promise<unknown> {
  const asked = replies.map((reply) => ({
    url: origin + encodeURIComponent(JSON.stringify(reply)),
    isLeft: reply.how === 'is left',
  }))
  return await (await fetch(suite.url, { method: 'POST', body: JSON.stringify(asked) })).json()
}

const sizes = [2, buffer - 1, buffer, buffer + 1, 2 * buffer - 1, 2 * buffer, 2 * buffer + 1]
const otherwise = ['is packed', 'breaks off', 'is left', 'is too long'] as const

/** Of each letter a reply, in other pieces each turn; each third comes otherwise than whole. */
const repliesOf = (turn: number): Reply[] =>
  [...'abcdefghijklmnopqrstuvwxyz'].map((letter, at) => {
    const how = at % 3 === 0 ? (otherwise[(at / 3 + turn) % 4] ?? 'is whole') : 'is whole'
    const bytes = how === 'is too long' ? 2 * mostBytes : (sizes[(at + turn) % sizes.length] ?? 0)
    return { letter, bytes, pieces: 2 + ((at * 7 + turn) % 9), how }
  })

const readOf = ({ letter, bytes, how }: Reply) => {
  if (how === 'is too long') return 'RangeError'
  if (how === 'breaks off') return 'Error'
  return how === 'is left' ? 'TimeoutError' : { bytes, letters: letter }
}

test('no reply has bytes of another, however many are read at once, left or broken off', async () => {
  for (let turn = 0; turn < 8; turn += 1) {
    const replies = repliesOf(turn)
    const requests = [replies, replies.toReversed(), replies.slice(9)]
    const read = await Promise.all(requests.map(readAtOnce))
    expect(read).toEqual(requests.map((asked) => asked.map(readOf)))
  }
})
