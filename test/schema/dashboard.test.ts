import { readFileSync } from 'node:fs'
import { neon } from '@neondatabase/serverless'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { applySchema } from '../../dev/suite/apply-schema.ts'
import { bookPath } from '../support/book.ts'
import { startCloudOnFreshDatabase } from '../support/fresh-database.ts'

const Dashboard = z.object({
  panels: z.array(
    z.object({ title: z.string(), targets: z.array(z.object({ rawSql: z.string() })) }),
  ),
})

test('every panel’s query runs for the dashboards’ role, and every view has a panel', async () => {
  const file = readFileSync(new URL('../../dashboards/grafana.json', import.meta.url), 'utf8')
  const { panels } = Dashboard.parse(JSON.parse(file))
  const cloud = await startCloudOnFreshDatabase({
    docs: bookPath,
    embeddings: 'hashed',
    only: ['neon'],
  })
  const { DATABASE_URL = '', NEON_HTTP_URL } = cloud.settings
  await applySchema({ databaseUrl: DATABASE_URL, httpUrl: NEON_HTTP_URL, exactSearch: true })
  const sql = neon(DATABASE_URL)
  const queries = panels.flatMap(({ targets }) => targets.map(({ rawSql }) => rawSql))
  for (const query of queries) {
    const asked = query
      .replaceAll('$__timeFrom()', "'2026-01-01'")
      .replaceAll('$__timeTo()', "'2026-12-31'")
    await sql.transaction([sql`set local role dashboard_reader`, sql.query(asked)])
  }
  const schema = readFileSync(new URL('../../schema.sql', import.meta.url), 'utf8')
  const views = [...schema.matchAll(/create or replace view (\w+)/g)].map(([, name = '']) => name)
  const unused = views.filter((view) => !queries.some((query) => query.includes(view)))
  expect(unused).toEqual([])
  await cloud.close()
})
