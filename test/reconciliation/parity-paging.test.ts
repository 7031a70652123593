import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cloud, startCloud } from '../../dev/cloud/cloud.ts'
import { applySchema } from '../../dev/suite/apply-schema.ts'
import { createNeon, type Neon, NoRow, sql } from '../../lib/clients/neon.ts'
import { createQdrant, type Qdrant } from '../../lib/clients/qdrant.ts'
import { compareStores } from '../../lib/ingest/run/parity.ts'

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
