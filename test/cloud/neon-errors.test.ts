import { serve } from '@hono/node-server'
import { afterEach, expect, test } from 'vitest'
import { createNeon, isCallersFault, NeonUnavailable, NoRow, sql } from '../../lib/clients/neon.ts'

const url = 'postgres://reader:secret@127.0.0.1/book'
const servers: { close: () => void }[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A proxy that answers every request like this. */
async function aProxy(status: number, body: unknown) {
  const port = await new Promise<number>((resolve) => {
    const fetch = () => Response.json(body, { status })
    servers.push(serve({ fetch, port: 0, hostname: '127.0.0.1' }, (info) => resolve(info.port)))
  })
  const neon = createNeon({ url, httpUrl: `http://127.0.0.1:${port}/sql`, timeoutMs: 5000 })
  return await neon.run(sql(NoRow)`select 1`).catch((error: unknown) => error)
}

test.each(['08006', '53300', '57P01', '57P03'])(
  'SQLSTATE %s means that Neon is away',
  async (code) => {
    const error = await aProxy(400, { message: 'away', code })
    expect(error).toBeInstanceOf(NeonUnavailable)
    expect(isCallersFault(error)).toBe(false)
  },
)

test.each([
  [400, 'password authentication is not possible now'],
  [500, 'Control plane request failed'],
])('so does a %i of the proxy without a code', async (status, message) => {
  expect(await aProxy(status, { message })).toBeInstanceOf(NeonUnavailable)
})

test.each(['22003', '22P02', '23505'])(
  'SQLSTATE %s is the fault of what was sent',
  async (code) => {
    const error = await aProxy(400, { message: 'no', code })
    expect(error).not.toBeInstanceOf(NeonUnavailable)
    expect(isCallersFault(error)).toBe(true)
  },
)

test('a mistake of ours is neither', async () => {
  const error = await aProxy(400, { message: 'syntax error', code: '42601' })
  expect(error).not.toBeInstanceOf(NeonUnavailable)
  expect(isCallersFault(error)).toBe(false)
})
