import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashedEmbedding } from '../../dev/cloud/openrouter/hashed-embedding.ts'
import { queryHash } from '../../lib/cache/answer-cache.ts'
import { mayShareAnswer } from '../../lib/cache/near-answers.ts'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { everybody } from '../../lib/chat/filter.ts'
import { createAnswerPoints } from '../../lib/clients/answer-points.ts'
import {
  adminHeaders,
  type LocalSuite,
  profile,
  startLocalSuite,
  until,
  untilQuiet,
} from '../support/local-suite.ts'
import { dropState, putState, stateValue } from '../support/state-keys.ts'

const isLean = profile === 'lean'
const threshold = 0.5

let local: LocalSuite
beforeAll(async () => {
  // The tests' embeddings only count words, and a busy machine is given time.
  local = await startLocalSuite({
    settings: { NEAR_MATCH_THRESHOLD: `${threshold}`, TIMEOUT_NEAR_MATCH_MS: '60000' },
  })
})
afterAll(() => local.close())

type Session = Awaited<ReturnType<LocalSuite['openSession']>>

async function ask(question: string, more: object = {}, session?: Session) {
  const response = await local.ask({ question, ...more }, session, 'application/json')
  expect(response.status).toBe(200)
  return AnswerDocument.parse(await response.json())
}

const hashOf = (question: string) =>
  queryHash({
    question,
    filter: everybody,
    session_id: '',
    query_id: '',
    address: '',
    askedAt: 0,
  })

async function qdrant(method: string, path: string, body?: unknown) {
  const { QDRANT_URL, QDRANT_API_KEY = '' } = local.cloud.settings
  const response = await fetch(`${QDRANT_URL}/collections/textbook-passages-answers${path}`, {
    method,
    headers: { 'api-key': QDRANT_API_KEY, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return (await response.json()) as { result?: { points?: { payload: Record<string, unknown> }[] } }
}

async function points(): Promise<{ payload: Record<string, unknown> }[]> {
  if (!isLean) return (await qdrant('POST', '/points/scroll', { limit: 1000 })).result?.points ?? []
  return (await local.sql`select * from answer_points`).map(({ vector: _, ...payload }) => ({
    payload,
  }))
}

const pointOf = async (question: string) => {
  const hash = await hashOf(question)
  return (await points()).find(({ payload }) => payload.query_hash === hash)
}

/** Asks a question, and waits until its answer can be found by questions near it. */
async function askFirst(question: string, session?: Session) {
  const answer = await ask(question, {}, session)
  expect(answer).toMatchObject({ answered: true, cached: false })
  await until(
    () => pointOf(question),
    (point) => point !== undefined,
  )
  return answer
}

/** A question that would be answered as the other is, were it not for what a test does. */
function reworded(asked: string, inOtherWords: string): string {
  const [one, other] = [asked, inOtherWords].map((text) => hashedEmbedding(text, 1024))
  const cosine = one?.reduce((sum, value, at) => sum + value * (other?.[at] ?? 0), 0)
  expect(cosine).toBeGreaterThan(threshold)
  expect(mayShareAnswer(asked, inOtherWords)).toBe(true)
  return inOtherWords
}

const logOf = async (queryId: string) => {
  const [row] = await until(
    () => local.sql`select cached, cache_key, usage from query_logs where query_id = ${queryId}`,
    (rows) => rows.length === 1,
  )
  return row
}

test('a question in other words is answered from the cache, without the model', async () => {
  const asked = 'How often does the keeper ring the bell in fog?'
  const first = await askFirst(asked)
  await untilQuiet(local)
  for (const log of Object.values(local.cloud.requests)) log.reset()
  const session = await local.openSession()
  const near = await ask('In fog, how often does a keeper ring the bell?', {}, session)
  expect(near).toMatchObject({ cached: 'near', answered: true, degraded: [] })
  expect(near.answer).toBe(first.answer)
  expect(near.sources).toEqual(first.sources)
  expect(near.citations).toEqual(first.citations)
  const { openrouter, qdrant, neon } = local.cloud.requests
  expect(openrouter.entries.filter(({ path }) => path.includes('chat'))).toEqual([])
  const searches = [
    '/collections/textbook-passages-answers/points/query',
    '/collections/textbook-passages/points/query',
  ]
  expect(qdrant.entries.map(({ path }) => path).sort()).toEqual(isLean ? [] : searches)
  expect(neon.entries.length).toBeGreaterThan(0)
  expect(await logOf(near.query_id)).toMatchObject({
    cached: 'near',
    cache_key: `cache:${await hashOf(asked)}`,
  })
})

test('what was answered from the cache is not cached again', async () => {
  await askFirst('How tall is a first-order Fresnel lens?')
  const again = 'How tall is the Fresnel lens of the first order?'
  const { query_id } = await until(
    () => ask(again),
    ({ cached }) => cached === 'near',
  )
  await logOf(query_id)
  expect(await pointOf(again)).toBeUndefined()
  expect(await stateValue(local, `cache:${await hashOf(again)}`)).toBeNull()
})

test.each([
  [
    'another number',
    'What does the keeper do after 2 hours?',
    'What does the keeper do after 4 hours?',
  ],
  [
    'a negation',
    'What may the keeper clean the glass with?',
    'What may the keeper not clean the glass with?',
  ],
  [
    'another identifier',
    'What is `lamp_oil` in the log book?',
    'What is `lamp_wick` in the log book?',
  ],
  [
    'another subject',
    'What does the keeper do with the glass?',
    'What does the keeper do with the bell?',
  ],
])('%s makes it another question', async (_, one, other) => {
  await askFirst(one)
  expect((await ask(other)).cached).toBe(false)
})

test('a question about a selection, with a filter, or in a conversation is not near', async () => {
  const asked = 'What do keepers write in the log book?'
  await askFirst(asked)
  const again = reworded(asked, 'What does the keeper write in the log book?')
  const selected_text = 'Never use sand: it scratches the glass and the beam grows dim.'
  expect((await ask(again, { selected_text })).cached).toBe(false)
  expect((await ask(again, { filter: { part_number: 2 } })).cached).toBe(false)
  const session = await local.openSession()
  await logOf((await ask('What do keepers do in fog?', {}, session)).query_id)
  const followUp = await ask(`And ${again}`, {}, session)
  expect(followUp.cached).toBe(false)
})

test('a rating of down takes an answer away where it is of the very question of who rates it', async () => {
  const asked = 'Where does the keeper store the lamp oil?'
  await askFirst(asked)
  const session = await local.openSession()
  const near = await ask('Where does a keeper keep oil for the lamp?', {}, session)
  expect(near.cached).toBe('near')
  await logOf(near.query_id)
  const response = await local.request('/v1/feedback', {
    method: 'POST',
    headers: { authorization: `Bearer ${session.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query_id: near.query_id, rating: 'down' }),
  })
  expect(response.status).toBe(204)
  // The question that was answered was another one: its answer stays with those who ask that.
  expect(await pointOf(asked)).toBeDefined()
  const own = await ask(asked, {}, session)
  expect(own.cached).toBe('exact')
  await logOf(own.query_id)
  const ofOwn = await local.request('/v1/feedback', {
    method: 'POST',
    headers: { authorization: `Bearer ${session.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query_id: own.query_id, rating: 'down' }),
  })
  expect(ofOwn.status).toBe(204)
  expect(await pointOf(asked)).toBeUndefined()
  expect((await ask(asked)).cached).toBe(false)
})

test('an erased session leaves no vector, and no answer to others', async () => {
  const session = await local.openSession()
  const asked = 'Which apron does the keeper clean the prisms with?'
  await askFirst(asked, session)
  const erased = await local.request(`/v1/sessions/${session.session_id}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${session.token}` },
  })
  expect(erased.status).toBe(204)
  expect(JSON.stringify(await points())).not.toContain(session.session_id)
  const near = reworded(asked, 'With which apron does a keeper clean the prisms?')
  expect((await ask(near)).cached).toBe(false)
})

test('a point carries nothing that was said', async () => {
  const [point] = await points()
  expect(Object.keys(point?.payload ?? {}).sort()).toEqual([
    'embedding',
    'expires_at',
    'guard',
    'index_version',
    'model',
    'query_hash',
    'query_id',
    'session_id',
  ])
})

const purge = (path = '') =>
  local.request(`/v1/answer-cache${path}`, { method: 'DELETE', headers: adminHeaders })

test('forgetting one answer, or all, takes their points', async () => {
  const asked = 'What did early lamps burn?'
  const near = reworded(asked, 'What did the early lamps burn at?')
  await askFirst(asked)
  expect((await purge(`/${await hashOf(asked)}`)).status).toBe(204)
  expect(await pointOf(asked)).toBeUndefined()
  expect((await ask(near)).cached).toBe(false)
  // It is written after the last byte; what comes after the purge would stay until the next run.
  await until(
    () => pointOf(near),
    (point) => point !== undefined,
  )
  expect((await purge()).status).toBe(204)
  expect(await points()).toEqual([])
})

test('an answer whose passage is gone is not given', async () => {
  const asked = 'When did kerosene replace the whale oil?'
  const near = reworded(asked, 'When was the whale oil replaced by kerosene?')
  const { sources } = await askFirst(asked)
  const id = sources[0]?.passage_id
  await local.sql`insert into removed_documents (id) values (${id}) on conflict do nothing`
  expect((await ask(near)).cached).toBe(false)
  await local.sql`delete from removed_documents where id = ${id}`
})

test('a point without an answer serves nothing, and goes when it is met', async () => {
  const asked = 'How many litres does the lamp reservoir hold?'
  await askFirst(asked)
  await dropState(local, `cache:${await hashOf(asked)}`)
  const near = reworded(asked, 'How many litres does a reservoir of the lamp hold?')
  expect((await ask(near)).cached).toBe(false)
  await until(
    () => pointOf(asked),
    (point) => point === undefined,
  )
})

test.skipIf(isLean)(
  'without its collection nothing is found; the next answer makes it',
  async () => {
    await qdrant('DELETE', '')
    expect((await ask('Why is the wick of the lamp trimmed?')).cached).toBe(false)
    await until(
      () => pointOf('Why is the wick of the lamp trimmed?'),
      (point) => point !== undefined,
    )
    expect((await ask('Why is the lamp wick trimmed?')).cached).toBe('near')
  },
)

const wanted = { guard: 'g', index_version: '1', model: 'm', embedding: 'e' }

function answerPointsOf(collection: string) {
  const { QDRANT_URL = '', QDRANT_API_KEY = '' } = local.cloud.settings
  const access = { url: QDRANT_URL, apiKey: QDRANT_API_KEY, timeoutMs: 60_000 }
  const door = createAnswerPoints({ ...access, collection })
  const times = { query_id: 'q', session_id: 's', expires_at: 200 }
  return {
    door,
    put: (vector: number[], query_hash: string) =>
      door.put(vector, { query_hash, ...wanted, ...times }),
    find: (vector: number[], limit = 3) =>
      door.find(vector, { wanted, now: 100, threshold: 0.5, limit }, AbortSignal.timeout(60_000)),
  }
}

test.skipIf(isLean)('vectors of another length make the collection anew', async () => {
  const { door, put, find } = answerPointsOf('other-passages')
  const hash = 'ab'.repeat(32)
  await put([1, 0, 0], hash)
  expect(await find([1, 0, 0])).toEqual([{ hash, cosine: 1 }])
  await put([0, 1], hash)
  expect(await find([0, 1])).toEqual([{ hash, cosine: 1 }])
  await expect(find([1, 0, 0])).rejects.toThrow('Qdrant answered 400')
  await door.sweep('1', 200)
  expect(await find([0, 1])).toEqual([])
})

test.skipIf(isLean)('the first answers of a busy hour all leave their point', async () => {
  const { put, find } = answerPointsOf('busy-passages')
  const hashes = Array.from({ length: 8 }, (_, n) => `${n}`.repeat(64))
  await Promise.all(hashes.map((hash) => put([1, 0], hash)))
  expect((await find([1, 0], 8)).map(({ hash }) => hash).sort()).toEqual(hashes)
})

test('what is answered while pages are being written is not cached', async () => {
  await putState(local, 'index:changing', '1')
  const asked = 'Who is dismissed for sleeping on the watch?'
  await logOf((await ask(asked)).query_id)
  await untilQuiet(local)
  expect(await stateValue(local, `cache:${await hashOf(asked)}`)).toBeNull()
  expect(await pointOf(asked)).toBeUndefined()
  await dropState(local, 'index:changing')
})

test('after a run that changed pages no answer of before is given, and its point is gone', async () => {
  const asked = 'When does the first watch begin?'
  await askFirst(asked)
  await local.ingest({ force: true })
  expect((await ask(reworded(asked, 'When does a first watch begin?'))).cached).toBe(false)
  await until(
    async () => (await points()).map(({ payload }) => payload.index_version),
    (versions) => new Set(versions).size <= 1,
  )
})
