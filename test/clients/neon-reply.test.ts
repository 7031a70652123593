import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { createNeon, type Neon, NeonUnavailable, NoRow, sql } from '../../lib/clients/neon.ts'

const padding = 'x'.repeat(600_000)
const rows = { fields: [{ name: 'word', dataTypeID: 25 }], rows: [['held']] }

/** Answers one statement or two with far more than was asked for. */
const service = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    const isOne = request.headers['neon-batch-read-only'] === undefined
    const reply = isOne ? { ...rows, padding } : { results: [rows, rows], padding }
    response.setHeader('content-type', 'application/json').end(JSON.stringify(reply))
  })
})
let neon: Neon

beforeAll(async () => {
  await new Promise<void>((ready) => service.listen(0, '127.0.0.1', ready))
  const { port } = service.address() as AddressInfo
  const httpUrl = `http://127.0.0.1:${port}/sql`
  neon = createNeon({ url: 'postgresql://a:b@127.0.0.1/x', httpUrl, timeoutMs: 10_000 })
})
afterAll(() => service.close())

const write = sql(NoRow)`update a set b = 1`
const read = sql(z.object({ word: z.string() }))`select word from a`

test('a long reply to what reads no rows is not read', async () => {
  await expect(neon.run(write)).rejects.toThrow(NeonUnavailable)
  await expect(neon.transaction([write, write])).rejects.toThrow(NeonUnavailable)
})

test('rows may be long, and whatever else is in their transaction', async () => {
  expect(await neon.run(read)).toEqual([{ word: 'held' }])
  expect((await neon.transaction([write, read]))[1]).toEqual([{ word: 'held' }])
})

test('a bound that is named holds for rows as well', async () => {
  const bounded = neon.transaction([read, read], { mostBytes: 1000 })
  await expect(bounded).rejects.toThrow(NeonUnavailable)
})
