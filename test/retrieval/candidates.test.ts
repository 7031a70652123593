import { neon as neonDriver } from '@neondatabase/serverless'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cloud, startCloud } from '../../dev/cloud/cloud.ts'
import { exactBest } from '../../dev/made-book/exact-bm25.ts'
import { makeBook } from '../../dev/made-book/passages.ts'
import { makeQuestions } from '../../dev/made-book/questions.ts'
import { toRecord } from '../../dev/made-book/record.ts'
import { applySchema } from '../../dev/suite/apply-schema.ts'
import { everybody } from '../../lib/chat/filter.ts'
import { createNeon, type Neon } from '../../lib/clients/neon.ts'
import { putPassages } from '../../lib/ingest/write/stored-passages.ts'
import { lexical } from '../../lib/retrieval/lexical.ts'

const passages = 1500
const book = makeBook(passages)
const made = [...book.pages()].flat()
const questions = makeQuestions(40, made, book.vocabulary)
const vector = Float32Array.from({ length: 1024 }, (_, n) => (n === 0 ? 1 : 0))

let cloud: Cloud
let neon: Neon
beforeAll(async () => {
  cloud = await startCloud({ docs: '.', only: ['neon'] })
  const { DATABASE_URL: url = '', NEON_HTTP_URL: httpUrl } = cloud.settings
  await applySchema({ databaseUrl: url, httpUrl, exactSearch: true })
  neon = createNeon({ url, httpUrl, timeoutMs: 60_000 })
  for (let from = 0; from < passages; from += 250) {
    const records = made.slice(from, from + 250).map((passage) => toRecord(passage, vector))
    await neon.run(putPassages(records, 'none'))
  }
})
afterAll(() => cloud.close())

const found = async (text: string, filter = everybody) =>
  (await neon.run(lexical(text, filter, 30)))
    .filter((hit) => hit.rank !== null)
    .map((hit) => hit.passage_id)

test('exact BM25’s best five are among the candidates, of common words too', async () => {
  const driver = neonDriver(cloud.settings.DATABASE_URL ?? '')
  const query = async (text: string, params: unknown[]) => await driver.query(text, params)
  const exact = await exactBest(
    query,
    questions.map(({ text }) => text),
    5,
  )
  let held = 0
  let wanted = 0
  for (const [index, { text }] of questions.entries()) {
    const ids = await found(text)
    wanted += exact[index]?.length ?? 0
    held += (exact[index] ?? []).filter((id) => ids.includes(id)).length
  }
  expect(wanted).toBeGreaterThan(100)
  expect(held / wanted).toBeGreaterThanOrEqual(0.95)
})

test('a filter that leaves few passages leaves none of theirs out', async () => {
  const tags = ['hundred-7', 'hundred-8']
  const text = 'How do I use the value of a file?'
  const all = await neon.run(lexical(text, { ...everybody, tags }, 30))
  const shards = new Set(
    made.filter(({ shard }) => [7, 8].includes(shard % 100)).map(({ text }) => text),
  )
  const hits = all.filter((hit) => hit.rank !== null)
  expect(hits.length).toBeGreaterThan(5)
  expect(hits.every((hit) => shards.has(hit.text))).toBe(true)
})
