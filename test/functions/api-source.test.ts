import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSite } from '../support/a-site.ts'
import { type LocalSuite, startLocalSuite } from '../support/local-suite.ts'

let site: Awaited<ReturnType<typeof startSite>>
let local: LocalSuite
beforeAll(async () => {
  site = await startSite()
  const yaml = await readFile(new URL('../support/lamps-api.yaml', import.meta.url), 'utf8')
  site.pages.set('/api.yaml', {
    html: yaml,
    etag: '"1"',
    headers: { 'content-type': 'application/yaml' },
  })
  site.files.set('/broken.yaml', { body: 'openapi: "3.1.0"\npaths: [' })
  site.files.set('/none.json', { body: '{"hello": true}' })
  const api = (path: string, name: string, more = {}) => ({
    kind: 'openapi',
    place: `${site.url}${path}`,
    name,
    ...more,
  })
  local = await startLocalSuite({
    plan: 'free',
    isIngested: false,
    settings: {
      CONTENT_SOURCES: JSON.stringify([
        api('/api.yaml', 'api', { url: 'https://lamps.example/reference', site: 'api' }),
        api('/broken.yaml', 'broken'),
        api('/none.json', 'none'),
      ]),
    },
  })
})
afterAll(async () => {
  await local.close()
  await site.close()
})

test('each operation and each schema of an API’s description is a passage of its own', async () => {
  const run = await local.ingest()
  expect(run.status).toBe('completed')
  const rows = await local.sql`
    select section, content, url, site from documents where starts_with(source, 'api:') order by source, chunk_index`
  const at = (text: string) => rows.find(({ section }) => section.includes(text))
  expect(at('PUT /lamps/{id}')?.content).toContain(
    '`Idempotency-Key` (header, string (maxLength 64), required)',
  )
  expect(at('PUT /lamps/{id}')?.content).toContain(
    '`wick` (integer (minimum 1), required): Threads of the wick.',
  )
  expect(at('PUT /lamps/{id}')?.content).not.toContain('GET /lamps')
  expect(at('GET /lamps')?.content).toContain(
    '`limit` (query parameter, integer (maximum 100, default 20))',
  )
  expect(at('GET /lamps')?.url).toBe('https://lamps.example/reference#listLamps')
  expect(at('Lamp')?.site).toBe('api')
  expect(
    rows.some(({ section, content }) => section === 'Keeper' && content.includes('`lamps`')),
  ).toBe(true)
  expect(run.chapters?.filter(({ status }) => status === 'failed')).toMatchObject([
    { source_path: 'broken:', error_message: expect.stringContaining('neither JSON nor YAML') },
    { source_path: 'none:', error_message: expect.stringContaining('no OpenAPI document') },
  ])
})

test.each([
  ['which header does idempotency need?', 'PUT /lamps/{id}'],
  ['How do I put a lamp out for good?', 'DELETE /lamps/{id}'],
  ['Which fields does a keeper have?', 'Keeper'],
])('%j finds %s', async (question, section) => {
  const found = await local.request(
    `/v1/search?mode=words&site=api&q=${encodeURIComponent(question)}`,
  )
  const { data } = (await found.json()) as { data: { sections: { section: string }[] }[] }
  expect(data[0]?.sections[0]?.section).toContain(section)
})

test('a description that has not changed is asked for, and not read again', async () => {
  const run = await local.ingest()
  expect(run.passages_added).toBe(0)
  expect(run.chapters?.filter(({ status }) => status !== 'failed')).toEqual([])
  expect(site.asked.filter(({ path }) => path === '/api.yaml').map(({ status }) => status)).toEqual(
    [200, 304],
  )
})
