import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { startSuite } from '../../dev/suite/suite.ts'
import { Overview, UnansweredQuestions } from '../../lib/admin/figures.ts'
import { adminHeaders, type LocalSuite, profile, startLocalSuite } from '../support/local-suite.ts'
import { stateKeys, stateValue } from '../support/state-keys.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite()
})
afterAll(() => local.close())
beforeEach(async () => {
  for (const service of Object.values(local.cloud.faults)) service.clear()
  await local.sql`truncate sessions, query_logs, closed_days, usage_days, latency_days, saving_days,
    citation_days, cost_days, sessions_archive, webhooks cascade`
})

const read = (path: string) => local.request(`/v1/admin/${path}`, { headers: adminHeaders })
const readOverview = async (days: number) =>
  Overview.parse(await (await read(`overview?days=${days}`)).json())
const readUnanswered = async () =>
  UnansweredQuestions.parse(await (await read('unanswered')).json())

interface Logged {
  daysAgo?: number
  question?: string
  answered?: boolean
  cached?: 'exact' | 'near'
  latency?: number
  rating?: 'up' | 'down'
  source?: string
  times?: number
}

/** Logs questions as the journal does, at one in the morning so many days ago. */
async function log({ daysAgo = 0, question = 'What is a lamp?', ...one }: Logged) {
  const sources = JSON.stringify([
    { source: one.source ?? 'docs/a.md', chapter: `On ${one.source ?? 'docs/a.md'}` },
  ])
  await local.sql`
    insert into query_logs (query_id, question, sources, latency_ms, created_at, answered, cached,
      rating, confidence, usage)
    select gen_random_uuid(), ${question}, ${sources}, ${one.latency ?? 100},
      date_trunc('day', now()) - ${daysAgo}::int * interval '1 day', ${one.answered ?? true},
      ${one.cached ?? null}, ${one.rating ?? null}, 0.2, '{"prompt_tokens": 10, "completion_tokens": 2}'
    from generate_series(1, ${one.times ?? 1}::int)`
}

const dayAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)

test('an empty database has no figures, and says from which day on', async () => {
  const { ingestion_runs, since, days, ...figures } = await readOverview(7)
  expect({ since, days }).toEqual({ since: dayAgo(6), days: 7 })
  expect(ingestion_runs).toHaveLength(1)
  expect(Object.values(figures).flat()).toEqual([])
  expect(await readUnanswered()).toMatchObject({ data: [], is_cut: false, are_texts_kept: true })
})

test('the figures of a period are those of its days, closed or open, and of no other', async () => {
  await log({ latency: 200, times: 2 })
  await log({ latency: 20, cached: 'exact' })
  await log({ daysAgo: 5, latency: 400, rating: 'down' })
  await log({ daysAgo: 5, answered: false, question: 'When is the tide?' })
  await log({ daysAgo: 7, latency: 800, rating: 'up', source: 'docs/b.md' })
  const expectedWeek = {
    usage: [
      { day: dayAgo(5), questions: 2, answered: 1, from_cache: 0, prompt_tokens: 20 },
      { day: dayAgo(0), questions: 3, answered: 3, from_cache: 1, completion_tokens: 6 },
    ],
    latency: [
      { day: dayAgo(5), from_cache: false, questions: 2, p50_ms: 250 },
      { day: dayAgo(0), from_cache: false, questions: 2, p50_ms: 200, p99_ms: 200 },
      { day: dayAgo(0), from_cache: true, questions: 1, p50_ms: 20 },
    ],
    savings: [{ exact_hits: 0 }, { exact_hits: 1, near_hits: 0, saved_ms_each: 180 }],
    cited_pages: [{ source: 'docs/a.md', chapter: 'On docs/a.md', citations: 4 }],
    feedback: [{ source: 'docs/a.md', up: 0, down: 1 }],
  }
  const expectedMonth = {
    usage: [{ day: dayAgo(7), questions: 1 }, ...expectedWeek.usage],
    cited_pages: [{ citations: 4 }, { source: 'docs/b.md', citations: 1 }],
    feedback: [{ down: 1 }, { source: 'docs/b.md', up: 1, down: 0 }],
  }
  expect(await readOverview(7)).toMatchObject(expectedWeek)
  expect(await readOverview(30)).toMatchObject(expectedMonth)
  await local.sql`select close_days(100)`
  expect(await readOverview(7)).toMatchObject(expectedWeek)
  expect(await readOverview(90)).toMatchObject(expectedMonth)
})

test('sessions, runs and webhooks are told of as their views have them', async () => {
  await local.sql`
    insert into sessions_archive (session_id, outcome, outcome_basis, started_at, ended_at, metrics)
    values (gen_random_uuid(), 'resolved', 'assumed', now(), now(), '{"turns": 4}'),
      (gen_random_uuid(), 'resolved', 'assumed', now(), now(), '{"turns": 2}')`
  await local.sql`
    with made as (
      insert into webhooks (url, events, secret_hash) values ('https://a.example', '{}', '')
      returning webhook_id)
    insert into webhook_deliveries (webhook_id, event_id, event_type, payload, status, response_ms)
    select webhook_id, status, 'webhook.test', '{}', status, 40
    from made, unnest(array['delivered', 'failed', 'dead']) status`
  const { outcomes, ingestion_runs, webhooks } = await readOverview(7)
  expect(outcomes).toEqual([
    {
      day: dayAgo(0),
      outcome: 'resolved',
      outcome_basis: 'assumed',
      sessions: 2,
      average_turns: 3,
    },
  ])
  expect(webhooks).toMatchObject([
    { url: 'https://a.example', delivered: 1, waiting: 1, dead: 1, average_response_ms: 40 },
  ])
  expect(webhooks[0]).not.toHaveProperty('failing_since')
  expect(ingestion_runs).toMatchObject([{ status: 'completed', failed_chapters: 0 }])
})

test('the overview is one request to Neon and none elsewhere, and nobody keeps it', async () => {
  for (const requests of Object.values(local.cloud.requests)) requests.reset()
  const response = await read('overview?days=90')
  expect(response.headers.get('cache-control')).toBe('no-store')
  const counts = Object.entries(local.cloud.requests).map(([name, { entries }]) => [
    name,
    entries.length,
  ])
  expect(Object.fromEntries(counts)).toMatchObject({
    neon: 1,
    qdrant: 0,
    upstash: 0,
    openrouter: 0,
  })
})

test.each([
  'days=0',
  'days=8',
  'days=-7',
  'days=7.5',
  'days=',
  'days=x',
  'day=7',
  'days=7&limit=9',
])('a period of ?%s is 422', async (query) => {
  for (const route of ['overview', 'unanswered']) {
    expect((await read(`${route}?${query}`)).status).toBe(422)
  }
})

const hostile = `<img src=x onerror="alert(1)"> '); drop table query_logs; -- \u202e`

test('refused questions are grouped by likeness, most asked first, near a page of the book', async () => {
  await log({ answered: false, question: 'how is a lamp cleaned with vinegar', times: 3 })
  await log({ answered: false, question: 'How is a lamp cleaned with vinegar' })
  await log({ answered: false, question: 'How is a lamp cleaned with vinegar and salt?' })
  await log({ answered: false, question: hostile })
  await log({ answered: false, question: 'Is it old?', daysAgo: 40 })
  const unanswered = await readUnanswered()
  expect(unanswered).toMatchObject({ days: 30, grouped_by: 'meaning', degraded: [] })
  expect(unanswered.data).toMatchObject([
    {
      times: 5,
      wordings: 2,
      questions: [{ times: 4 }, { question: 'How is a lamp cleaned with vinegar and salt?' }],
      nearest_page: { source: expect.stringMatching(/^docs\/.*\.md$/) },
    },
    { question: hostile, times: 1, wordings: 1 },
  ])
})

test('the same questions are grouped once, and what is kept of that holds no words', async () => {
  await log({ answered: false, question: 'Where do the seagulls sleep?' })
  const first = await readUnanswered()
  local.cloud.requests.openrouter.reset()
  local.cloud.requests.qdrant.reset()
  expect(await readUnanswered()).toEqual(first)
  expect(local.cloud.requests.openrouter.entries).toEqual([])
  expect(local.cloud.requests.qdrant.entries).toEqual([])
  const keys = [...(await stateKeys(local)).keys()]
  const key = keys.find((each) => /^admin:unanswered:[0-9a-f]{64}$/.test(each)) ?? 'none'
  const kept = await stateValue(local, key)
  expect(kept).toBeTruthy()
  expect(JSON.stringify(kept)).not.toMatch(/seagulls/i)
  await local.sql`update query_logs set question = null`
  expect((await readUnanswered()).data).toEqual([])
})

const away = [
  ['openrouter', { grouped_by: 'words', degraded: ['embedding'] }],
  ['qdrant', { grouped_by: 'meaning', degraded: ['qdrant'] }],
  ['upstash', { grouped_by: 'meaning', degraded: [] }],
] as const

// What is left out cannot be away.
test.each(profile === 'lean' ? away.slice(0, 1) : away)(
  'while %s is away questions are grouped all the same',
  async (service, expected) => {
    await log({ answered: false, question: `Which paint is on the door of ${service}?` })
    await log({ answered: false, question: `Which paint is on the doors of ${service}` })
    local.cloud.faults[service].set({ kind: 'down' })
    const unanswered = await readUnanswered()
    expect(unanswered).toMatchObject(expected)
    expect(unanswered.data).toMatchObject([{ wordings: 2 }])
    expect(unanswered.data.some(({ nearest_page }) => nearest_page)).toBe(service === 'upstash')
  },
)

test('while Neon is away the answer is 503', async () => {
  local.cloud.faults.neon.set({ kind: 'down' })
  expect((await read('overview')).status).toBe(503)
  expect((await read('unanswered')).status).toBe(503)
})

test('more questions than are grouped are cut, and that is said', async () => {
  await local.sql`
    insert into query_logs (query_id, question, answered, created_at)
    select gen_random_uuid(), 'What is ' || n || '?', false, now() from generate_series(1, 205) n`
  const { is_cut, data } = await readUnanswered()
  expect(is_cut).toBe(true)
  expect(data.length).toBeLessThanOrEqual(40)
})

test('alone on its own URL the function tells no question when their text is not kept', async () => {
  await log({ answered: false, question: 'Where do the seagulls sleep?' })
  const suite = await startSuite({
    name: 'admin',
    settings: { ...local.cloud.settings, ...developmentSecrets, QUERY_LOG_TEXT: 'false' },
  })
  const response = await fetch(`${suite.url}/v1/admin/unanswered`, { headers: adminHeaders })
  expect(await response.json()).toMatchObject({ are_texts_kept: false, data: [] })
  const overview = await fetch(`${suite.url}/v1/admin/overview`, { headers: adminHeaders })
  expect(await overview.json()).toMatchObject({ usage: [{ questions: 1, answered: 0 }] })
  await suite.close()
})
