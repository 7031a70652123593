import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ConversationList } from '../../lib/admin/conversations.ts'
import { DeskSettings } from '../../lib/admin/desk/settings.ts'
import { Gap, GapList } from '../../lib/admin/gaps/gap-list.ts'
import { Retention } from '../../lib/admin/retention.ts'
import { CreatedMember } from '../../lib/admin/staff.ts'
import { TopQuestions } from '../../lib/admin/top-questions.ts'
import { adminHeaders, type LocalSuite, startLocalSuite, until } from '../support/local-suite.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({ settings: { RETENTION_DAYS: '0' } })
})
afterAll(() => local.close())
beforeEach(async () => {
  await local.sql`truncate query_logs, gaps, searches, sessions cascade`
})

const call = async (method: string, path: string, body?: object, token?: string) =>
  await local.request(`/v1/admin/${path}`, {
    method,
    headers: { ...adminHeaders, ...(token && { authorization: `Bearer ${token}` }) },
    ...(body && { body: JSON.stringify(body) }),
  })
const get = async (path: string) => await (await call('GET', path)).json()

interface Logged {
  question: string
  daysAgo?: number
  rating?: 'down'
  verdicts?: string[]
  version?: string
}

/** A question of the log with an answer that cites one page, in a conversation of its own. */
async function log({ question, daysAgo = 0, rating, verdicts = ['verified'], version }: Logged) {
  const sources = JSON.stringify([
    { n: 1, source: 'docs/lamp.md', chapter: 'The lamp', is_cited: true, verdicts },
  ])
  const asked = version === undefined ? null : JSON.stringify({ filter: { version } })
  const [row] = await local.sql`
    with held as (
      insert into sessions (id, last_active_at, archived_at)
      values (gen_random_uuid(), now() - make_interval(days => ${daysAgo}), now()) returning id)
    insert into query_logs (query_id, session_id, question, answer, answered, sources, rating,
      asked_with, created_at)
    select gen_random_uuid(), id, ${question}, 'It burns oil. [1]', true, ${sources}::jsonb,
      ${rating ?? null}, ${asked}::jsonb, now() - make_interval(days => ${daysAgo}) from held
    returning query_id`
  return String(row?.query_id)
}

test('a disliked answer is made a gap of its own by one call, near the page that it cites', async () => {
  const queryId = await log({ question: 'What does the lamp burn?', rating: 'down' })
  const reply = await call('POST', 'gaps', { query_id: queryId })
  expect(reply.status).toBe(201)
  const gap = Gap.parse(await reply.json())
  expect(gap).toMatchObject({
    status: 'open',
    question: 'What does the lamp burn?',
    disliked: 1,
    page: { source: 'docs/lamp.md', chapter: 'The lamp' },
  })
  expect(GapList.parse(await get('gaps')).data.map(({ gap_id }) => gap_id)).toEqual([gap.gap_id])
})

test('a wording that is in a gap opens that gap again, and no second one', async () => {
  const first = await log({ question: 'Who trims the wick?', rating: 'down' })
  const { gap_id } = Gap.parse(await (await call('POST', 'gaps', { query_id: first })).json())
  await call('PATCH', `gaps/${gap_id}`, { status: 'ignored' })
  const again = await log({ question: 'who trims the WICK?', rating: 'down' })
  const gap = Gap.parse(await (await call('POST', 'gaps', { query_id: again })).json())
  expect(gap).toMatchObject({ gap_id, status: 'open', disliked: 2 })
  expect(await local.sql`select count(*)::int as n from gaps`).toEqual([{ n: 1 }])
})

test('a question that is unknown, or whose words are erased, makes no gap', async () => {
  const unknown = await call('POST', 'gaps', { query_id: crypto.randomUUID() })
  expect(unknown.status).toBe(404)
  const erased = await log({ question: 'What is the bell for?' })
  await local.sql`update query_logs set question = null where query_id = ${erased}`
  expect((await call('POST', 'gaps', { query_id: erased })).status).toBe(404)
  expect(await local.sql`select count(*)::int as n from gaps`).toEqual([{ n: 0 }])
})

test('what is asked most is grouped, and what is searched most is counted', async () => {
  for (const question of ['What does the lamp burn?', 'what does the lamp burn?']) {
    await log({ question })
  }
  await log({ question: 'Who rings the bell?' })
  await local.sql`
    insert into searches (search_id, words, mode, hits, ms, clicked_at)
    values (gen_random_uuid(), 'wick', 'words', 3, 10, now()),
      (gen_random_uuid(), 'Wick', 'words', 0, 10, null),
      (gen_random_uuid(), null, 'words', 3, 10, null)`
  const found = TopQuestions.parse(await get('top-questions?days=7'))
  expect(found.data.map(({ times }) => times)).toEqual([2, 1])
  expect(found.data[1]?.question).toBe('Who rings the bell?')
  expect(found.searches).toEqual([
    { words: expect.stringMatching(/wick/i), times: 2, without_hits: 1, clicked: 1 },
  ])
})

test('conversations are filtered by verdict and by version', async () => {
  await log({ question: 'weak', verdicts: ['verified', 'weak'] })
  await log({ question: 'verified', version: '2.0' })
  await log({ question: 'nothing cited', verdicts: [] })
  const asked = async (query: string) =>
    ConversationList.parse(await get(`conversations?days=7&${query}`)).data.map(
      ({ first_question }) => first_question,
    )
  expect(await asked('verdict=weak')).toEqual(['weak'])
  expect(await asked('verdict=verified')).toEqual(['verified'])
  expect(await asked('version=2.0')).toEqual(['verified'])
  expect(await asked('version=1.0')).toEqual([])
})

test('what retention would erase is counted, and is erased once it is set at the desk', async () => {
  await log({ question: 'An old question', daysAgo: 40 })
  await log({ question: 'A young question', daysAgo: 20 })
  expect(Retention.parse(await get('retention?days=30'))).toEqual({
    days: 30,
    conversations: 1,
    questions: 1,
    searches: 0,
    reports: 0,
  })
  const kept = () => local.sql`select question from query_logs where question is not null`
  await local.look('house')
  expect(await kept()).toHaveLength(2)
  const { version } = DeskSettings.parse(await get('settings'))
  const saved = await call('PUT', 'settings', { version, values: { retention_days: 30 } })
  expect(saved.status).toBe(200)
  await local.look('house')
  const rows = await until(kept, (found) => found.length === 1)
  expect(rows).toEqual([{ question: 'A young question' }])
})

test('an editor changes what the desk says, but not after how many days words are erased', async () => {
  const made = await call('POST', 'tokens', { name: 'Ben', role: 'editor' })
  const { token } = CreatedMember.parse(await made.json())
  const { version } = DeskSettings.parse(await get('settings'))
  const owners = { version, values: { retention_days: 90 } }
  expect((await call('PUT', 'settings', owners)).status).toBe(200)
  const save = async (values: object, at: number) =>
    (await call('PUT', 'settings', { version: at, values }, token)).status
  expect(await save({ retention_days: 1 }, version + 1)).toBe(403)
  expect(await save({}, version + 1)).toBe(403)
  expect(await save({ retention_days: 90, tone: 'Plain.' }, version + 1)).toBe(200)
  const undo = { version: version + 2, to: 0 }
  expect((await call('POST', 'settings/restore', undo, token)).status).toBe(403)
})
