import { readFile } from 'node:fs/promises'
import { type NeonQueryFunction, neon } from '@neondatabase/serverless'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Cloud } from '../../dev/cloud/cloud.ts'
import { applySchema } from '../../dev/suite/apply-schema.ts'
import { statements } from '../../dev/suite/migrations.ts'
import { bookPath } from '../support/book.ts'
import { startCloudOnFreshDatabase } from '../support/fresh-database.ts'

let cloud: Cloud
let sql: NeonQueryFunction<false, false>
const apply = () =>
  applySchema({
    databaseUrl: cloud.settings.DATABASE_URL ?? '',
    httpUrl: cloud.settings.NEON_HTTP_URL,
  })

beforeAll(async () => {
  cloud = await startCloudOnFreshDatabase({ docs: bookPath, embeddings: 'hashed', only: ['neon'] })
  await apply()
  sql = neon(cloud.settings.DATABASE_URL ?? '')
})
afterAll(() => cloud.close())

test('a statement ends at a semicolon at the end of a line, outside dollar quotes', () => {
  const text = 'select 1;\n\n-- a comment;\ncreate function f() as $$\nselect 2;\n$$;\nselect 3;\n'
  expect(statements(text)).toHaveLength(3)
})

test('the schema can be applied again', async () => {
  expect(await apply()).toEqual(['Every migration has been applied; nothing to do.'])
})

test('the dashboards’ role reads the views and nothing else', async () => {
  const text = await readFile(new URL('../../schema.sql', import.meta.url), 'utf8')
  const views = [...text.matchAll(/create view (\w+)/g)].map(([, name]) => name)
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
