import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { type Cloud, startCloud } from '../../dev/cloud/cloud.ts'
import { makeBook } from '../../dev/made-book/passages.ts'
import { applySchema } from '../../dev/suite/apply-schema.ts'
import { createNeon, type Neon, sql } from '../../lib/clients/neon.ts'
import { timesSaid, wordCount } from '../../lib/retrieval/word-counts.ts'

const Counts = z.object({ read: z.number(), counted: z.number() })
// Postgres keeps no more places of a lexeme.
const mostPlaces = 255

let cloud: Cloud
let neon: Neon
beforeAll(async () => {
  cloud = await startCloud({ docs: '.', only: ['neon'] })
  const { DATABASE_URL: url = '', NEON_HTTP_URL: httpUrl } = cloud.settings
  await applySchema({ databaseUrl: url, httpUrl, exactSearch: true })
  neon = createNeon({ url, httpUrl, timeoutMs: 60_000 })
})
afterAll(() => cloud.close())

test('how often a vector says a term is read exactly, up to all that it keeps', async () => {
  const rows = await neon.run(sql(Counts)`
    select ${timesSaid}::float8 as read, times as counted
    from generate_series(1, ${mostPlaces}::int) as times,
      lateral (select search_words('english', 'the keeper climbs ' || repeat('lamp ', times))
        as search_vector, 'lamp'::tsquery as term) as said`)
  expect(rows).toHaveLength(mostPlaces)
  for (const { read, counted } of rows) expect(read).toBe(counted)
})

test('how many words a vector holds is read within some hundredths', async () => {
  const texts = [...makeBook(300).pages()].flat().map(({ text }) => text)
  const rows = await neon.run(sql(Counts)`
    select ${wordCount}::float8 as read,
      (select sum(cardinality(positions)) from unnest(search_vector))::float8 as counted
    from unnest(${texts}::text[]) as text,
      lateral (select search_words('english', text) || ''::tsvector as search_vector) as said`)
  expect(rows).toHaveLength(texts.length)
  const errors = rows.map(({ read, counted }) => Math.abs(read / counted - 1))
  expect(Math.max(...errors)).toBeLessThan(0.15)
  expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(0.04)
})
