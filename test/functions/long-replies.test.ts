import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { ServiceName } from '../../dev/cloud/options.ts'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { createRedis } from '../../lib/clients/redis.ts'
import { emptyState, stateKey } from '../../lib/conversation/conversation-state.ts'
import { type LocalSuite, profile, startLocalSuite, until } from '../support/local-suite.ts'

// What is long here is far more than what is asked for, and yet of the form that is asked for.
const megabytes = 8
const padding = 'x'.repeat(1_000_000)
const pages = 60

let local: LocalSuite
let docs: string
beforeAll(async () => {
  docs = await mkdtemp(join(tmpdir(), 'marginalia-long-'))
  for (let page = 0; page < pages; page += 1) await writeFile(join(docs, `${page}.md`), aPage(page))
  local = await startLocalSuite({ docs, settings: { BREAKER_FAILURES: '1000' } })
})
afterAll(async () => {
  await local.close()
  await rm(docs, { recursive: true })
})

/** One passage of about 2,000 characters, as near to the question as every other one. */
const aPage = (page: number) =>
  `# Lamp ${page}\n\n${`The keeper of lamp ${page} trims the wick with care. `.repeat(40)}\n`

let asked = 0
async function ask(session: { session_id: string; token: string }) {
  asked += 1
  const question = `How does the keeper trim the wick of lamp ${asked}?`
  const response = await local.ask({ question }, session, 'application/json')
  return { status: response.status, answer: AnswerDocument.parse(await response.json()) }
}

type Faults = Parameters<LocalSuite['cloud']['faults']['neon']['set']>

/** A JSON object with eight megabytes of something that nobody asked for. */
const padded = (beginning: string, match?: string): Faults[0] => ({
  kind: 'scripted',
  type: 'application/json',
  writes: [`{${beginning},"more":["`, ...Array<string>(megabytes).fill(padding), '"]}'],
  ...(match && { match }),
})

const vector = JSON.stringify(Array.from({ length: 1024 }, () => 0.03125))
const noRows = '{"fields":[],"rows":[]}'

const upstreams: [degraded: string, service: ServiceName, fault: Faults[0]][] = [
  ['neon', 'neon', padded(`"results":[${Array(3).fill(noRows).join()}]`)],
  ['embedding', 'openrouter', padded(`"data":[{"index":0,"embedding":${vector}}]`, 'embeddings')],
  ['qdrant', 'qdrant', padded('"status":"ok","result":{"points":[]}')],
  ['redis', 'upstash', padded('"result":1')],
]

test.each(upstreams.filter(([name]) => profile === 'full' || name === 'embedding'))(
  'a reply of eight megabytes from %s is left unread, and the answer goes on without it',
  async (degraded, service, fault) => {
    const session = await local.openSession()
    local.cloud.faults[service].set(fault)
    onTestFinished(local.cloud.faults[service].clear)
    const { status, answer } = await ask(session)
    expect(status).toBe(200)
    expect(answer.degraded).toEqual([degraded])
    expect(answer.answer).toContain('trims the wick')
  },
)

test('a model that says eight megabytes is stopped', async () => {
  const says = (content: string) =>
    `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`
  const piece = says('and so on '.repeat(10_000))
  const writes = Array<string>(megabytes * 10).fill(piece)
  const session = await local.openSession()
  local.cloud.faults.openrouter.set({ kind: 'scripted', writes, match: 'chat' })
  onTestFinished(local.cloud.faults.openrouter.clear)
  const { status, answer } = await ask(session)
  expect(status).toBe(200)
  expect(answer.finish).toBe('length')
  expect(answer.answer.length).toBeLessThan(100_000)
})

test('a model that thinks for eight megabytes and says nothing is stopped, and its owner is told', async () => {
  const thought = { choices: [{ delta: { content: '', reasoning: 'and so on '.repeat(100) } }] }
  const writes = Array<string>(megabytes * 10).fill(
    `data: ${JSON.stringify(thought)}\n\n`.repeat(100),
  )
  const session = await local.openSession()
  local.cloud.faults.openrouter.set({ kind: 'scripted', writes, match: 'chat' })
  onTestFinished(local.cloud.faults.openrouter.clear)
  const { status, answer } = await ask(session)
  expect(status).toBe(200)
  expect(answer.degraded).toEqual(['model'])
  expect(answer.answer).toContain('trims the wick')
  const [trouble] = await until(
    () => local.sql`select cause, message from upstream_troubles where service = 'model'`,
    (rows) => rows.length > 0,
  )
  expect(trouble).toMatchObject({ cause: 'unreadable' })
  expect(trouble?.message).toMatch(/^The model sent .* without text, and was stopped$/)
})

test('sixty passages of two thousand characters give the model no more than a prompt holds', async () => {
  const { answer } = await ask(await local.openSession())
  expect(answer.answered).toBe(true)
  expect(answer.sources.length).toBeLessThanOrEqual(8)
  const [row] = await local.sql`
    select max((usage ->> 'prompt_tokens')::int) as tokens from query_logs`
  expect(row?.tokens).toBeGreaterThan(0)
  expect(row?.tokens).toBeLessThan(8000)
})

test.runIf(profile === 'full')('of a history of 200 turns the last four count', async () => {
  const session = await local.openSession()
  const { UPSTASH_REDIS_REST_URL: url = '', UPSTASH_REDIS_REST_TOKEN: token = '' } =
    local.cloud.settings
  const { commands } = createRedis({ url, token, timeoutMs: 10_000 })
  const turns = Array.from({ length: 200 }, (_, at) => ({
    question: `What is lamp ${at}?`,
    answer: 'A lamp is a lamp. '.repeat(60),
  }))
  const state = { ...emptyState(), turns, version: 'of another writer' }
  await commands.set(stateKey(session.session_id), JSON.stringify(state), { ex: 600 })
  const { status, answer } = await ask(session)
  expect(status).toBe(200)
  expect(answer.answered).toBe(true)
  expect(answer.degraded).toEqual([])
  await expect
    .poll(async () => JSON.parse((await commands.get(stateKey(session.session_id))) ?? '').turns)
    .toHaveLength(4)
})
