import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ServiceName } from '../../dev/cloud/options.ts'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { type LocalSuite, startLocalSuite, until, untilQuiet } from '../support/local-suite.ts'
import { patient } from '../support/machine-pace.ts'

// Each its own, so that a cell that waits for the wrong one is late.
const timeoutsMs = {
  redis: patient(400),
  neon: patient(700),
  qdrant: patient(450),
  embedding: patient(500),
  firstToken: patient(600),
  near: patient(100),
}
const slowMs = patient(3000)
/** What a reader may wait beyond the timeout of what has failed: everything else is there. */
const allowanceMs = patient(500)
const answered = 'Why is sand never used on the glass of lamp 9000?'

let local: LocalSuite
let session: { session_id: string; token: string }
beforeAll(async () => {
  local = await startLocalSuite({
    settings: {
      TIMEOUT_REDIS_MS: `${timeoutsMs.redis}`,
      TIMEOUT_NEON_MS: `${timeoutsMs.neon}`,
      TIMEOUT_QDRANT_MS: `${timeoutsMs.qdrant}`,
      TIMEOUT_EMBEDDING_MS: `${timeoutsMs.embedding}`,
      TIMEOUT_FIRST_TOKEN_MS: `${timeoutsMs.firstToken}`,
      TIMEOUT_NEAR_MATCH_MS: `${timeoutsMs.near}`,
      BREAKER_FAILURES: '1000',
      NEAR_MATCH_THRESHOLD: '0.5',
    },
  })
  session = await local.openSession()
  await local.ask({ question: answered }, session, 'application/json')
  await untilQuiet(local)
})
afterAll(() => local.close())

/**
 * What a reader may wait now beyond the timeout: as long as three answers take with all services
 * there, where the machine is so busy that this is longer than on a quiet one.
 */
async function allowanceNowMs(): Promise<number> {
  const from = performance.now()
  await local.ask({ question: 'Who wakes the next keeper?' }, session, 'application/json')
  return Math.max(allowanceMs, 3 * (performance.now() - from))
}

type Faults = Parameters<LocalSuite['cloud']['faults']['neon']['set']>
type Fault = NonNullable<Faults[number]>

const faults: Record<string, Fault> = {
  down: { kind: 'down' },
  slow: { delayMs: slowMs, firstTokenMs: slowMs },
  'answering 500': { kind: 'status', status: 500 },
  'answering 429': { kind: 'status', status: 429 },
  'broken off mid-reply': { kind: 'cut', afterBytes: 40 },
  garbage: { kind: 'garbage' },
}

interface Upstream {
  service: ServiceName
  match?: string
  /** The one timeout that a reader may have to wait out. */
  waitMs: number
  /** What the reader is told of in `done.degraded`. */
  degraded: string[]
  /** What the answer says instead of what the model would have. */
  says?: RegExp
  /** Whether an answer near by is cached. */
  isNear?: boolean
}

const upstreams: Record<string, Upstream> = {
  Neon: { service: 'neon', waitMs: timeoutsMs.neon, degraded: ['neon'] },
  Qdrant: { service: 'qdrant', waitMs: timeoutsMs.qdrant, degraded: ['qdrant'] },
  Redis: { service: 'upstash', waitMs: timeoutsMs.redis, degraded: ['redis'] },
  'The embedding': {
    service: 'openrouter',
    match: 'embeddings',
    waitMs: timeoutsMs.embedding,
    degraded: ['embedding'],
  },
  'The model': {
    service: 'openrouter',
    match: 'chat',
    waitMs: timeoutsMs.firstToken,
    degraded: ['model'],
    says: /cannot write an answer at the moment/,
  },
  'The look-up of answers near by': {
    service: 'qdrant',
    match: '/collections/textbook-passages-answers',
    waitMs: timeoutsMs.near,
    degraded: [],
    isNear: true,
  },
  'Neon beside an answer near by': {
    service: 'neon',
    waitMs: timeoutsMs.neon,
    degraded: ['neon'],
    isNear: true,
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
    Object.entries(modes)
      .filter(([mode]) => mode === 'full_book' || !upstream.isNear)
      .map(([mode, body]) => ({ name, what, mode, upstream, fault, body })),
  ),
)

/** A question of its own for each cell; near the answered one, it differs in words that say nothing. */
function questionFor({ isNear }: Upstream, cell: number): string {
  if (!isNear) return `Why is sand never used on the glass of lamp ${cell + 1}?`
  const fillers = ['really', 'actually', 'exactly', 'just', 'please', 'currently']
  const filler = fillers[cell % fillers.length]
  return cell % 12 < 6
    ? `Why is sand ${filler} never used on the glass of lamp 9000?`
    : `Why, on the glass of lamp 9000, is sand ${filler} never used?`
}

const asked: string[] = []

test.each(cells)('$name $what, $mode: the reader is answered, and told', async (cell) => {
  const { service, match, waitMs, degraded, says } = cell.upstream
  local.cloud.faults[service].set({ ...cell.fault, ...(match && { match }) })
  const from = performance.now()
  const question = questionFor(cell.upstream, asked.length)
  const response = await local.ask({ question, ...cell.body }, session, 'application/json')
  const tookMs = performance.now() - from
  local.cloud.faults[service].clear()
  expect(response.status).toBe(200)
  const answer = AnswerDocument.parse(await response.json())
  expect(answer).toMatchObject({ answered: true, retrieval_mode: cell.mode, cached: false })
  expect(answer.degraded).toEqual(expect.arrayContaining(degraded))
  if (says) expect(answer.answer).toMatch(says)
  expect(answer.sources.length).toBeGreaterThan(0)
  if (tookMs >= waitMs + allowanceMs) expect(tookMs).toBeLessThan(waitMs + (await allowanceNowMs()))
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
