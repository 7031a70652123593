import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { createLatelyServed } from '../../lib/cache/lately-served.ts'
import { everybody } from '../../lib/chat/filter.ts'
import type { Question } from '../../lib/chat/question.ts'
import { unitsOf } from '../../lib/citations/units.ts'
import { createNeon } from '../../lib/clients/neon.ts'
import { createRepositoryFiles } from '../../lib/ingest/include/repository-files.ts'
import { createCategories } from '../../lib/ingest/page/categories.ts'
import { createSearchLog } from '../../lib/search/log.ts'
import { causes, services } from '../../lib/upstream/cause.ts'
import { createTroubles } from '../../lib/upstream/troubles.ts'
import { bounded, holdsForLong, shortLived } from './held-for-long.ts'
import { listFiles } from './source-files.ts'

test('every map, set, list and table that outlives a request is known here, with what bounds it', () => {
  const paths = listFiles().filter((path) => /^(?:lib|functions)\/.*\.ts$/.test(path))
  const holding = paths.filter(holdsForLong)
  expect(holding.filter((path) => !shortLived.includes(path)).sort()).toEqual(
    Object.keys(bounded).sort(),
  )
})

const asked = (question: string): Question => ({
  session_id: '00000000-0000-4000-8000-000000000000',
  query_id: '00000000-0000-4000-8000-000000000001',
  address: '',
  filter: everybody,
  askedAt: 0,
  question,
})

test('of questions that were served from the cache the 500 latest are held, long ones not', () => {
  const served = createLatelyServed(() => 0)
  served.note(asked('first'), true)
  for (let n = 0; n < 499; n += 1) served.note(asked(`question ${n}`), true)
  expect(served.has(asked('first'))).toBe(true)
  served.note(asked('one more'), true)
  expect(served.has(asked('first'))).toBe(false)
  served.note(asked('long '.repeat(300)), true)
  expect(served.has(asked('long '.repeat(300)))).toBe(false)
})

test('of cited passages the 100 latest are held as they were read', () => {
  const read = (text: string) => unitsOf(text, 'Chapter')
  const first = read('Robots move. They stop.')
  for (let n = 0; n < 99; n += 1) read(`Passage ${n} says this.`)
  expect(read('Robots move. They stop.')).toBe(first)
  for (let n = 0; n < 100; n += 1) read(`Another passage ${n} says that.`)
  expect(read('Robots move. They stop.')).not.toBe(first)
  expect(read('Robots move. They stop.').units).toEqual(first.units)
})

test('of category files the 500 latest are held', async () => {
  const read: string[] = []
  const categories = createCategories({
    file: async ({ sha }) => {
      read.push(sha)
      return new TextEncoder().encode('{"label": "A part", "position": 1}')
    },
  })
  const get = (n: number) => categories.get({ path: `${n}/_category_.json`, sha: `sha${n}` })
  for (let n = 0; n <= 500; n += 1) await get(n)
  await get(500)
  expect(read).toHaveLength(501)
  await get(0)
  expect(read).toHaveLength(502)
})

test('of a repository one listing is held', async () => {
  const listed: string[] = []
  const files = createRepositoryFiles({
    list: async (ref) => {
      listed.push(ref)
      return []
    },
    read: async () => new Uint8Array(),
  })
  for (const ref of ['a', 'a', 'b', 'a']) await files.at(1, { ref })
  expect(listed).toEqual(['a', 'b', 'a'])
})

/** The door to a database that takes everything, or is away, and what was sent to it. */
async function aNeon(status: 200 | 503) {
  const sent: string[] = []
  const server = createServer(async (request, response) => {
    sent.push(await text(request))
    const reply = { command: 'INSERT', rowCount: 0, rowAsArray: true, rows: [], fields: [] }
    response.writeHead(status).end(JSON.stringify(status === 200 ? reply : { message: 'away' }))
  })
  // A thousand callers come at once; what does not fit a server's queue is turned away.
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', 2000, ready))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const httpUrl = `http://127.0.0.1:${port}/sql`
  return {
    sent,
    neon: createNeon({ url: 'postgresql://a:b@127.0.0.1/x', httpUrl, timeoutMs: 120_000 }),
  }
}

test('while Neon is away troubles are held once for each cause of each service', async () => {
  const { neon, sent } = await aNeon(503)
  const troubles = createTroubles({
    neon,
    publish: async () => undefined,
    now: () => 0,
    secrets: [],
    log: () => undefined,
  })
  for (let n = 0; n < 2000; n += 1) {
    const service = services[n % services.length]
    if (service) troubles.note(service, new Error(`Something new: ${n} ${'x'.repeat(5000)}`))
    if (n % 500 === 0) await troubles.flush()
  }
  await troubles.flush()
  expect(sent.at(-1)?.length).toBeLessThan(services.length * causes.length * 1000)
})

test('of callers who type a search the 1,000 latest are held', async () => {
  const { neon, sent } = await aNeon(200)
  let settled = () => {}
  const pause = new Promise<void>((resolve) => {
    settled = resolve
  })
  const log = createSearchLog({ neon, keepsTexts: true, pause: () => pause })
  const search = (text: string) => ({
    search_id: '1',
    text,
    mode: 'words' as const,
    hits: 0,
    ms: 1,
  })
  const typed = ['lig', 'light'].map((words) => log.note(search(words), 'first'))
  const others = Array.from({ length: 1000 }, (_, n) => log.note(search('fog'), `caller ${n}`))
  settled()
  await Promise.all([...typed, ...others])
  // That the first caller typed on is forgotten: both searches are logged.
  expect(sent.filter((body) => /"ligh?t?"/.test(body))).toHaveLength(2)
})
