import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { copyOfBook } from '../support/book.ts'
import {
  adminHeaders,
  type LocalSuite,
  startLocalSuite,
  until,
  untilQuiet,
} from '../support/local-suite.ts'
import { dropState, stateValue } from '../support/state-keys.ts'

const secret = 'a-secret-that-github-holds'
let book: Awaited<ReturnType<typeof copyOfBook>>
let local: LocalSuite
beforeAll(async () => {
  book = await copyOfBook()
  local = await startLocalSuite({ docs: book.path, settings: { GITHUB_WEBHOOK_SECRET: secret } })
})
afterAll(async () => {
  await local.close()
  await book.remove()
})

const Told = z.object({
  source: z.string(),
  title: z.string(),
  etag: z.string(),
  passages: z.number(),
  url: z.string().optional(),
  warnings: z.array(z.string()).optional(),
})
const told = async (response: Response) => Told.parse(await response.json())

const put = (path: string, body: string, headers: Record<string, string> = {}) =>
  local.request(`/v1/documents/${path}`, {
    method: 'PUT',
    headers: { ...adminHeaders, 'content-type': 'text/markdown', ...headers },
    body,
  })
const ask = (path: string, method = 'GET', headers: Record<string, string> = {}) =>
  local.request(`/v1/documents/${path}`, { method, headers: { ...adminHeaders, ...headers } })

const texts = async (source: string) =>
  (
    await local.sql`select content from documents where source = ${source} order by chunk_index`
  ).map(({ content }) => content)

test('a page that is pushed is searchable when the reply comes', async () => {
  const response = await put(
    'Part-2-fog/horn.md',
    '---\nurl: x\n---\n# The fog horn\n\nThe zircon horn sounds every ninety seconds.\n',
  )
  expect(response.status).toBe(201)
  expect(response.headers.get('location')).toBe('/v1/documents/Part-2-fog/horn.md')
  const document = await told(response)
  expect(document).toMatchObject({ title: 'The fog horn', passages: 1 })
  expect(response.headers.get('etag')).toBe(`"${document.etag}"`)
  const found = await local.request('/v1/search?q=zircon+horn')
  expect(JSON.stringify(await found.json())).toContain('The fog horn')
})

test('a version that another has replaced is not replaced again, and a page is added only once', async () => {
  const first = await told(await put('a.md', '# A\n\nFirst words.'))
  const second = await put('a.md', '# A\n\nSecond words.', { 'if-match': `"${first.etag}"` })
  expect(second.status).toBe(200)
  const late = await put('a.md', '# A\n\nLate words.', { 'if-match': `"${first.etag}"` })
  expect(late.status).toBe(412)
  expect((await put('a.md', '# A', { 'if-none-match': '*' })).status).toBe(412)
  expect(await texts('push:a.md')).toEqual(['Second words.'])
  expect((await ask('a.md', 'DELETE', { 'if-match': '"other"' })).status).toBe(412)
})

test('what was pushed can be got, and removed from everywhere', async () => {
  await put('gone.md', '# Gone\n\nWords to remove.')
  const got = await ask('gone.md')
  expect(await got.json()).toMatchObject({ content: '# Gone\n\nWords to remove.', passages: 1 })
  expect((await ask('gone.md', 'DELETE')).status).toBe(204)
  expect((await ask('gone.md')).status).toBe(404)
  expect((await ask('gone.md', 'DELETE')).status).toBe(404)
  expect(await texts('push:gone.md')).toEqual([])
})

test('HTML is read by its article, with the anchors that its headings have', async () => {
  const html = `<!doctype html><html><head><title>Lamps &amp; oil | Site</title>
    <link rel="canonical" href="https://book.example/lamps"><style>.a{}</style></head>
    <body><nav><a href="/">Home of menus</a></nav><div class="cookie-banner">We use cookies</div>
    <main><h1>Lamps</h1><p>A lamp burns <b>whale</b> oil&nbsp;&mdash; or gas.</p>
    <h2 id="trim-the-wick">Trimming</h2><ul><li>Cut it.</li><li>Light it.</li></ul>
    <pre><code class="language-sh">trim --wick 2 &lt; in</code></pre><script>alert(1)</script></main>
    <footer>Copyright words</footer></body></html>`
  const document = await told(await put('lamps', html, { 'content-type': 'text/html' }))
  expect(document).toMatchObject({ title: 'Lamps & oil | Site', url: 'https://book.example/lamps' })
  const shown = (await texts('push:lamps')).join('\n\n')
  expect(shown).toContain('A lamp burns whale oil')
  expect(shown).toContain('- Cut it.\n- Light it.')
  expect(shown).toContain('```sh\ntrim --wick 2 < in\n```')
  expect(shown).not.toMatch(/menus|cookies|Copyright|alert/)
  const [row] =
    await local.sql`select url from documents where source = 'push:lamps' and section = 'Trimming'`
  expect(row).toEqual({ url: 'https://book.example/lamps#trim-the-wick' })
})

test('a page that is not published is stored, says why, and has no passages', async () => {
  const document = await told(await put('draft.md', '---\ndraft: true\n---\nSecret.'))
  expect(document).toMatchObject({
    passages: 0,
    warnings: [expect.stringContaining('draft: true')],
  })
})

test.each([
  ['front matter that is no YAML', 'bad.md', '---\ntitle: [a\n---\nx', {}, 422],
  ['an empty page', 'bad.md', '', {}, 422],
  ['a path that leads up', 'a/%2e%2e%2fb.md', 'x', {}, 422],
  ['a media type of another kind', 'bad.md', 'x', { 'content-type': 'application/pdf' }, 415],
  [
    'bytes that are no UTF-8',
    'bad.md',
    '\xff\xfe',
    { 'content-type': 'text/markdown; charset=latin1' },
    201,
  ],
] as const)('%s is answered with %s', async (_, path, body, headers, status) => {
  expect((await put(path, body, headers)).status).toBe(status)
})

test('a run leaves pushed pages as they are', async () => {
  await put('stays.md', '# Stays\n\nWords that stay.')
  const run = await local.ingest()
  expect(run).toMatchObject({ status: 'completed', passages_removed: 0 })
  expect(await texts('push:stays.md')).toEqual(['Words that stay.'])
})

test('many pages are pushed as lines of JSON, and a run indexes them', async () => {
  const lines = ['one', 'two'].map((name) =>
    JSON.stringify({ path: `many/${name}.md`, content: `# ${name}\n\nWords of ${name}.` }),
  )
  const response = await local.request('/v1/documents', {
    method: 'POST',
    headers: { ...adminHeaders, 'content-type': 'application/x-ndjson' },
    body: `${lines.join('\n')}\n`,
  })
  expect(response.status).toBe(202)
  expect(await response.json()).toMatchObject({ documents: 2, run: { status: 'running' } })
  await until(
    () => texts('push:many/two.md'),
    (found) => found.length === 1,
  )
  const bad = await local.request('/v1/documents', {
    method: 'POST',
    headers: { ...adminHeaders, 'content-type': 'application/x-ndjson' },
    body: `${lines[0]}\n{"path": \n`,
  })
  expect(bad.status).toBe(422)
  expect(JSON.stringify(await bad.json())).toContain('body.documents.1')
})

test('a page that a run is writing is neither pushed nor removed before it is written', async () => {
  local.cloud.faults.openrouter.set({ match: 'embeddings', delayMs: 3000 })
  const line = JSON.stringify({ path: 'held.md', content: '# Held\n\nThe first words of it.' })
  const response = await local.request('/v1/documents', {
    method: 'POST',
    headers: { ...adminHeaders, 'content-type': 'application/x-ndjson' },
    body: `${line}\n`,
  })
  expect(response.status).toBe(202)
  await until(
    () => local.sql`select 1 from ingestion_chapters where source_path = 'push:held.md'
      and status = 'pending'`,
    (rows) => rows.length === 1,
  )
  for (const early of [await ask('held.md', 'DELETE'), await put('held.md', '# Held\n\nOthers.')]) {
    expect(early.status).toBe(409)
    expect(early.headers.get('retry-after')).toBe('30')
  }
  local.cloud.faults.openrouter.clear()
  await until(
    () => ask('held.md', 'DELETE'),
    ({ status }) => status === 204,
  )
  await untilQuiet(local)
  expect(await texts('push:held.md')).toEqual([])
})

test('what is answered while a page is removed is not given again, whatever has ended meanwhile', async () => {
  await put('brass.md', '# Brass\n\nThe tungsten bell is polished with chalk.')
  const question = 'What is the tungsten bell polished with?'
  const answer = async () =>
    await (await local.ask({ question }, undefined, 'application/json')).json()
  local.cloud.faults.qdrant.set({ match: 'points/batch', delayMs: 3000 })
  const removing = ask('brass.md', 'DELETE')
  await until(
    () => stateValue(local, 'index:changing'),
    (value) => value !== null,
  )
  // As where a run ends at this moment.
  await dropState(local, 'index:changing')
  expect(JSON.stringify(await answer())).toContain('chalk')
  expect((await removing).status).toBe(204)
  local.cloud.faults.qdrant.clear()
  await untilQuiet(local)
  expect(await answer()).toMatchObject({ cached: false, answered: false })
})

test('a push at GitHub starts a run, if GitHub signed it and it is of what is ingested', async () => {
  const repo = local.cloud.settings.CONTENT_REPO
  const push = (payload: object, event = 'push', by = secret) => {
    const body = JSON.stringify(payload)
    const signature = createHmac('sha256', by).update(body).digest('hex')
    return local.request('/v1/github', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-github-event': event,
        'x-hub-signature-256': `sha256=${signature}`,
      },
      body,
    })
  }
  const of = (ref: string) => ({ ref, repository: { full_name: repo, default_branch: 'main' } })
  expect((await push(of('refs/heads/main'), 'push', 'another-secret-of-others')).status).toBe(401)
  expect((await local.request('/v1/github', { method: 'POST' })).status).toBe(401)
  expect((await push({ zen: 'x' }, 'ping')).status).toBe(204)
  expect((await push(of('refs/heads/other'))).status).toBe(204)
  const runs = async () => (await local.sql`select count(*)::int as n from ingestion_runs`)[0]?.n
  const before = await runs()
  expect((await push(of('refs/heads/main'))).status).toBe(202)
  await until(runs, (count) => count === before + 1)
})
