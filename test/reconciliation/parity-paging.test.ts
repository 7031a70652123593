import type { Queue } from '@cloudflare/workers-types/experimental'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Cloud, startCloud } from '../../dev/cloud/cloud.ts'
import { applySchema } from '../../dev/suite/apply-schema.ts'
import { createNeon, type Neon, NoRow, sql } from '../../lib/clients/neon.ts'
import { createQdrant, type Qdrant } from '../../lib/clients/qdrant.ts'
import type { ParityMessage } from '../../lib/ingest/ledger/messages.ts'
import { createNightly } from '../../lib/ingest/run/nightly.ts'
import { compareStores, repairStores } from '../../lib/ingest/run/parity.ts'

const passages = 2500

let cloud: Cloud
let neon: Neon
let qdrant: Qdrant
let ofCollection: (name: string) => Qdrant
beforeAll(async () => {
  cloud = await startCloud({ docs: '.', only: ['neon', 'qdrant'] })
  const { DATABASE_URL: url = '', NEON_HTTP_URL: httpUrl } = cloud.settings
  const { QDRANT_URL = '', QDRANT_API_KEY = '' } = cloud.settings
  await applySchema({ databaseUrl: url, httpUrl, exactSearch: true })
  neon = createNeon({ url, httpUrl, timeoutMs: 60_000 })
  ofCollection = (collection) =>
    createQdrant({ url: QDRANT_URL, apiKey: QDRANT_API_KEY, collection, timeoutMs: 60_000 })
  qdrant = ofCollection('none')
})
afterAll(() => cloud.close())

/** Repairs within 45 requests each, from where the one before stopped, until none is handed on. */
function createRepairing() {
  const deps = { neon, qdrant, embeddingModel: 'none' }
  const made = () => cloud.requests.neon.entries.length + cloud.requests.qdrant.entries.length
  return {
    deps,
    async all() {
      const shares: { requests: number; unrepairable: string[] }[] = []
      let from: bigint | undefined
      do {
        const before = made()
        const share = { ...(from !== undefined && { from }), maxRequests: 45 }
        const { next, unrepairable } = await repairStores(deps, share)
        shares.push({ requests: made() - before, unrepairable })
        from = next
      } while (from !== undefined && shares.length < 10)
      return shares
    },
  }
}

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
  const { deps, all } = createRepairing()
  const shares = await all()
  const made = shares.map((share) => share.requests)
  expect(shares.flatMap((share) => share.unrepairable)).toEqual([])
  expect(made.length).toBeGreaterThan(2)
  expect(made.length).toBeLessThan(10)
  expect(Math.max(...made)).toBeLessThanOrEqual(45)
  const { missing, different, orphaned } = await compareStores(deps)
  expect([...missing, ...different, ...orphaned]).toEqual([])
})

test('a repair gets past more points than it has requests for that cannot be repaired', async () => {
  await neon.run(sql(NoRow)`update documents set content_hash = 'new',
    metadata = metadata || '{"content_hash": "new"}',
    embedding_model = case when chunk_index <= 1000 then 'another' else embedding_model end
    where chunk_index <= 1001`)
  const repairing = createRepairing()
  const unrepairable = (await repairing.all()).flatMap((share) => share.unrepairable)
  expect(unrepairable).toEqual(Array.from({ length: 1000 }, (_, n) => String((n + 1) ** 2)))
  expect((await compareStores(repairing.deps)).different).toEqual(unrepairable)
})

test('with too few requests to make a collection that was lost the chain ends and the run starts', async () => {
  const sent: ParityMessage[] = []
  const start = vi.fn(async () => undefined)
  const told = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const nightly = createNightly({
    queue: { send: async (message: ParityMessage) => void sent.push(message) } as unknown as Queue,
    start,
    repair: (share) =>
      repairStores({ neon, qdrant: ofCollection('lost'), embeddingModel: 'none' }, share),
    subrequestBudget: 20,
  })
  await nightly()
  for (let done = 0; done < Math.min(sent.length, 5); done += 1)
    await nightly(BigInt(sent[done]?.from ?? 0))
  expect(sent).toHaveLength(1)
  expect(start).toHaveBeenCalledOnce()
  expect(told).toHaveBeenLastCalledWith(expect.stringMatching(/SUBREQUEST_BUDGET is too small/))
})
