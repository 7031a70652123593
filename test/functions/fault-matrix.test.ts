import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ServiceName } from '../../dev/cloud/cloud.ts'
import { AnswerDocument } from '../../lib/answer/events.ts'
import { type LocalSuite, startLocalSuite, until } from '../support/local-suite.ts'

const timeoutMs = 400
const modelTimeoutMs = 900
// The longest way: a request that times out, then another store in its place, then the model.
const patienceMs = 3 * timeoutMs + modelTimeoutMs + 500

let local: LocalSuite
let session: { session_id: string; token: string }
beforeAll(async () => {
  local = await startLocalSuite({
    settings: {
      TIMEOUT_REDIS_MS: `${timeoutMs}`,
      TIMEOUT_NEON_MS: `${timeoutMs}`,
      TIMEOUT_QDRANT_MS: `${timeoutMs}`,
      TIMEOUT_EMBEDDING_MS: `${timeoutMs}`,
      TIMEOUT_FIRST_TOKEN_MS: `${timeoutMs}`,
      TIMEOUT_MODEL_MS: `${modelTimeoutMs}`,
      BREAKER_FAILURES: '1000',
    },
  })
  session = await local.openSession()
})
afterAll(() => local.close())

type Faults = Parameters<LocalSuite['cloud']['faults']['neon']['set']>
type Fault = NonNullable<Faults[number]>

const faults: Record<string, Fault> = {
  down: { kind: 'down' },
  'slow by 3 s': { delayMs: 3000, firstTokenMs: 3000 },
  'answering 500': { kind: 'status', status: 500 },
  'answering 429': { kind: 'status', status: 429 },
  'broken off mid-reply': { kind: 'cut', afterBytes: 40 },
  garbage: { kind: 'garbage' },
}

interface Upstream {
  service: ServiceName
  match?: string
  /** What the reader is told of in `done.degraded`. */
  degraded: string
  /** What the answer says instead of what the model would have. */
  says?: RegExp
}

const upstreams: Record<string, Upstream> = {
  Neon: { service: 'neon', degraded: 'neon' },
  Qdrant: { service: 'qdrant', degraded: 'qdrant' },
  Redis: { service: 'upstash', degraded: 'redis' },
  'The embedding': { service: 'openrouter', match: 'embeddings', degraded: 'embedding' },
  'The model': {
    service: 'openrouter',
    match: 'chat',
    degraded: 'model',
    says: /cannot write an answer at the moment/,
  },
}

const modes: Record<string, object> = {
  full_book: {},
  selected_text: {
    selected_text: 'Never use sand: it scratches the glass and the beam grows dim.',
  },
}

const cells = Object.entries(upstreams).flatMap(([name, upstream]) =>
  Object.entries(faults).flatMap(([what, fault]) =>
    Object.entries(modes).map(([mode, body]) => ({ name, what, mode, upstream, fault, body })),
  ),
)

const asked: string[] = []

test.each(cells)('$name $what, $mode: the reader is answered, and told', async (cell) => {
  const { service, match, degraded, says } = cell.upstream
  local.cloud.faults[service].set({ ...cell.fault, ...(match && { match }) })
  const from = performance.now()
  const question = `Why is sand never used on the glass of lamp ${asked.length + 1}?`
  const response = await local.ask({ question, ...cell.body }, session, 'application/json')
  const tookMs = performance.now() - from
  local.cloud.faults[service].clear()
  expect(response.status).toBe(200)
  const answer = AnswerDocument.parse(await response.json())
  expect(answer).toMatchObject({ answered: true, retrieval_mode: cell.mode, cached: false })
  expect(answer.degraded).toContain(degraded)
  if (says) expect(answer.answer).toMatch(says)
  expect(answer.sources.length).toBeGreaterThan(0)
  expect(tookMs).toBeLessThan(patienceMs)
  asked.push(answer.query_id)
})

test('every question of the matrix is logged once Neon is back', async () => {
  const rows = await until(
    () => local.sql`select count(*)::int as logged from query_logs where query_id = any(${asked})`,
    (found) => found[0]?.logged === asked.length,
  )
  expect(rows[0]?.logged).toBe(cells.length)
})

test('with Neon and the embedding both away the book cannot be searched: 503', async () => {
  local.cloud.faults.neon.set({ kind: 'down' })
  local.cloud.faults.openrouter.set({ kind: 'down', match: 'embeddings' })
  const response = await local.ask({ question: 'Why is sand never used?' }, session)
  local.cloud.faults.neon.clear()
  local.cloud.faults.openrouter.clear()
  expect(response.status).toBe(503)
  expect(response.headers.get('content-type')).toContain('application/problem+json')
})

test('a model that breaks off after its first words ends the stream with an error', async () => {
  local.cloud.faults.openrouter.set({ kind: 'cut', match: 'chat', afterBytes: 700 })
  const response = await local.ask({ question: 'How does the keeper clean the glass?' }, session)
  const text = await response.text()
  local.cloud.faults.openrouter.clear()
  const names = [...text.matchAll(/^event: (\w+)$/gm)].map(([, name]) => name)
  expect(names[0]).toBe('sources')
  expect(names.at(-1)).toBe('error')
})
