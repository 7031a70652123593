import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AnswerDocument } from '../../lib/chat/events.ts'
import {
  type LocalSuite,
  profile,
  readEvents,
  startLocalSuite,
  until,
  untilQuiet,
} from '../support/local-suite.ts'
import { patient } from '../support/machine-pace.ts'

const isLean = profile === 'lean'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite()
})
afterAll(() => local.close())

const aboutTheLens = 'How tall is a first-order Fresnel lens?'

async function answerTo(
  body: Record<string, unknown>,
  session?: { session_id: string; token: string },
) {
  const response = await local.ask(body, session, 'application/json')
  expect(response.status).toBe(200)
  return AnswerDocument.parse(await response.json())
}

test('an answer streams its sources, its text, its citations and its end, in this order', async () => {
  const response = await local.ask({ question: aboutTheLens })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  expect(response.headers.get('cache-control')).toBe('no-cache, no-transform')
  expect(response.headers.get('server-timing')).toMatch(/dur=/)
  const events = await readEvents(response)
  const names = events.map(({ event }) => event)
  expect([...new Set(names)].filter((name) => name !== 'suggestions')).toEqual([
    'sources',
    'delta',
    'citations',
    'done',
  ])
  expect(names.at(-1)).toBe('done')
})

test('every event has an id one above the one before', async () => {
  const text = await (await local.ask({ question: 'When did kerosene replace whale oil?' })).text()
  const ids = [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id))
  expect(ids).toEqual(ids.map((_, index) => index + 1))
})

test('an answer cites the passage it rests on, word for word', async () => {
  const answer = await answerTo({ question: 'How often does the keeper ring the bell in fog?' })
  const [citation] = answer.citations
  const source = answer.sources.find(({ n }) => n === citation?.n)
  expect(source?.source).toBe('docs/Part-2-keepers/01-the-watch.md')
  expect(source?.text).toContain(citation?.quote)
  expect(citation?.status).toBe('verified')
  expect(answer.answer).toContain(`[${citation?.n}]`)
})

test('passage ids are decimal strings of positive 63-bit integers', async () => {
  const { sources } = await answerTo({ question: aboutTheLens })
  for (const { passage_id } of sources) {
    expect(passage_id).toMatch(/^\d+$/)
    expect(BigInt(passage_id ?? -1) < 2n ** 63n).toBe(true)
  }
})

test('a question the book does not answer is refused without the model, with the nearest pages', async () => {
  const before = local.cloud.requests.openrouter.entries.filter(({ path }) =>
    path.includes('chat'),
  ).length
  const answer = await answerTo({ question: 'Which submarine cables cross Antarctica?' })
  expect(answer).toMatchObject({ answered: false, sources: [], citations: [] })
  expect(answer.answer).toMatch(/does not answer/)
  const after = local.cloud.requests.openrouter.entries.filter(({ path }) =>
    path.includes('chat'),
  ).length
  expect(after).toBe(before)
})

test('a selection is the first source, known by the page it is on', async () => {
  const answer = await answerTo({
    question: 'What does this mean for the keeper?',
    selected_text: 'Never use sand: it scratches the glass and the beam grows dim.',
    page: { path: 'docs/Part-1-lamps/01-the-fresnel-lens.md', heading: 'Cleaning the glass' },
  })
  expect(answer.retrieval_mode).toBe('selected_text')
  expect(answer.sources[0]).toMatchObject({
    n: 1,
    is_primary: true,
    source: 'docs/Part-1-lamps/01-the-fresnel-lens.md',
    section: 'Cleaning the glass',
  })
  expect(answer.sources.filter(({ is_primary }) => is_primary)).toHaveLength(1)
})

test('a selection that is on no known page is marked unverified and still answered from', async () => {
  const selected_text = 'The zeppelin moors at the iron mast when the wind is from the west.'
  const answer = await answerTo({ question: 'Where does the zeppelin moor?', selected_text })
  expect(answer.sources[0]).toMatchObject({
    source: 'unverified',
    passage_id: null,
    is_primary: true,
  })
  expect(answer.answered).toBe(true)
})

test('the same question again is answered from the cache, without embedding or model', async () => {
  const question = 'How many litres does the reservoir hold?'
  const first = await answerTo({ question })
  const again = await until(
    () => answerTo({ question: `  ${question.toUpperCase()}  ` }),
    (answer) => answer.cached === 'exact',
  )
  expect(again.answer).toBe(first.answer)
  expect(again.sources).toEqual(first.sources)
  expect(again.query_id).not.toBe(first.query_id)
})

test('an uncached question makes one request of each kind before its first token', async () => {
  const session = await local.openSession()
  const services = ['upstash', 'neon', 'qdrant', 'openrouter'] as const
  await untilQuiet(local)
  for (const name of services) local.cloud.requests[name].reset()
  const response = await local.ask({ question: 'Who is dismissed?' }, session)
  const reader = response.body?.getReader()
  await reader?.read()
  const paths = local.cloud.requests.openrouter.entries.map(({ path }) => path)
  expect(paths.filter((path) => path.includes('embeddings'))).toHaveLength(1)
  expect(paths.filter((path) => path.includes('chat'))).toHaveLength(1)
  const { upstash, qdrant, neon } = local.cloud.requests
  // In the lean profile Neon holds the state and the vectors too.
  const wanted = isLean ? [0, 0, 3] : [1, 1, 1]
  expect([upstash, qdrant, neon].map(({ entries }) => entries.length)).toEqual(wanted)
  await reader?.cancel()
})

test('a question is logged with its answer, its sources and its timings', async () => {
  const { query_id } = await answerTo({ question: 'When is the reservoir filled?' })
  const rows = await until(
    () => local.sql`select * from query_logs where query_id = ${query_id}`,
    (found) => found.length === 1,
  )
  expect(rows[0]).toMatchObject({ retrieval_mode: 'full_book', answered: true, cached: null })
  expect(rows[0]?.timings).toHaveProperty('embedding')
  const messages =
    await local.sql`select role from messages where query_id = ${query_id} order by id`
  expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant'])
})

test('a follow-up is understood from the question before it', async () => {
  const session = await local.openSession()
  await answerTo({ question: 'What did early lamps burn?' }, session)
  await until(
    () => local.sql`select 1 from query_logs where session_id = ${session.session_id}`,
    (rows) => rows.length === 1,
  )
  const { query_id } = await answerTo({ question: 'And why was it replaced?' }, session)
  const [row] = await until(
    () => local.sql`select standalone_question from query_logs where query_id = ${query_id}`,
    (rows) => rows.length === 1,
  )
  expect(row?.standalone_question).toContain('What did early lamps burn?')
})

test('a filter leaves out every other passage', async () => {
  const answer = await answerTo({
    question: 'What does the keeper do with the glass?',
    filter: { part_number: 1 },
  })
  expect(answer.sources.length).toBeGreaterThan(0)
  expect(answer.sources.every(({ part_number }) => part_number === 1)).toBe(true)
  const tagged = await answerTo({
    question: 'What does the lens do with light?',
    filter: { tags: ['optics'] },
  })
  expect(tagged.sources.every(({ source }) => source.endsWith('01-the-fresnel-lens.md'))).toBe(true)
})

test('a question in German finds the German page', async () => {
  const answer = await answerTo({ question: 'Wann wurde der Leuchtturm auf Neuwerk gebaut?' })
  expect(answer.sources[0]?.source).toBe('docs/Part-2-keepers/02-der-leuchtturm.md')
})

test('a reader who leaves stops the model', async () => {
  local.cloud.faults.openrouter.set({ match: 'chat', firstTokenMs: patient(2000), times: 1 })
  local.cloud.requests.openrouter.reset()
  const { session_id, token } = await local.openSession()
  const body = JSON.stringify({ session_id, question: 'Why does the beam grow dim after sand?' })
  const { port } = new URL(local.suite.url)
  const reader = connect(Number(port), '127.0.0.1')
  reader.write(
    `POST /v1/chat HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\n` +
      `authorization: Bearer ${token}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  )
  const modelRequests = async () =>
    local.cloud.requests.openrouter.entries.filter((entry) => entry.path.includes('chat'))
  await until(
    async () => local.cloud.faults.openrouter.list().length,
    (waiting) => waiting === 0,
  )
  reader.resetAndDestroy()
  const requests = await until(modelRequests, (entries) => entries.some((entry) => entry.aborted))
  expect(requests.some((entry) => entry.aborted)).toBe(true)
})

test('a first question that only looks like a follow-up is cached like any other', async () => {
  const question = 'What are the features of the lens?'
  await answerTo({ question })
  const again = await until(
    () => answerTo({ question }),
    (answer) => answer.cached === 'exact',
  )
  expect(again.answered).toBe(true)
})

test('right-to-left text and emoji are answered like any other', async () => {
  for (const question of ['ما هي العدسة؟', '💡🗼 lens? 👩‍🚒', 'Ünïcödé 灯台とは何ですか']) {
    const response = await local.ask({ question })
    expect(response.status).toBe(200)
    expect((await readEvents(response)).at(-1)?.event).toBe('done')
  }
})

// Without Qdrant and Redis there is nothing to fall back on.
test.skipIf(isLean).each([
  ['Neon', 'neon', 'neon'],
  ['Qdrant', 'qdrant', 'qdrant'],
  ['Redis', 'upstash', 'redis'],
] as const)('a reader is answered while %s is away, and told so', async (_, service, missed) => {
  const session = await local.openSession()
  local.cloud.faults[service].set({ kind: 'down' })
  try {
    const answer = await answerTo(
      { question: 'What does a keeper write into the log book?' },
      session,
    )
    expect(answer.answered).toBe(true)
    expect(answer.degraded).toContain(missed)
  } finally {
    local.cloud.faults[service].clear()
  }
})

test('a reader is answered by words alone while the embedding is away', async () => {
  const session = await local.openSession()
  local.cloud.faults.openrouter.set({ kind: 'status', status: 500, match: 'embeddings' })
  const answer = await answerTo({ question: 'How long is the wick trimmed to?' }, session)
  local.cloud.faults.openrouter.clear()
  expect(answer).toMatchObject({ answered: true, degraded: ['embedding'] })
})

test('a reader is shown the best passages while the model is away', async () => {
  const session = await local.openSession()
  local.cloud.faults.openrouter.set({ kind: 'status', status: 500, match: 'chat' })
  const answer = await answerTo({ question: 'When does the first watch begin?' }, session)
  local.cloud.faults.openrouter.clear()
  expect(answer).toMatchObject({ answered: true, degraded: ['model'] })
  expect(answer.answer).toMatch(/cannot write an answer at the moment/)
  expect(answer.answer).toContain('[1]')
})

test.skipIf(isLean)(
  'a question that was answered while Neon was away is logged once Neon is back',
  async () => {
    const session = await local.openSession()
    local.cloud.faults.neon.set({ kind: 'down' })
    const { query_id } = await answerTo({ question: 'Who wakes the next keeper?' }, session)
    local.cloud.faults.neon.clear()
    const rows = await until(
      () => local.sql`select question from query_logs where query_id = ${query_id}`,
      (found) => found.length === 1,
    )
    expect(rows[0]?.question).toBe('Who wakes the next keeper?')
  },
)
