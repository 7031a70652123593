import { QdrantClient } from '@qdrant/js-client-rest'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Cloud } from '../../dev/cloud/cloud.ts'
import { aCloud, setting, startTimeoutMs } from './a-cloud.ts'

const { QDRANT_URL: qdrantUrl, QDRANT_API_KEY: qdrantApiKey = '' } = process.env
// The client takes and gives such ids as bigints; its types know only numbers and strings.
const largest = 9223372036854775807n as unknown as number
const uuid = '8f14e45f-ceea-467f-a0e6-7a1b2c3d4e5f'

const pages = [
  { id: largest, vector: [1, 0, 0, 0], payload: { part: 1, tags: ['a', 'b'], language: 'en' } },
  { id: 2, vector: [1, 1, 0, 0], payload: { part: 2, tags: [], language: 'de' } },
  { id: 3, vector: [0, 0, 5, 0], payload: { part: 3, tags: ['b'], text: 'long' } },
  { id: uuid, vector: [0, 0, 0, 2], payload: { part: null, nested: { deep: 'x' } } },
]

describe('on pgvector', () => contract(() => aCloud({ only: ['qdrant'] })))

describe.skipIf(!qdrantUrl)('on a real Qdrant, when QDRANT_URL names one', () =>
  contract(() => aCloud({ only: ['qdrant'], real: { qdrantUrl: qdrantUrl ?? '', qdrantApiKey } })),
)

function contract(start: () => Promise<Cloud>) {
  let cloud: Cloud
  let client: QdrantClient
  let name: string

  const connect = (apiKey: string) => {
    const { protocol, hostname, port } = new URL(setting(cloud, 'QDRANT_URL'))
    const https = protocol === 'https:'
    const address = { host: hostname, port: Number(port || (https ? 443 : 80)), https }
    // Said outright, or the client warns of a key sent without TLS.
    return new QdrantClient({
      ...address,
      headers: { 'api-key': apiKey },
      checkCompatibility: false,
    })
  }
  const ids = (found: { id: unknown }[]) => found.map(({ id }) => id)

  beforeAll(async () => {
    cloud = await start()
    client = connect(setting(cloud, 'QDRANT_API_KEY'))
  }, startTimeoutMs)
  afterAll(() => cloud.close())
  beforeEach(async () => {
    name = `contract-${crypto.randomUUID()}`
    await client.createCollection(name, { vectors: { size: 4, distance: 'Cosine' } })
    await client.upsert(name, { wait: true, points: pages })
    return () => client.deleteCollection(name)
  })

  test('the nearest come first with their cosine, large ids and payload whole', async () => {
    const { points } = await client.query(name, {
      query: [1, 0, 0, 0],
      limit: 2,
      with_payload: true,
    })
    expect(points).toMatchObject([
      { id: largest, score: 1, payload: pages[0]?.payload },
      { id: 2, score: expect.closeTo(Math.SQRT1_2, 5) },
    ])
  })

  test('several questions are answered in one request, in their order', async () => {
    const searches = [
      [0, 0, 1, 0],
      [1, 0, 0, 0],
    ].map((query) => ({ query, limit: 1 }))
    const results = await client.queryBatch(name, { searches })
    expect(results.map(({ points }) => ids(points))).toEqual([[3], [largest]])
    expect(await client.queryBatch(name, { searches: [] })).toEqual([])
  })

  test('a threshold, an offset and a choice of payload are kept', async () => {
    const query = { query: [1, 0, 0, 0], score_threshold: 0.5, with_payload: ['part'] }
    const { points } = await client.query(name, { ...query, offset: 1 })
    expect(points).toMatchObject([{ id: 2, payload: { part: 2 } }])
    expect(Object.keys(points[0]?.payload ?? {})).toEqual(['part'])
  })

  test('what is chosen of a payload is what the payload is now', async () => {
    const chosen = async (with_payload: string[]) =>
      (await client.retrieve(name, { ids: [2], with_payload }))[0]?.payload
    expect(await chosen(['part'])).toEqual({ part: 2 })
    await client.setPayload(name, { wait: true, payload: { part: 7 }, points: [2] })
    expect(await chosen(['part'])).toEqual({ part: 7 })
    expect(await chosen(['language'])).toEqual({ language: 'de' })
    for (const field of ['a', 'b', 'c', 'd']) expect(await chosen([field])).toEqual({})
    expect(await chosen(['part', 'language'])).toEqual({ part: 7, language: 'de' })
  })

  test('vectors of a cosine collection come back at unit length', async () => {
    const [point] = await client.retrieve(name, { ids: [3], with_vector: true })
    expect(point?.vector).toEqual([0, 0, 1, 0])
  })

  test.each([
    ['a value', { must: [{ key: 'language', match: { value: 'en' } }] }, [largest]],
    ['a value in a list', { must: [{ key: 'tags', match: { value: 'b' } }] }, [3, largest]],
    ['any of several', { must: [{ key: 'part', match: { any: [2, 3] } }] }, [2, 3]],
    ['all but some', { must: [{ key: 'part', match: { except: [2, 3] } }] }, [largest]],
    ['a range', { must: [{ key: 'part', range: { gte: 2, lt: 3 } }] }, [2]],
    ['what must not be', { must_not: [{ key: 'language', match: { value: 'en' } }] }, [2, 3, uuid]],
    [
      'one of several clauses',
      { should: [{ has_id: [uuid] }, { key: 'part', match: { value: 1 } }] },
      [largest, uuid],
    ],
    ['a missing or empty field', { must: [{ is_empty: { key: 'tags' } }] }, [2, uuid]],
    ['a null field', { must: [{ is_null: { key: 'part' } }] }, [uuid]],
    ['a nested field', { must: [{ key: 'nested.deep', match: { value: 'x' } }] }, [uuid]],
    [
      'a filter in a filter',
      { must: [{ must_not: [{ has_id: [2, 3] }] }, { has_id: [3, largest] }] },
      [largest],
    ],
  ])('a filter by %s finds those points', async (_what, filter, expected) => {
    const { points } = await client.scroll(name, { filter })
    expect(ids(points)).toEqual(expected)
    expect(await client.count(name, { filter })).toEqual({ count: expected.length })
  })

  test('a scroll goes through all points in the order of ids', async () => {
    const first = await client.scroll(name, { limit: 2, with_payload: false })
    expect(ids(first.points)).toEqual([2, 3])
    expect(first.next_page_offset).toBe(largest)
    const rest = await client.scroll(name, { limit: 2, offset: largest, with_payload: false })
    expect(ids(rest.points)).toEqual([largest, uuid])
    expect(rest.next_page_offset).toBeNull()
  })

  test('points are replaced, amended and deleted by id and by filter', async () => {
    await client.upsert(name, {
      wait: true,
      points: [{ id: 2, vector: [1, 0, 0, 0], payload: { part: 9 } }],
    })
    await client.setPayload(name, { wait: true, payload: { seen: true }, points: [2] })
    expect(await client.retrieve(name, { ids: [2] })).toMatchObject([
      { payload: { part: 9, seen: true } },
    ])
    await client.delete(name, { wait: true, points: [largest] })
    await client.delete(name, {
      wait: true,
      filter: { must: [{ key: 'part', match: { value: 9 } }] },
    })
    expect(await client.count(name)).toEqual({ count: 2 })
  })

  test('what is found is told as it is by then', async () => {
    const find = async () => {
      const found = await client.query(name, { query: [1, 1, 0, 0], limit: 1, with_payload: true })
      return found.points[0]?.payload
    }
    expect(await find()).toEqual({ part: 2, tags: [], language: 'de' })
    const text = 'Grüße “\\” \n 漢字'
    await client.setPayload(name, { wait: true, points: [2], payload: { text } })
    expect(await find()).toEqual({ part: 2, tags: [], language: 'de', text })
    const replaced = { id: 2, vector: [1, 1, 0, 0], payload: { part: 9 } }
    await client.upsert(name, { wait: true, points: [replaced] })
    expect(await find()).toEqual({ part: 9 })
  })

  test('the operations of a batch are done in their order', async () => {
    const points = [
      { id: 80, vector: [1, 0, 0, 0], payload: { part: 8 } },
      { id: 81, vector: [0, 1, 0, 0], payload: { part: 8 } },
    ]
    const others = {
      must: [{ key: 'part', match: { value: 8 } }],
      must_not: [{ has_id: [81] }],
    }
    const results = await client.batchUpdate(name, {
      wait: true,
      operations: [{ upsert: { points } }, { delete: { filter: others } }],
    })
    expect(results).toMatchObject([{ status: 'completed' }, { status: 'completed' }])
    expect(await client.retrieve(name, { ids: [80, 81] })).toMatchObject([{ id: 81 }])
    await client.delete(name, { wait: true, points: [81] })
  })

  test('a vector of the wrong length is refused with both lengths, and nothing is written', async () => {
    const points = [
      { id: 70, vector: [1, 2, 3, 4] },
      { id: 71, vector: [1, 2, 3] },
    ]
    await expect(client.upsert(name, { wait: true, points })).rejects.toMatchObject({
      status: 400,
      data: { status: { error: 'Wrong input: Vector dimension error: expected dim: 4, got 3' } },
    })
    expect(await client.retrieve(name, { ids: [70] })).toEqual([])
  })

  test('an alias moves to another collection in one step', async () => {
    const [alias, next] = [`${name}-alias`, `${name}-next`]
    await client.createCollection(next, { vectors: { size: 4, distance: 'Cosine' } })
    const point = (collection_name: string) => ({
      create_alias: { collection_name, alias_name: alias },
    })
    await client.updateCollectionAliases({ actions: [point(name)] })
    expect(await client.count(alias)).toEqual({ count: 4 })
    const swap = [{ delete_alias: { alias_name: alias } }, point(next)]
    await client.updateCollectionAliases({ actions: swap })
    expect(await client.count(alias)).toEqual({ count: 0 })
    const lost = [{ delete_alias: { alias_name: alias } }, point('no-such-collection')]
    await expect(client.updateCollectionAliases({ actions: lost })).rejects.toMatchObject({
      status: 404,
    })
    expect(await client.getCollectionAliases(next)).toMatchObject({
      aliases: [{ alias_name: alias }],
    })
    await client.deleteCollection(next)
    expect(await client.collectionExists(alias)).toEqual({ exists: false })
  })

  test('a collection tells its vectors, its indexes and its number of points', async () => {
    await client.createPayloadIndex(name, {
      field_name: 'part',
      field_schema: 'integer',
      wait: true,
    })
    expect(await client.getCollection(name)).toMatchObject({
      status: 'green',
      points_count: 4,
      config: { params: { vectors: { size: 4, distance: 'Cosine' } } },
      payload_schema: { part: { data_type: 'integer' } },
    })
  })

  test('a collection that is there already is a conflict, and one that is not is not found', async () => {
    const again = client.createCollection(name, { vectors: { size: 4, distance: 'Dot' } })
    await expect(again).rejects.toMatchObject({ status: 409 })
    await expect(client.count('no-such-collection')).rejects.toMatchObject({ status: 404 })
  })

  test('a wrong key is refused', async () => {
    const refused = connect('wrong').getCollections()
    await expect(refused).rejects.toMatchObject({
      message: expect.stringMatching(/Unauthorized|Forbidden/),
    })
  })
}

test('an unknown field of a body is refused by name', { timeout: startTimeoutMs }, async () => {
  const cloud = await aCloud({ only: ['qdrant'] })
  const reply = await fetch(`${setting(cloud, 'QDRANT_URL')}/collections/x/points/query`, {
    method: 'POST',
    headers: { 'api-key': setting(cloud, 'QDRANT_API_KEY') },
    body: '{"query": [1], "limits": 3}',
  })
  expect([reply.status, await reply.json()]).toMatchObject([
    400,
    { status: { error: 'Format error in JSON body: unknown field `limits`' } },
  ])
  await cloud.close()
})
