import { neon as neonDriver } from '@neondatabase/serverless'
import * as fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cloud, startCloud } from '../../dev/cloud/cloud.ts'
import { applySchema } from '../../dev/suite/apply-schema.ts'
import { createNeon, type Neon, NoRow, sql } from '../../lib/clients/neon.ts'
import {
  type PassageRecord,
  putPassages,
  removePassages,
} from '../../lib/ingest/write/stored-passages.ts'

const server = process.env.TEST_DATABASE_URL
const ofServer = new URL(server ?? 'postgresql://nowhere/')
ofServer.pathname = `/lexeme_counts_${process.pid}`
const vector = Array.from({ length: 1024 }, (_, n) => (n === 0 ? 1 : 0))

const Passages = fc.array(
  fc.record({
    words: fc.array(fc.constantFrom('lamp', 'fog', 'bells', 'ringing', 'oil', 'Licht'), {
      minLength: 1,
      maxLength: 12,
    }),
    searchConfig: fc.constantFrom('english', 'german'),
  }),
  { maxLength: 4 },
)
const Step = fc.oneof(
  fc.record({ kind: fc.constant('write'), page: fc.nat(5), passages: Passages }),
  fc.record({ kind: fc.constant('fail'), page: fc.nat(5), passages: Passages }),
  fc.record({ kind: fc.constantFrom('remove', 'move'), page: fc.nat(5) }),
)
type Step = { kind: string; page: number; passages?: { words: string[]; searchConfig: string }[] }

const idsOf = (page: number) =>
  Array.from({ length: 4 }, (_, index) => BigInt(page * 10 + index + 1))

function toRecords({ page, passages = [] }: Step): PassageRecord[] {
  return passages.map(({ words, searchConfig }, index) => ({
    id: BigInt(page * 10 + index + 1),
    payload: {
      text: words.join(' '),
      source: `docs/${page}.md`,
      part: '',
      part_number: 0,
      chapter: '',
      section: '',
      chunk_index: index,
      url: '',
      tags: [],
      language: 'en',
      content_hash: words.join(' '),
    },
    searchConfig,
    searchText: words.join(' '),
    vector,
  }))
}

/** As ingestion changes a page: its passages are written, and those that it has no more removed. */
async function take(step: Step, neon: Neon) {
  const ids = idsOf(step.page)
  const kept = step.passages?.length ?? 0
  const write = [putPassages(toRecords(step), 'none'), ...removePassages(ids.slice(kept))]
  if (step.kind === 'write') await neon.transaction(write)
  if (step.kind === 'remove') await neon.transaction(removePassages(ids))
  if (step.kind === 'move')
    await neon.run(
      sql(NoRow)`update documents set part = part || '!' where source = ${`docs/${step.page}.md`}`,
    )
  if (step.kind === 'fail') {
    const broken = neon.transaction([...write, sql(NoRow)`select 1 / ${0}::int`])
    await expect(broken).rejects.toThrow('division by zero')
  }
}

async function expectRight(url: string) {
  const [kept, counted, configs] = await neonDriver(url).transaction((run) => [
    run`select config::text, lexeme, passages from lexemes order by 1, 2`,
    run`select search_config::text as config, lexeme collate "C" as lexeme, count(*)::int as passages
      from documents, unnest(search_vector) group by 1, 2 order by 1, 2`,
    run`select (select coalesce(json_agg(c order by config::text), '[]') from search_configs c)::text
      = (select coalesce(json_agg(c order by config::text), '[]') from (select search_config as config,
        count(*)::int as passages from documents group by 1) c)::text as is_right`,
  ])
  expect(kept).toEqual(counted)
  expect(configs).toEqual([{ is_right: true }])
}

const places = [
  { name: 'PGlite', isHere: true, runs: 15 },
  { name: 'a real Postgres', isHere: server !== undefined, runs: 40 },
]

describe.each(places)('on $name', ({ name, isHere, runs }) => {
  let cloud: Cloud
  let neon: Neon
  let url = ''
  let admin: pg.Client | undefined
  beforeAll(async () => {
    if (!isHere) return
    if (name !== 'PGlite') {
      admin = new pg.Client({ connectionString: server })
      await admin.connect()
      await admin.query(`create database ${ofServer.pathname.slice(1)}`)
    }
    cloud = await startCloud({
      docs: '.',
      only: ['neon'],
      ...(admin && { real: { databaseUrl: ofServer.href } }),
    })
    url = cloud.settings.DATABASE_URL ?? ''
    const httpUrl = cloud.settings.NEON_HTTP_URL
    await applySchema({ databaseUrl: url, httpUrl, exactSearch: true })
    neon = createNeon({ url, httpUrl, timeoutMs: 30_000 })
  })
  afterAll(async () => {
    await cloud?.close()
    await admin?.query(`drop database ${ofServer.pathname.slice(1)} with (force)`)
    await admin?.end()
  })
  const needsServer = (skip: (note: string) => void) => {
    if (!isHere) skip('needs TEST_DATABASE_URL: run it with dev/real/postgres')
  }

  test('words are counted rightly after any pages written, rewritten, removed or failed', async ({
    skip,
  }) => {
    needsServer(skip)
    await fc.assert(
      fc.asyncProperty(fc.array(Step, { minLength: 1, maxLength: 8 }), async (steps) => {
        await neon.run(sql(NoRow)`truncate documents`)
        for (const step of steps) await take(step, neon)
        await expectRight(url)
      }),
      { numRuns: runs },
    )
  })

  test('pages that are changed at the same time are counted as if one after the other', async ({
    skip,
  }) => {
    needsServer(skip)
    await neon.run(sql(NoRow)`truncate documents`)
    const steps = fc.sample(Step, { numRuns: 60, seed: 5 })
    const apart = [0, 1, 2, 3, 4, 5].map(async (page) => {
      for (const step of steps) if (step.page === page) await take(step, neon)
    })
    await Promise.all(apart)
    await expectRight(url)
  })

  test('counts that went wrong behind the triggers are mended by counting again', async ({
    skip,
  }) => {
    needsServer(skip)
    await neon.run(sql(NoRow)`truncate documents`)
    await take(
      { kind: 'write', page: 1, passages: [{ words: ['fog'], searchConfig: 'english' }] },
      neon,
    )
    await neon.run(sql(NoRow)`update lexemes set passages = passages + 3 where lexeme = 'fog'`)
    const Wrong = sql<unknown>(NoRow)
    expect(await neon.run(Wrong`select recount_lexemes()::int as wrong`)).toEqual([{ wrong: 1 }])
    await expectRight(url)
    expect(await neon.run(Wrong`select recount_lexemes()::int as wrong`)).toEqual([{ wrong: 0 }])
  })
})
