import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LocalSuite, startLocalSuite } from '../support/local-suite.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({ settings: { CONTENT_SITE_URL: 'https://book.example/docs' } })
})
afterAll(() => local.close())

test('llms.txt names every page and where its Markdown is', async () => {
  const response = await local.request('/llms.txt')
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  const text = await response.text()
  const addresses = [...text.matchAll(/\]\((http[^)]+)\)/g)].map(([, at = '']) => at)
  expect(addresses.length).toBe(4)
  for (const address of addresses) {
    const page = await fetch(address)
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      'text/markdown; charset=utf-8',
    ])
    expect(await page.text()).toMatch(/^# /)
  }
})

test.each([
  'docs/Part-1-lamps/02-lamp-oil.md',
  'Part-1-lamps/lamp-oil',
  'docs/Part-1-lamps/lamp-oil.md',
])('the page %s is Markdown, with where it stands', async (path) => {
  const response = await local.request(`/v1/pages/${path}`)
  const text = await response.text()
  expect(text).toContain('# Lamp oil')
  expect(text).toContain('## Filling the reservoir')
  expect(text).toContain('| whale | 3 |')
  expect(response.headers.get('link')).toContain('rel="canonical"')
})

test('a text is not sent again until the index changes', async () => {
  for (const path of [
    '/llms.txt',
    '/llms-full.txt',
    '/v1/pages/docs/Part-1-lamps/02-lamp-oil.md',
  ]) {
    const etag = (await local.request(path)).headers.get('etag') ?? ''
    expect(etag).toMatch(/^W\/"1-\d+"$/)
    const before = local.cloud.requests.neon.entries.length
    const again = await local.request(path, { headers: { 'if-none-match': etag } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    expect(local.cloud.requests.neon.entries.length).toBe(before)
  }
  const path = '/v1/pages/docs/Part-1-lamps/02-lamp-oil.md'
  const etag = (await local.request(path)).headers.get('etag') ?? ''
  await local.ingest({ force: true })
  expect((await local.request(path, { headers: { 'if-none-match': etag } })).status).toBe(200)
})

test('the whole book comes in parts that follow each other', async () => {
  const filler = 'The keeper writes down the wind and the tide. '.repeat(40)
  await local.sql`
    insert into documents (id, content, source, chapter, chunk_index, content_hash, embedding_model)
    select 1000 + n, ${filler}, 'docs/Part-9/' || n / 20 || '.md', 'Log ' || n / 20, n % 20, n::text, 'none'
    from generate_series(0, 399) as n`
  let path = '/llms-full.txt'
  const titles: string[] = []
  let parts = 0
  for (; parts < 20 && path; parts += 1) {
    const response = await local.request(path)
    const text = await response.text()
    expect(text.length).toBeLessThan(220_000)
    titles.push(...[...text.matchAll(/^# (.+)$/gm)].map(([, title = '']) => title))
    const next = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1]
    path = next ? new URL(next).pathname + new URL(next).search : ''
  }
  expect(parts).toBeGreaterThan(2)
  expect(titles.filter((title) => title.startsWith('Log')).length).toBe(20)
  expect(new Set(titles).size).toBe(titles.length)
})

test('a page that is not there, and a cursor that is none of ours, say what to do', async () => {
  const gone = await local.request('/v1/pages/../../etc/passwd')
  expect(gone.status).toBe(404)
  const none = await local.request('/v1/pages/docs/none.md')
  expect([none.status, await none.text()]).toEqual([404, expect.stringContaining('/llms.txt')])
  expect((await local.request('/llms-full.txt?cursor=nonsense')).status).toBe(422)
})
