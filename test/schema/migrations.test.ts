import { readFile } from 'node:fs/promises'
import { type NeonQueryFunction, neon, neonConfig } from '@neondatabase/serverless'
import { afterEach, describe, expect, test } from 'vitest'
import type { Cloud } from '../../dev/cloud/cloud.ts'
import { applySchema } from '../../dev/suite/apply-schema.ts'
import { readMigrations, statements } from '../../dev/suite/migrations.ts'
import { bookPath } from '../support/book.ts'
import { startCloudOnFreshDatabase } from '../support/fresh-database.ts'
import { readCatalogue } from './catalogue.ts'

type Sql = NeonQueryFunction<false, false>

const open: Cloud[] = []
afterEach(async () => {
  for (const cloud of open.splice(0)) await cloud.close()
})

async function aDatabase(file?: string) {
  const cloud = await startCloudOnFreshDatabase({
    docs: bookPath,
    embeddings: 'hashed',
    only: ['neon'],
  })
  open.push(cloud)
  const { DATABASE_URL = '', NEON_HTTP_URL } = cloud.settings
  const apply = () => applySchema({ databaseUrl: DATABASE_URL, httpUrl: NEON_HTTP_URL })
  neonConfig.fetchEndpoint = NEON_HTTP_URL ?? ''
  const sql: Sql = neon(DATABASE_URL)
  if (file) {
    const text = await readFile(new URL(`databases/${file}`, import.meta.url), 'utf8')
    await sql.transaction(statements(text).map((statement) => sql.query(statement)))
  }
  return { sql, apply }
}

/** An empty database with the migrations before one, and those that are left. */
async function aDatabaseBefore(migration: string) {
  const { sql, apply } = await aDatabase()
  const steps = await readMigrations()
  const before = steps.findIndex(({ name }) => name.endsWith(migration))
  await sql.query('create table schema_migrations (name text primary key, applied_at timestamptz)')
  for (const { name, text } of steps.slice(0, before))
    await sql.transaction([
      ...statements(text).map((statement) => sql.query(statement)),
      sql`insert into schema_migrations (name) values (${name}) on conflict do nothing`,
    ])
  return { sql, apply, later: steps.slice(before) }
}

test('migrations lead to where schema.sql leads, from an empty database', async () => {
  const whole = await aDatabase()
  expect(await whole.apply()).toEqual([expect.stringMatching(/^schema.sql: applied to an empty/)])
  const wanted = await readCatalogue(whole.sql)
  const migrated = await aDatabase()
  // Anything at all in it, and it is not empty.
  await migrated.sql`create view something as select 1 as one`
  const names = (await readMigrations()).map(({ name }) => `${name}: applied.`)
  expect(await migrated.apply()).toEqual(names)
  await migrated.sql`drop view something`
  expect(await readCatalogue(migrated.sql)).toEqual(wanted)
})

test('the tables of before numbered migrations lead there too, and runs become numbers', async () => {
  const whole = await aDatabase()
  await whole.apply()
  const wanted = await readCatalogue(whole.sql)
  const early = await aDatabase('before-migrations.sql')
  await early.sql`
    with run as (insert into ingestion_runs (status) values ('completed'), ('running') returning id)
    insert into ingestion_chapters (run_id, source_path, status) select id, 'docs/a.md', 'completed' from run`
  expect(await early.apply()).toContain(
    '  2 rows are kept in legacy_ingestion_run_ids: the ids that runs had before they were numbers.',
  )
  expect(
    await early.sql`
      select r.id, r.status from ingestion_runs r join ingestion_chapters c on c.run_id = r.id order by 1`,
  ).toEqual([
    { id: 1, status: expect.any(String) },
    { id: 2, status: expect.any(String) },
  ])
  expect(
    await early.sql`insert into ingestion_runs (status) values ('failed') returning id`,
  ).toEqual([{ id: 3 }])
  await early.sql`drop table legacy_ingestion_run_ids`
  expect(await readCatalogue(early.sql)).toEqual(wanted)
})

test('an index over vectors that is there is not made anew for fewer neighbours', async () => {
  const { sql, apply } = await aDatabaseBefore('cheaper_writes')
  const put = (id: number) => sql`
    insert into documents (id, content, embedding, source, chunk_index, content_hash, embedding_model)
    values (${id}, 'lamp', array_fill(${id}::int, array[1024])::vector, 'docs/a.md', ${id}, '', '')`
  const file = () => sql`select pg_relation_filenode('documents_embedding') as file`
  await put(1)
  const made = await file()
  await apply()
  await put(2)
  expect(await file()).toEqual(made)
  expect(await sql`select lexeme, passages from lexemes where lexeme = 'lamp'`).toEqual([
    { lexeme: 'lamp', passages: 2 },
  ])
})

test('what the desk sums up by day is counted for a database that has been filled before', async () => {
  const { sql, apply, later } = await aDatabaseBefore('daily_sums')
  await sql`
    insert into query_logs (query_id, sources, created_at, answered, rating, usage)
    select gen_random_uuid(), '[{"source": "docs/a.md", "chapter": "A", "is_cited": true}]',
      date_trunc('day', now()) - n * interval '1 day', true, case when n = 6 then 'up' end,
      '{"prompt_tokens": 10, "completion_tokens": 2}'
    from generate_series(0, 6) n`
  await sql`
    insert into sessions_archive (session_id, outcome, outcome_basis, signal, started_at, ended_at, metrics)
    select gen_random_uuid(), 'resolved', 'assumed', case when n = 3 then 'nothing_asked' end, now(), now(),
      jsonb_build_object('turns', n) from generate_series(1, 3) n`
  await sql`select close_days(100)`
  const outcomes = await sql`select * from session_outcomes`
  expect(await apply()).toEqual(later.map(({ name }) => `${name}: applied.`))
  expect(
    await sql`select page, channel, from_cache, questions::int, prompt_tokens::int from cost_days`,
  ).toEqual(
    Array.from({ length: 5 }, () => ({
      ...{
        page: 'docs/a.md',
        channel: 'erased',
        from_cache: false,
        questions: 1,
        prompt_tokens: 10,
      },
    })),
  )
  expect(await sql`select * from session_outcomes`).toEqual(outcomes)
  expect(outcomes).toMatchObject([{ sessions: '2', average_turns: 1.5 }])
  expect(
    await sql`select created_at = date_trunc('day', now()) - interval '6 days' as is_then from page_ratings`,
  ).toEqual([{ is_then: true }])
})

describe('a database of before is brought up, twice, without losing a row', () => {
  test('the textbook chatbot without sessions', async () => {
    const { sql, apply } = await aDatabase('textbook-008.sql')
    expect(await apply()).toContain(
      '  1 rows are kept in legacy_ingestion_chapters: pages that one run had more than once; the last of each stayed.',
    )
    expect(await apply()).toEqual(['Every migration has been applied; nothing to do.'])
    expect(
      await sql`select question, sources, retrieval_mode, answered from query_logs order by id`,
    ).toMatchObject([
      { question: 'What is a node?', sources: [{ source: 'docs/nodes.md' }], answered: null },
      { question: 'Without sources?', sources: [], retrieval_mode: 'full_book' },
      { question: 'An object?', sources: [{ source: 'docs/one.md' }] },
    ])
    expect(await sql`select id, status, total_chapters from ingestion_runs order by id`).toEqual([
      { id: 1, status: 'completed', total_chapters: 3 },
      { id: 2, status: 'failed', total_chapters: null },
      { id: 3, status: 'failed', total_chapters: null },
      { id: 4, status: 'failed', total_chapters: null },
    ])
    expect(await sql`select count(*)::int as n from ingestion_chapters`).toEqual([{ n: 2 }])
    expect(await sql`select * from unanswered_questions`).toEqual([])
    expect(
      await sql`select sum(questions)::int as q, sum(answered)::int as a from daily_usage`,
    ).toEqual([{ q: 3, a: 3 }])
  })

  test('the textbook chatbot with sessions', async () => {
    const { sql, apply } = await aDatabase('textbook-009.sql')
    await apply()
    await apply()
    expect(await sql`select count(*)::int as n from sessions`).toEqual([{ n: 2 }])
    expect(
      await sql`select question, session_id, selected_text from query_logs order by id`,
    ).toMatchObject([
      { question: 'What is a topic?', session_id: '0b2e3b44-3c5a-4d38-9f3e-0f1d35b3d001' },
      { question: 'And this?', selected_text: 'A selection' },
      { question: 'Nobody asked', session_id: null },
    ])
    // A session may go; what it asked stays, and is nobody's.
    await sql`delete from sessions`
    expect(await sql`select count(*)::int as n from query_logs`).toEqual([{ n: 3 }])
  })

  test.each(['text', 'uuid', 'integer'])(
    'the support assistant, with ids of type %s',
    async (type) => {
      const { sql, apply } = await aDatabase()
      const text = await readFile(
        new URL('databases/support-assistant.sql', import.meta.url),
        'utf8',
      )
      const id = (n: number) =>
        ({ text: `'s-${n}'`, uuid: `'00000000-0000-4000-8000-00000000000${n}'`, integer: `${n}` })[
          type
        ] ?? ''
      const written = text
        .replaceAll('ID_TYPE', type)
        .replaceAll(/ID\((\d)\)/g, (_, n) => id(Number(n)))
      await sql.query('create extension if not exists vector')
      await sql.transaction(statements(written).map((statement) => sql.query(statement)))
      const lines = await apply()
      expect(lines).toContain(
        '  2 rows are kept in legacy_documents: passages of another model cannot be searched; push their texts with PUT /v1/documents/{path}.',
      )
      await apply()
      expect(await sql`select content from legacy_documents order by id`).toHaveLength(2)
      const profiles = await sql`select long_term_memory -> 0 ->> 'text' as fact from user_profiles`
      expect(profiles.map(({ fact }) => fact).sort()).toEqual(['Uses Debian', 'name: Ada'])
      expect(await sql`select provider, external_id from identities`).toEqual([
        { provider: 'telegram', external_id: '12345' },
      ])
      expect(
        await sql`select outcome, metrics ->> 'tokens' as tokens from sessions_archive order by 1`,
      ).toEqual([
        { outcome: 'escalated', tokens: '12' },
        { outcome: 'resolved', tokens: '120' },
      ])
      expect(await sql`select summary from session_summaries`).toEqual([
        { summary: 'Wanted a refund.' },
      ])
      expect(await sql`select role, content from messages order by id`).toEqual([
        { role: 'user', content: 'How do I reset it?' },
        { role: 'assistant', content: 'Hold the button.' },
      ])
      expect(await sql`select url, events, active from webhooks`).toEqual([
        { url: 'https://example.org/hook', events: ['chat.response.generated'], active: false },
      ])
      expect(await sql`select count(*)::int as n from legacy_webhook_deliveries`).toEqual([
        { n: 1 },
      ])
      expect(await sql`select count(*)::int as n from legacy_messages`).toEqual([{ n: 3 }])
    },
  )
})

describe('what stands in the way is one sentence with what to do', () => {
  test('a database that is newer than the code', async () => {
    const { sql, apply } = await aDatabase()
    await apply()
    await sql`insert into schema_migrations (name) values ('9999_of_the_future')`
    await expect(apply()).rejects.toThrow(
      'The database has had 9999_of_the_future, which this version of Marginalia does not know: update the code, then run npm run db:apply again.',
    )
  })

  test('two that apply at once: one does it, the other says so or finds it done', async () => {
    const { sql, apply } = await aDatabase('textbook-008.sql')
    const both = await Promise.allSettled([apply(), apply()])
    expect(both.some(({ status }) => status === 'fulfilled')).toBe(true)
    for (const one of both)
      if (one.status === 'rejected') expect(String(one.reason)).toMatch(/run it again/)
    await apply()
    expect(await sql`select count(*)::int as n from query_logs`).toEqual([{ n: 3 }])
  })
})
