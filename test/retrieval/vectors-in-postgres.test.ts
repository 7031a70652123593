import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMadeDatabase, type MadeDatabase } from '../../dev/made-book/database.ts'
import { fill } from '../../dev/made-book/fill.ts'
import { filters, nearestIds, shareOf } from '../../dev/made-book/nearest-ids.ts'
import { createVectors } from '../../dev/made-book/vectors.ts'
import type { Filter } from '../../lib/chat/filter.ts'
import { everybody, readerFilter } from '../../lib/chat/filter.ts'
import { indexedDimensions, indexedEmbedding } from '../../lib/index/vector-index.ts'
import { nearest, settings } from '../../lib/retrieval/search-vectors.ts'
import { testServer } from '../support/fresh-database.ts'

const passages = 4000
const questions = 10
const limit = 60
const leastRecall = 0.95

test.each([
  [384, 'embedding::halfvec(384)'],
  [864, 'embedding::halfvec(864)'],
  [1024, 'subvector(embedding, 1, 864)::halfvec(864)'],
  [1536, 'embedding::halfvec(1536)'],
])('of %i numbers the index holds what its expression says', (dimensions, expression) => {
  expect(indexedEmbedding(dimensions)).toBe(expression)
  expect(expression).toContain(`(${indexedDimensions(dimensions)})`)
})

// PGlite builds the index for half a minute, and the local cloud goes without it.
describe.skipIf(testServer === undefined)('over the index of a real PostgreSQL', () => {
  let database: MadeDatabase
  beforeAll(async () => {
    database = await createMadeDatabase(testServer ?? '')
    await fill(database.client, passages)
  }, 300_000)
  afterAll(() => database.drop())

  test.each(
    filters.flatMap(({ name, filter }) =>
      (['planned', 'walked'] as const).map((way) => [name, way, filter] as const),
    ),
  )('the best sixty are what exact search gives; filter: %s, index: %s', async (_, way, filter) => {
    const vectors = createVectors()
    let recall = 0
    for (let n = 0; n < questions; n += 1) {
      const vector = Array.from(vectors.ofQuestion((n * 79) % (passages / 10), n))
      const search = { vector, filter: filter(n), limit }
      const exact = await nearestIds(database.client, { ...search, way: 'exact' })
      const found = await nearestIds(database.client, { ...search, way })
      expect(found).toHaveLength(exact.length)
      recall += shareOf(exact, found) / questions
    }
    expect(recall).toBeGreaterThanOrEqual(leastRecall)
  })

  test('the search is served by the indexes, in the words of their expressions', async () => {
    const { client } = database
    const plan = async (filter: Filter, told = '') => {
      const ofReader = readerFilter(filter, { editions: [] })
      const made = settings(ofReader)
      const { text, params } = nearest(Array(1024).fill(0.5), ofReader, limit)
      await client.query('begin')
      await client.query(made.text, made.params)
      await client.query(told)
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${text}`, params)
      await client.query('rollback')
      return rows.map((row) => row['QUERY PLAN']).join('\n')
    }
    // A table as small as this one is else read whole.
    const whole = await plan({}, 'set local enable_seqscan = off')
    expect(whole).toContain('Index Scan using documents_embedding')
    expect(await plan({ tags: ['hundred-1'] })).toContain('Bitmap Index Scan on documents_metadata')
    expect(await plan({ category: 'guide' })).toContain('Bitmap Index Scan on documents_metadata')
  })

  test('vectors of another length have an index of their own', async () => {
    const { client } = database
    await client.query('begin')
    await client.query('drop index documents_embedding')
    await client.query(`alter table documents alter column embedding type vector(768)
      using subvector(embedding, 1, 768)::vector(768)`)
    await client.query(`create index documents_embedding on documents
      using hnsw ((${indexedEmbedding(768)}) halfvec_cosine_ops)`)
    const made = settings(everybody)
    await client.query(made.text, made.params)
    const { text, params } = nearest(Array(768).fill(0.5), everybody, limit)
    expect((await client.query(text, params)).rows).toHaveLength(limit)
    await client.query('rollback')
  }, 300_000)
})
