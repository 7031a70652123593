import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { createNeon } from '../../lib/clients/neon.ts'
import { networkOf } from '../../lib/desk/network.ts'
import { createDenials } from '../../lib/limits/denials.ts'
import { Problem } from '../../lib/problem.ts'

test.each([
  ['203.0.113.77', '203.0.113.0/24'],
  ['203.0.113.0/24', '203.0.113.0/24'],
  ['2001:db8:7:1::5', '2001:db8:7::/48'],
  ['2001:DB8:7:1::/64', '2001:db8:7::/48'],
  ['2001:db8:7:0::/64', '2001:db8:7::/48'],
  ['::ffff:203.0.113.77', '203.0.113.0/24'],
  ['::1', '0:0:0::/48'],
  ['256.0.0.1', undefined],
  ['telegram:4711', undefined],
  ['unknown', undefined],
  ['', undefined],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

const Sent = z.object({ params: z.array(z.string()) })

test('who is turned away is written once a minute, and a flood of networks is told together', async () => {
  const written: unknown[] = []
  const server = createServer(async (request, response) => {
    written.push(await json(request))
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ command: 'INSERT', rowCount: 0, rows: [], fields: [] }))
  }).listen(0)
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const httpUrl = `http://127.0.0.1:${port}`
  let now = Date.parse('2026-11-26T12:00:00Z')
  const denials = createDenials({
    neon: createNeon({ url: 'postgres://u:p@host/db', httpUrl, timeoutMs: 20_000 }),
    now: () => now,
    networkOf,
  })
  denials.note('203.0.113.7', new Problem('not-found', 'No such thing.'))
  await denials.flush()
  expect(written).toEqual([])
  for (let at = 0; at < 2000; at += 1)
    denials.note(`10.${at >> 8}.${at & 255}.1`, new Problem('rate-limited', 'Too much.'))
  await denials.flush()
  const rows = z
    .array(z.object({ network: z.string(), times: z.number() }))
    .parse(JSON.parse(Sent.parse(written[0]).params.find((param) => param.startsWith('[')) ?? '[]'))
  expect(rows).toHaveLength(501)
  expect(rows.find(({ network }) => network === 'others')).toMatchObject({ times: 1500 })
  denials.note('telegram:4711', new Problem('rate-limited', 'Too much.', { isBlocked: true }))
  await denials.flush()
  expect(written).toHaveLength(1)
  now += 60_000
  await denials.flush()
  expect(JSON.stringify(written[1])).toMatch(/telegram[^}]*blocked/)
})
