import { readFile } from 'node:fs/promises'
import { type NeonQueryFunction, neon } from '@neondatabase/serverless'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cloud, startCloud } from '../../dev/cloud/cloud.ts'
import { applySchema, statements } from '../../dev/suite/apply-schema.ts'
import { bookPath } from '../support/book.ts'

let cloud: Cloud
let sql: NeonQueryFunction<false, false>
const apply = () =>
  applySchema({
    databaseUrl: cloud.settings.DATABASE_URL ?? '',
    httpUrl: cloud.settings.NEON_HTTP_URL,
  })

beforeAll(async () => {
  cloud = await startCloud({ docs: bookPath, embeddings: 'hashed', only: ['neon'] })
  await apply()
  sql = neon(cloud.settings.DATABASE_URL ?? '')
})
afterAll(() => cloud.close())

test('a statement ends at a semicolon at the end of a line, outside dollar quotes', () => {
  const text = 'select 1;\n\n-- a comment;\ncreate function f() as $$\nselect 2;\n$$;\nselect 3;\n'
  expect(statements(text)).toHaveLength(3)
})

test('the schema can be applied again', async () => {
  await apply()
  await apply()
})

test('a database that holds the older tables is brought up to date without losing a row', async () => {
  const tables = ['query_logs', 'ingestion_chapters', 'ingestion_runs', 'sessions']
  for (const table of tables) await sql.query(`drop table ${table} cascade`)
  await sql`create table sessions (id uuid primary key, created_at timestamptz default now())`
  await sql`create table query_logs (id serial primary key, question text not null, answer text,
    sources jsonb, latency_ms real, created_at timestamptz default now())`
  await sql`create table ingestion_runs (id serial primary key, status varchar(20), started_at timestamptz,
    completed_at timestamptz, total_chapters int, error_message text)`
  await sql`create table ingestion_chapters (id serial primary key, run_id integer references ingestion_runs,
    source_path text, status varchar(20), passages_created int)`
  await sql`insert into query_logs (question, answer) values ('What?', 'That.')`
  await sql`insert into ingestion_runs (status) values ('completed')`
  await sql`insert into ingestion_chapters (run_id, source_path, status) values (1, 'docs/a.md', 'completed')`
  await apply()
  expect(await sql`select question, retrieval_mode, session_id from query_logs`).toEqual([
    { question: 'What?', retrieval_mode: 'full_book', session_id: null },
  ])
  expect(await sql`select run_id, passages_added from ingestion_chapters`).toEqual([
    { run_id: 1, passages_added: 0 },
  ])
  await sql`insert into ingestion_runs (status) values ('running')`
  await expect(sql`insert into ingestion_runs (status) values ('running')`).rejects.toThrow(
    /one_running/,
  )
})

test('the dashboards’ role reads the views and nothing else', async () => {
  const text = await readFile(new URL('../../schema.sql', import.meta.url), 'utf8')
  const views = [...text.matchAll(/create or replace view (\w+)/g)].map(([, name]) => name)
  expect(views).toHaveLength(9)
  for (const view of views) {
    const [, rows] = await sql.transaction([
      sql`set local role dashboard_reader`,
      sql.query(`select * from ${view}`),
    ])
    expect(rows).toBeInstanceOf(Array)
  }
  const forbidden = sql.transaction([
    sql`set local role dashboard_reader`,
    sql`select * from query_logs`,
  ])
  await expect(forbidden).rejects.toThrow(/permission denied/)
})

test('a passage that is deleted is remembered until it comes back', async () => {
  await sql`insert into documents (id, content, source, chunk_index, content_hash, embedding_model)
    values (7, 'text', 'docs/a.md', 0, 'h', 'm')`
  await sql`delete from documents where id = 7`
  expect(await sql`select id::text from removed_documents`).toEqual([{ id: '7' }])
  await sql`insert into documents (id, content, source, chunk_index, content_hash, embedding_model)
    values (7, 'text', 'docs/a.md', 0, 'h', 'm')`
  expect(await sql`select id::text from removed_documents`).toEqual([])
})
