import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cloud, startCloud } from '../../dev/cloud/cloud.ts'
import { applySchema } from '../../dev/suite/apply-schema.ts'
import { createNeon, type Neon, NoRow, sql } from '../../lib/clients/neon.ts'
import { createQdrant, type Qdrant } from '../../lib/clients/qdrant.ts'
import { compareStores, repairStores } from '../../lib/ingest/run/parity.ts'

const passages = 2500

let cloud: Cloud
let neon: Neon
let qdrant: Qdrant
beforeAll(async () => {
  cloud = await startCloud({ docs: '.', only: ['neon', 'qdrant'] })
  const { DATABASE_URL: url = '', NEON_HTTP_URL: httpUrl } = cloud.settings
  const { QDRANT_URL = '', QDRANT_API_KEY = '' } = cloud.settings
  await applySchema({ databaseUrl: url, httpUrl, exactSearch: true })
  neon = createNeon({ url, httpUrl, timeoutMs: 60_000 })
  qdrant = createQdrant({
    url: QDRANT_URL,
    apiKey: QDRANT_API_KEY,
    collection: 'none',
    timeoutMs: 60_000,
  })
})
afterAll(() => cloud.close())

test('parity sees every passage, over many pages of ids of one to seven digits', async () => {
  await neon.run(sql(NoRow)`
    insert into documents (id, content, source, chunk_index, content_hash, embedding_model)
    select n * n, 'A lamp.', 'docs/lamp.md', n, n, 'none'
    from generate_series(1, ${passages}::bigint) as n`)
  const parity = await compareStores({ neon, qdrant, embeddingModel: 'none' })
  expect(parity.passages).toBe(passages)
  expect(parity.missing).toEqual(Array.from({ length: passages }, (_, n) => String((n + 1) ** 2)))
})

test('a repair within 45 requests hands on what it leaves, until nothing differs', async () => {
  const vector = `[${[1, ...Array(1023).fill(0)].join(',')}]`
  await neon.run(sql(NoRow)`update documents set embedding = ${vector}::vector,
    metadata = jsonb_build_object('source', source, 'part', '', 'part_number', 0, 'chapter', '',
      'section', '', 'chunk_index', chunk_index, 'url', '', 'tags', '[]'::jsonb, 'language', 'en',
      'content_hash', content_hash)`)
  const requests = () => cloud.requests.neon.entries.length + cloud.requests.qdrant.entries.length
  const deps = { neon, qdrant, embeddingModel: 'none' }
  const made: number[] = []
  let from: bigint | undefined
  do {
    const before = requests()
    const { next, unrepairable } = await repairStores(deps, {
      ...(from !== undefined && { from }),
      maxRequests: 45,
    })
    made.push(requests() - before)
    expect(unrepairable).toEqual([])
    from = next
  } while (from !== undefined)
  expect(made.length).toBeGreaterThan(2)
  expect(made.length).toBeLessThan(10)
  expect(Math.max(...made)).toBeLessThanOrEqual(45)
  const { missing, different, orphaned } = await compareStores(deps)
  expect([...missing, ...different, ...orphaned]).toEqual([])
})
