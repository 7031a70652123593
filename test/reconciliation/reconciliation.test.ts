import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { progressLine } from '../../dev/commands/ingest-progress.ts'
import { everybody } from '../../lib/chat/filter.ts'
import { createQdrant } from '../../lib/clients/qdrant.ts'
import { type SourceSettings, startIngestion } from './harness.ts'

let docs: string
let harness: Awaited<ReturnType<typeof startIngestion>>
beforeAll(async () => {
  docs = await mkdtemp(join(tmpdir(), 'marginalia-reconcile-'))
  harness = await startIngestion({ docs })
})
beforeEach(async () => {
  for (const name of await readdir(docs)) await rm(join(docs, name), { recursive: true })
  await harness.forgetEverything()
  await harness.sql`alter table documents alter column embedding type vector(1024) using null`
})
afterAll(async () => {
  await harness.close()
  await rm(docs, { recursive: true, force: true })
})

async function write(pages: Record<string, string | Uint8Array>) {
  for (const [path, text] of Object.entries(pages)) {
    await mkdir(dirname(join(docs, path)), { recursive: true })
    await writeFile(join(docs, path), text)
  }
}

const pages = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, n) => [
      `page-${n}.md`,
      `# Page ${n}\n\nWords of page ${n}.\n\n## More\n\nMore of ${n}.\n`,
    ]),
  )

test('a run over an unchanged source costs the commit, one tree request and three of Neon', async () => {
  await write(pages(5))
  await harness.run()
  harness.resetLogs()
  const ingestion = harness.ingestionWith()
  await ingestion.start({})
  await harness.drain(ingestion)
  expect(harness.requestsTo('github', '/git/trees')).toBe(1)
  expect(harness.requestsTo('github')).toBe(2)
  expect(harness.requestsTo('openrouter')).toBe(0)
  expect(harness.requestsTo('neon')).toBeLessThanOrEqual(3)
  const { data } = await ingestion.list({ limit: 20 })
  expect(data[0]).toMatchObject({
    status: 'completed',
    passages_added: 0,
    passages_kept: 10,
    total_chapters: 5,
  })
})

test('one changed page costs one blob, and only its changed passage is embedded', async () => {
  await write(pages(5))
  const first = await harness.run()
  await write({ 'page-3.md': '# Page 3\n\nWords of page 3.\n\n## More\n\nOther words.\n' })
  harness.resetLogs()
  const run = await harness.run()
  expect(harness.requestsTo('github', '/git/trees')).toBe(1)
  expect(harness.requestsTo('github', '/raw/')).toBe(1)
  expect(harness.requestsTo('openrouter', 'embeddings')).toBe(1)
  expect(run).toMatchObject({ passages_added: 1, passages_kept: 9 })
  expect(run.embedding_tokens).toBeLessThan(first.embedding_tokens / 5)
})

test('a passage that moves to another place is not embedded again', async () => {
  await write({ 'a.md': '# A\n\nFirst.\n\n## S\n\nSecond.\n' })
  await harness.run()
  await write({ 'a.md': '# A\n\nFirst.\n\n## New\n\nIn between.\n\n## S\n\nSecond.\n' })
  const run = await harness.run()
  const [{ tokens } = { tokens: 0 }] =
    await harness.sql`select embedding_tokens as tokens from ingestion_runs order by started_at limit 1`
  expect(run.embedding_tokens).toBeLessThan(tokens)
  expect(run).toMatchObject({ passages_added: 2, passages_removed: 1 })
})

test('embeddings that answer 429 for a while delay a run, and nothing is embedded twice', async () => {
  await write(pages(3))
  harness.cloud.faults.openrouter.set({
    kind: 'status',
    status: 429,
    retryAfter: 1,
    match: 'embeddings',
    times: 2,
  })
  const run = await harness.run()
  expect(run.status).toBe('completed')
  const answered = harness.cloud.requests.openrouter.entries.filter(({ status }) => status === 200)
  expect(answered).toHaveLength(3)
})

test('a new collection answers only once it is whole, and embeddings of the same model are not paid twice', async () => {
  await write(pages(3))
  await harness.run()
  const before = await harness.snapshot()
  harness.resetLogs()
  const ingestion = harness.ingestionWith()
  await ingestion.start({ recreate: true })
  await ingestion.work(harness.waiting.shift(), 1)
  expect(harness.waiting).toHaveLength(3)
  while (harness.waiting.length > 0) {
    expect(await harness.snapshot()).toEqual(before)
    await ingestion.work(harness.waiting.shift(), 1)
  }
  expect(await harness.snapshot()).toEqual(before)
  expect(harness.requestsTo('openrouter')).toBe(0)
  const { QDRANT_URL, QDRANT_API_KEY = '' } = harness.cloud.settings
  const collections = await (
    await fetch(`${QDRANT_URL}/collections`, { headers: { 'api-key': QDRANT_API_KEY } })
  ).text()
  expect(collections.match(/"name"/g)).toHaveLength(1)
})

test('another model, or other dimensions, fill a collection of their own beside the old one', async () => {
  await write(pages(2))
  await harness.run()
  const other = harness.ingestionWith({ dimensions: 768 })
  const run = await harness.run({}, other)
  expect(run).toMatchObject({ status: 'completed' })
  const [row] = await harness.sql`select vector_dims(embedding) as dims from documents limit 1`
  expect(row?.dims).toBe(768)
  const qdrant = createQdrant({
    url: harness.cloud.settings.QDRANT_URL ?? '',
    apiKey: harness.cloud.settings.QDRANT_API_KEY ?? '',
    collection: 'textbook-passages',
    timeoutMs: 60_000,
  })
  expect(
    await qdrant.search(
      Array.from({ length: 768 }, () => 0.1),
      3,
      everybody,
    ),
  ).toHaveLength(3)
})

test('a re-index with a page that fails leaves the old collection in place', async () => {
  await write(pages(2))
  await harness.run()
  const before = await harness.snapshot()
  await write({ 'page-1.md': '---\ntitle: [\n---\n\nWords.\n' })
  const run = await harness.run({ recreate: true })
  expect(run.error_message).toMatch(/1 of 2 pages failed/)
  expect((await harness.snapshot()).points).toEqual(before.points)
})

/** A point that no passage of Neon has made. */
const strayPoint = (id: bigint, length = 1024) => ({
  id,
  vector: Array.from({ length }, () => 0.1),
  payload: {
    text: 'stray',
    source: 'docs/stray.md',
    part: '',
    part_number: 0,
    chapter: '',
    section: '',
    chunk_index: 0,
    url: '',
    tags: [],
    language: 'en',
    content_hash: 'stray',
  },
})

test('parity finds what the stores do not share, and mends it from Neon without embedding', async () => {
  await write(pages(3))
  await harness.run()
  const before = await harness.snapshot()
  const qdrant = createQdrant({
    url: harness.cloud.settings.QDRANT_URL ?? '',
    apiKey: harness.cloud.settings.QDRANT_API_KEY ?? '',
    collection: 'textbook-passages',
    timeoutMs: 60_000,
  })
  const [lost = '0', changed = '0'] = before.points.map(({ id }) => id)
  await qdrant.remove([BigInt(lost)])
  await qdrant.put([strayPoint(7n), strayPoint(BigInt(changed))])
  harness.resetLogs()
  const parity = await harness.ingestionWith().repair()
  expect(parity).toEqual({
    vectors_in: 'qdrant',
    passages: 6,
    missing: [lost],
    different: [changed],
    orphaned: ['7'],
    unrepairable: [],
  })
  expect(harness.requestsTo('openrouter')).toBe(0)
  expect(await harness.snapshot()).toEqual(before)
})

test('parity writes points of before, whose payload holds no id, anew without embedding', async () => {
  await write(pages(3))
  await harness.run()
  const { QDRANT_URL, QDRANT_API_KEY = '' } = harness.cloud.settings
  const points = `${QDRANT_URL}/collections/textbook-passages/points`
  const headers = { 'api-key': QDRANT_API_KEY, 'content-type': 'application/json' }
  const read = async () => {
    const body = JSON.stringify({ limit: 1, with_payload: true, with_vector: true })
    // Its id has 63 bits: the text is taken as it is.
    return await (await fetch(`${points}/scroll`, { method: 'POST', headers, body })).text()
  }
  const point = (text: string) => /"points":\[(.*)\]/s.exec(text)?.[1] ?? ''
  const old = point(await read()).replace(/"id":\s*"\d+",?/, '')
  await fetch(`${points}?wait=true`, { method: 'PUT', headers, body: `{"points":[${old}]}` })
  expect(point(await read())).not.toMatch(/"id":\s*"/)
  harness.resetLogs()
  expect((await harness.ingestionWith().repair()).different).toHaveLength(1)
  expect(point(await read())).toMatch(/"id":\s*"/)
  expect(harness.requestsTo('openrouter')).toBe(0)
})

test('parity waits for the end of a run, whose points are written before their rows', async () => {
  await write(pages(1))
  await harness.run()
  const ingestion = harness.ingestionWith()
  await ingestion.start({})
  await harness.qdrant().put([strayPoint(7n)])
  await expect(ingestion.repair()).rejects.toThrow(/under way/)
  expect((await harness.snapshot()).points).toContainEqual({ id: '7', hash: 'stray' })
  await harness.drain(ingestion)
  expect(await ingestion.repair()).toMatchObject({ orphaned: ['7'] })
})

test('parity on a deployment that has indexed nothing finds nothing', async () => {
  expect(await harness.ingestionWith().repair()).toMatchObject({ passages: 0, missing: [] })
})

test('a collection that was lost is filled again from Neon without embedding', async () => {
  await write(pages(3))
  await harness.run()
  const before = await harness.snapshot()
  const { QDRANT_URL, QDRANT_API_KEY = '' } = harness.cloud.settings
  await fetch(`${QDRANT_URL}/collections/textbook-passages-1024`, {
    method: 'DELETE',
    headers: { 'api-key': QDRANT_API_KEY },
  })
  harness.resetLogs()
  expect((await harness.ingestionWith().repair()).missing).toHaveLength(6)
  expect(harness.requestsTo('openrouter')).toBe(0)
  expect(await harness.snapshot()).toEqual(before)
})

test.each<[string, SourceSettings]>([
  ['another model', { model: 'qwen/qwen3-embedding-4b' }],
  ['another length', { dimensions: 768 }],
])('vectors of %s are not put among those that answer', async (_, settings) => {
  await write(pages(2))
  await harness.run()
  await write({
    'page-0.md': '# Page 0\n\nOther words.\n',
    'page-1.md': '---\ntitle: [\n---\n\nWords.\n',
  })
  const ingestion = harness.ingestionWith(settings)
  // The page that fails keeps the new collection from answering.
  await harness.run({}, ingestion)
  const before = await harness.snapshot()
  const { different, unrepairable } = await ingestion.repair()
  expect(different).toHaveLength(1)
  expect(unrepairable).toEqual(different)
  expect(await harness.snapshot()).toEqual(before)
})

test('an empty source fails the run with words an owner understands', async () => {
  const run = await harness.run()
  expect(run).toMatchObject({ status: 'failed', error_message: expect.stringMatching(/is empty/) })
})

const wrongSettings: [string, SourceSettings, RegExp][] = [
  [
    'a repository that does not exist',
    { repository: 'no/such' },
    /check CONTENT_REPO \(no\/such\)/,
  ],
  ['a token that is refused', { token: 'ghp_forgotten' }, /check GITHUB_TOKEN/],
  ['a ref that is not there', { ref: 'no-such-branch' }, /CONTENT_REF/],
  ['a folder that is not there', { contentPath: 'no/such/folder' }, /check CONTENT_PATH/],
]

test.each(wrongSettings)(
  '%s fails the run, names the setting and leaves what is indexed',
  async (_, settings, message) => {
    await write(pages(1))
    await harness.run()
    const before = await harness.snapshot()
    const run = await harness.run({}, harness.ingestionWith(settings))
    expect(run).toMatchObject({ status: 'failed', error_message: expect.stringMatching(message) })
    expect(await harness.snapshot()).toEqual(before)
  },
)

test('a vector of another length fails the page with both numbers, before anything is written', async () => {
  await write(pages(1))
  const server = createServer((_, response) => {
    const data = [0, 1].map((index) => ({
      index,
      embedding: Array.from({ length: 512 }, () => 0.1),
    }))
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const run = await harness.run(
    {},
    harness.ingestionWith({ embeddingsUrl: `http://127.0.0.1:${port}` }),
  )
  server.close()
  expect(run.status).toBe('failed')
  expect(run.chapters?.[0]?.error_message).toMatch(/512 numbers, EMBEDDING_DIMENSIONS is 1024/)
  expect(await harness.snapshot()).toMatchObject({ rows: [], points: [] })
})

const unreadable: [string, string | Uint8Array, RegExp][] = [
  ['of five megabytes', 'word '.repeat(1_000_000), /at most \d+ are read: split it/],
  ['that is a binary file', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]), /binary file/],
  ['that is not UTF-8', new Uint8Array([0x48, 0xff, 0xfe]), /not UTF-8/],
  [
    'that is a pointer of Git LFS',
    `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12345\n`,
    /pointer of Git LFS/,
  ],
  ['whose front matter is not YAML', '---\ntitle: [\n---\n\nText.\n', /front matter is not YAML/],
]

test.each(unreadable)(
  'a page %s fails alone, with words an owner understands',
  async (_, bytes, message) => {
    await write({ ...pages(2), 'bad.md': bytes })
    const run = await harness.run()
    expect(run.status).toBe('completed')
    expect(run.error_message).toMatch(/1 of 3 pages failed/)
    const bad = run.chapters?.find(({ source_path }) => source_path === 'docs/bad.md')
    expect(bad).toMatchObject({ status: 'failed', error_message: expect.stringMatching(message) })
    expect((await harness.snapshot()).points).toHaveLength(4)
  },
)

test('what YAML can write and no store takes is left out of a page', async () => {
  await write({
    'part/page.md': '---\ntitle: "N\\0UL"\ntags: ["half \\ud800 pair"]\n---\n\nWords.\n',
    'part/_category_.yml': 'label: "A\\0 part"\n',
  })
  expect((await harness.run()).status).toBe('completed')
  const [row] = await harness.sql`select chapter, part, metadata -> 'tags' as tags from documents`
  expect(row).toEqual({ chapter: 'NUL', part: 'A part', tags: ['half \ufffd pair'] })
})

test('a run tells of every page, of two with the same text too, and of its end', async () => {
  await write({ 'page-0.md': 'To be written.\n', 'page-1.md': 'To be written.\n' })
  await harness.sql`insert into webhooks (url, events, secret_hash)
    values ('https://receiver.example/', '{knowledge.document.indexed}', 'hash')`
  await harness.run()
  const rows =
    await harness.sql`select payload -> 'data' ->> 'source' as source from webhook_deliveries order by 1`
  expect(rows).toEqual([{ source: 'docs/page-0.md' }, { source: 'docs/page-1.md' }])
  expect(harness.published.map(({ type }) => type)).toEqual(['ingestion.completed'])
})

test('a run under way tells how far it has come', async () => {
  await write({ ...pages(2), 'bad.md': '---\ntitle: [\n---\n\nWords.\n' })
  const ingestion = harness.ingestionWith()
  const { id } = await ingestion.start({})
  for (let message = 0; message < 3; message += 1) await ingestion.work(harness.waiting.shift(), 1)
  const run = await ingestion.get(id)
  expect(run).toMatchObject({ status: 'running', passages_added: 2 })
  expect(run.embedding_tokens).toBeGreaterThan(0)
  expect(progressLine(run)).toMatch(/ 2\/3 pages, 2 passages, \d+ tokens, 1 failed$/)
})

test('a run that was abandoned is failed by the next one', async () => {
  await write(pages(1))
  const ingestion = harness.ingestionWith()
  const lost = await ingestion.start({})
  harness.waiting.length = 0
  await expect(ingestion.start({})).rejects.toThrow(/under way/)
  await harness.letHalfAnHourPass()
  expect((await harness.run()).status).toBe('completed')
  expect(await ingestion.get(lost.id)).toMatchObject({
    status: 'failed',
    error_message: expect.stringMatching(/Abandoned/),
  })
})

test('a run that lasts longer is not abandoned while its pages get on', async () => {
  await write(pages(2))
  const ingestion = harness.ingestionWith()
  const slow = await ingestion.start({})
  const next = async () => await ingestion.work(harness.waiting.shift(), 1)
  await next()
  await harness.letHalfAnHourPass()
  await next()
  await expect(ingestion.start({})).rejects.toThrow(/under way/)
  await next()
  expect((await ingestion.get(slow.id)).status).toBe('completed')
})

test('a run that the queue does not take is failed at once, and keeps no other waiting', async () => {
  await write(pages(1))
  const ingestion = harness.ingestionWith()
  harness.state.isQueueAway = true
  await expect(ingestion.start({})).rejects.toThrow(/queue did not take/)
  harness.state.isQueueAway = false
  expect((await harness.run()).status).toBe('completed')
  const { data } = await ingestion.list({ limit: 20 })
  expect(data.map(({ status }) => status).sort()).toEqual(['completed', 'failed'])
})

test('a page is read again when a file that it includes has changed, and no other page is', async () => {
  await write({
    ...pages(3),
    'host.md': '# Host\n\nOwn words.\n\n<!--@include: ./_part.md-->\n',
    '_part.md': 'Words of the part.\n',
  })
  const first = await harness.run()
  expect(first.chapters?.map(({ source_path }) => source_path)).not.toContain('docs/_part.md')
  const said = () => harness.sql`select content from documents where source = 'docs/host.md'`
  expect(await said()).toMatchObject([{ content: 'Own words.\n\nWords of the part.' }])
  expect((await harness.run()).chapters).toEqual([])
  await write({ '_part.md': 'Other words.\n' })
  const run = await harness.run()
  expect(run.chapters).toMatchObject([{ source_path: 'docs/host.md', status: 'completed' }])
  expect(await said()).toMatchObject([{ content: 'Own words.\n\nOther words.' }])
})

test('two pages with one slug are both indexed, and the run says so in one line', async () => {
  await write({
    'a.md': '---\nslug: /lamps\n---\n# A\n\nAmber words.\n',
    'b.md': '---\nslug: /lamps\n---\n# B\n\nBeryl words.\n',
  })
  const { status, chapters = [] } = await harness.run()
  expect(status).toBe('completed')
  expect(chapters.flatMap(({ warnings = [] }) => warnings)).toEqual([
    expect.stringMatching(
      /^It has the same address as docs\/[ab]\.md: https:\/\/book\.example\/docs\/lamps\. Both are answered from; give one of them another slug$/,
    ),
  ])
  const rows = await harness.sql`select content from documents order by content`
  expect(rows).toEqual([{ content: 'Amber words.' }, { content: 'Beryl words.' }])
})

test('a page that takes the place of one that is gone shares its address with none', async () => {
  await write({ ...pages(4), 'a.md': '---\nslug: /lamps\n---\n# A\n\nAmber words.\n' })
  await harness.run()
  await rm(join(docs, 'a.md'))
  await write({ 'b.md': '---\nslug: /lamps\n---\n# B\n\nBeryl words.\n' })
  const { chapters = [] } = await harness.run()
  expect(chapters.flatMap(({ warnings = [] }) => warnings)).toEqual([])
})

test('the copies of a page in other languages are pages of their languages', async () => {
  await write({
    'oil.md': '# Oil\n\nThe lamp burns oil.\n',
    'zh/oil.md': '# 油\n\n灯烧油。\n',
    'oil.de.md': '# Öl\n\nDie Lampe brennt mit Öl.\n',
  })
  const { chapters = [] } = await harness.run()
  expect(chapters.flatMap(({ warnings = [] }) => warnings)).toEqual([])
  const rows = await harness.sql`
    select source_path, language, part, url from chapters order by source_path`
  expect(rows).toEqual([
    {
      source_path: 'docs/oil.de.md',
      language: 'de',
      part: '',
      url: 'https://book.example/docs/oil.de',
    },
    { source_path: 'docs/oil.md', language: 'en', part: '', url: 'https://book.example/docs/oil' },
    {
      source_path: 'docs/zh/oil.md',
      language: 'zh',
      part: '',
      url: 'https://book.example/docs/zh/oil',
    },
  ])
  expect((await harness.run()).chapters).toEqual([])
})

test('a page of 50 MB is not fetched, TOML that does not parse is named by its line, and a page that includes itself is read', async () => {
  await write({
    ...pages(2),
    'large.md': new Uint8Array(50 * 1024 * 1024).fill(0x61),
    'toml.md': '+++\ntitle = "A"\ndate = \n+++\n\nWords.\n',
    'self.md': '# Self\n\nIts own words.\n\n<!--@include: ./self.md-->\n',
  })
  harness.resetLogs()
  const { status, chapters = [] } = await harness.run()
  expect(status).toBe('completed')
  expect(harness.requestsTo('github', '/large.md')).toBe(0)
  expect(chapters.filter(({ source_path }) => !source_path.includes('page-'))).toMatchObject([
    {
      source_path: 'docs/large.md',
      status: 'failed',
      error_message:
        'docs/large.md, line 1: the page has 52428800 bytes, at most 1048576 are read: split it',
    },
    {
      source_path: 'docs/self.md',
      status: 'completed',
      passages_created: 1,
      warnings: [expect.stringMatching(/^Line 5 includes \.\/self\.md, which includes it in turn/)],
    },
    {
      source_path: 'docs/toml.md',
      status: 'failed',
      error_message: expect.stringMatching(
        /^docs\/toml\.md, line 3: the front matter is not TOML: /,
      ),
    },
  ])
  const rows = await harness.sql`select distinct source from documents order by source`
  expect(rows.map(({ source }) => source)).toEqual([
    'docs/page-0.md',
    'docs/page-1.md',
    'docs/self.md',
  ])
})

test('what a page includes and nobody has, and a page that is not published, are in the run', async () => {
  await write({
    'a.md': '# A\n\nWords.\n\n<!--@include: ./missing.md-->\n',
    'b.md': '---\ndraft: true\n---\n# B\n\nSecret.\n',
  })
  const { chapters } = await harness.run()
  expect(chapters).toMatchObject([
    {
      source_path: 'docs/a.md',
      passages_created: 1,
      warnings: ['Line 5 includes ./missing.md, which is not in the repository'],
    },
    {
      source_path: 'docs/b.md',
      passages_created: 0,
      warnings: ['Not published, so not answered from: draft: true'],
    },
  ])
})
