import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SearchReply } from '../../lib/search/hits.ts'
import { copyOfBook } from '../support/book.ts'
import { type LocalSuite, startLocalSuite, until, untilQuiet } from '../support/local-suite.ts'

let book: Awaited<ReturnType<typeof copyOfBook>>
let local: LocalSuite
beforeAll(async () => {
  book = await copyOfBook()
  await writeFile(
    join(book.path, 'synonyms.txt'),
    '# what sailors say\nparaffin, kerosene\nspirit of wine, alcohol\nlonely\n',
  )
  local = await startLocalSuite({
    docs: book.path,
    settings: { RATE_LIMIT_SEARCHES_PER_MINUTE: '20', QUERY_LOG_TEXT: 'false' },
  })
})
afterAll(async () => {
  await local.close()
  await book.remove()
})

async function titles(q: string) {
  const response = await local.request(`/v1/search?mode=words&q=${encodeURIComponent(q)}`)
  return SearchReply.parse(await response.json()).data.map(({ title }) => title)
}

test("the owner's synonyms are searched too, whole phrases included", async () => {
  expect(await titles('paraffin')).toEqual(['Lamp oil'])
  expect(await titles('pure alcohol')).toEqual(['The Fresnel lens'])
  expect(await titles('lonely')).toEqual([])
})

test('synonyms follow the file, and go with it', async () => {
  await writeFile(join(book.path, 'synonyms.txt'), 'illuminant, kerosene\n')
  await local.ingest()
  expect(await titles('illuminant')).toEqual(['Lamp oil'])
  expect(await titles('paraffin')).toEqual([])
})

test('whoever has searched enough is refused before any request is made', async () => {
  const requests = () =>
    Object.values(local.cloud.requests).reduce((sum, { entries }) => sum + entries.length, 0)
  const statuses = new Map<number, number>()
  const send = async () => {
    const { status } = await local.request('/v1/search?q=lamp')
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
  for (let sent = 0; sent < 20; sent += 1) await send()
  // Those of the tests above, and these: a search is logged once its reader has stopped typing.
  const searched = 5 + (statuses.get(200) ?? 0)
  await until(
    () => local.sql`select from searches`,
    (rows) => rows.length === searched,
  )
  await untilQuiet(local)
  const before = requests()
  for (let sent = 0; sent < 100; sent += 1) await send()
  expect(statuses.get(429)).toBeGreaterThanOrEqual(100)
  expect(requests()).toBe(before)
  const refused = await local.request('/1/indexes/*/queries', {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: JSON.stringify({ requests: [{ indexName: 'book', query: 'lamp' }] }),
  })
  expect(refused.status).toBe(429)
  expect(await refused.json()).toMatchObject({
    status: 429,
    message: expect.stringContaining('20'),
  })
})

test('where the log keeps no texts, a search leaves its numbers alone', async () => {
  const read = () => local.sql`select distinct words from searches`
  expect(await until(read, (rows) => rows.length > 0)).toEqual([{ words: null }])
})
