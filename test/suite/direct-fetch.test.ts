import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Suite, startSuite } from '../../dev/suite/suite.ts'

const passedOn: IncomingHttpHeaders[] = []
const server = createServer((request, response) => {
  passedOn.push(request.headers)
  if (request.url === '/moved') return response.writeHead(302, { location: '/there' }).end()
  request.pipe(response)
})
const script = `
const asked = fetch
export default {
  async fetch(request, { WHERE }) {
    const said = { method: 'POST', headers: { 'x-of': 'worker' }, body: await request.text() }
    const there = await Promise.all([
      asked(WHERE, said),
      fetch(new Request(WHERE, said)),
      fetch(new URL(WHERE + '/moved'), { redirect: 'manual' }),
    ])
    const texts = await Promise.all(there.map((reply) => reply.text()))
    return Response.json(there.map(({ status }, at) => [status, texts[at]]))
  },
}`
let suite: Suite

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  suite = await startSuite({
    settings: { WHERE: `http://127.0.0.1:${port}` },
    script,
    assets: false,
  })
})
afterAll(async () => {
  await suite.close()
  server.close()
})

test('what a Worker asks for leaves as it was asked, with no Worker of the runtime behind it', async () => {
  const response = await fetch(suite.url, { method: 'POST', body: 'hello' })
  expect(await response.json()).toEqual([
    [200, 'hello'],
    [200, 'hello'],
    [302, ''],
  ])
  expect(passedOn).toHaveLength(3)
  expect(passedOn.filter((headers) => headers['x-of'] === 'worker')).toHaveLength(2)
  // The runtime's own Worker names the zone that it stands for.
  for (const headers of passedOn) expect(headers).not.toHaveProperty('cf-worker')
})
