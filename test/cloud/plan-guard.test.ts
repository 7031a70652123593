import { createServer, type Server } from 'node:http'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { Invocation, planGuard, planPath } from '../../dev/suite/plan-guard.ts'

// Asks an upstream `n` times at once, or in turn, and says what came of each.
const worker = `export default {
  async fetch(request) {
    const { searchParams } = new URL(request.url)
    const url = searchParams.get('upstream')
    const one = () => fetch(url).then((reply) => reply.text(), (error) => error.message)
    const outcomes = []
    const n = Number(searchParams.get('n'))
    if (searchParams.has('once')) outcomes.push(...await Promise.all(Array.from({ length: n }, one)))
    else for (let i = 0; i < n; i += 1) outcomes.push(await one())
    return Response.json(outcomes)
  },
}`

let upstream: Server
let upstreamUrl: string
let open = 0
let mostOpen = 0
const waiting: (() => void)[] = []
let isHeld = false
let miniflare: Miniflare
let url: string
beforeAll(async () => {
  upstream = createServer((_, response) => {
    open += 1
    mostOpen = Math.max(mostOpen, open)
    const reply = () => {
      open -= 1
      response.end('answered')
    }
    if (isHeld) waiting.push(reply)
    else reply()
  })
  await new Promise<void>((listening) => upstream.listen(0, '127.0.0.1', listening))
  const address = upstream.address()
  upstreamUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const { entry, patch } = planGuard('free', 'worker.js')
  const module = (path: string, contents: string) => ({ type: 'ESModule' as const, path, contents })
  miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: [
        module('plan-entry.js', entry),
        module('plan-patch.js', patch),
        module('worker.js', worker),
      ],
      compatibilityDate: '2026-10-23',
      host: '127.0.0.1',
      port: 0,
      cf: false,
      telemetry: { enabled: false },
    }),
  )
  url = (await miniflare.ready).origin
})
afterAll(async () => {
  await miniflare.dispose()
  upstream.close()
})

async function ask(query: string): Promise<string[]> {
  const response = await fetch(`${url}/?${query}&upstream=${encodeURIComponent(upstreamUrl)}`)
  return z.array(z.string()).parse(await response.json())
}

async function lastInvocation() {
  const all = z.array(Invocation).parse(await (await fetch(`${url}${planPath}`)).json())
  return all.at(-1)
}

test('on Workers Free the 50th request of an invocation is answered and the 51st fails', async () => {
  const outcomes = await ask('n=51')
  expect(outcomes.slice(0, 50)).toEqual(Array(50).fill('answered'))
  expect(outcomes[50]).toBe('Too many subrequests.')
  expect(await lastInvocation()).toMatchObject({ requests: 51 })
  expect(await ask('n=1')).toEqual(['answered'])
})

test('a seventh connection waits until one of six has its reply, and is then answered', async () => {
  isHeld = true
  mostOpen = 0
  const asked = ask('n=7&once')
  await expect.poll(() => waiting.length).toBe(6)
  waiting.shift()?.()
  await expect.poll(() => waiting.length).toBe(6)
  isHeld = false
  for (const reply of waiting.splice(0)) reply()
  expect(await asked).toEqual(Array(7).fill('answered'))
  expect(mostOpen).toBe(6)
  expect(await lastInvocation()).toMatchObject({ requests: 7, mostOpen: 6, queued: 1 })
})
