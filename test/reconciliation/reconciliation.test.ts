import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createQdrant } from '../../lib/clients/qdrant.ts'
import { startIngestion } from './harness.ts'

let docs: string
let harness: Awaited<ReturnType<typeof startIngestion>>
beforeEach(async () => {
  docs = await mkdtemp(join(tmpdir(), 'marginalia-reconcile-'))
})
afterEach(async () => {
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

test('a run over an unchanged source costs one tree request and three of Neon', async () => {
  await write(pages(5))
  harness = await startIngestion({ docs })
  await harness.run()
  harness.resetLogs()
  const ingestion = harness.ingestionWith()
  await ingestion.start({})
  await harness.drain(ingestion)
  expect(harness.requestsTo('github')).toBe(1)
  expect(harness.requestsTo('openrouter')).toBe(0)
  expect(harness.requestsTo('neon')).toBeLessThanOrEqual(3)
  const { data } = await ingestion.list()
  expect(data[0]).toMatchObject({
    status: 'completed',
    passages_added: 0,
    passages_kept: 10,
    total_chapters: 5,
  })
})

test('one changed page costs one blob, and only its changed passage is embedded', async () => {
  await write(pages(5))
  harness = await startIngestion({ docs })
  const first = await harness.run()
  await write({ 'page-3.md': '# Page 3\n\nWords of page 3.\n\n## More\n\nOther words.\n' })
  harness.resetLogs()
  const run = await harness.run()
  expect(harness.requestsTo('github', '/git/trees')).toBe(1)
  expect(harness.requestsTo('github', '/git/blobs')).toBe(1)
  expect(harness.requestsTo('openrouter', 'embeddings')).toBe(1)
  expect(run).toMatchObject({ passages_added: 1, passages_kept: 9 })
  expect(run.embedding_tokens).toBeLessThan(first.embedding_tokens / 5)
})

test('a passage that moves to another place is not embedded again', async () => {
  await write({ 'a.md': '# A\n\nFirst.\n\n## S\n\nSecond.\n' })
  harness = await startIngestion({ docs })
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
  harness = await startIngestion({ docs })
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
  harness = await startIngestion({ docs })
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
  harness = await startIngestion({ docs })
  await harness.run()
  const other = harness.ingestionWith('qwen/qwen3-embedding-0.6b', 768)
  const run = await harness.run({}, other)
  expect(run).toMatchObject({ status: 'completed' })
  const [row] = await harness.sql`select vector_dims(embedding) as dims from documents limit 1`
  expect(row?.dims).toBe(768)
  const qdrant = createQdrant({
    url: harness.cloud.settings.QDRANT_URL ?? '',
    apiKey: harness.cloud.settings.QDRANT_API_KEY ?? '',
    collection: 'textbook-passages',
    timeoutMs: 5000,
  })
  expect(
    await qdrant.search(
      Array.from({ length: 768 }, () => 0.1),
      3,
    ),
  ).toHaveLength(3)
})

test('a re-index with a page that fails leaves the old collection in place', async () => {
  await write(pages(2))
  harness = await startIngestion({ docs })
  await harness.run()
  const before = await harness.snapshot()
  await write({ 'page-1.md': '---\ntitle: [\n---\n\nWords.\n' })
  const run = await harness.run({ recreate: true })
  expect(run.error_message).toMatch(/1 of 2 pages failed/)
  expect((await harness.snapshot()).points).toEqual(before.points)
})

test('parity finds what the stores do not share, and mends it from Neon without embedding', async () => {
  await write(pages(3))
  harness = await startIngestion({ docs })
  await harness.run()
  const before = await harness.snapshot()
  const qdrant = createQdrant({
    url: harness.cloud.settings.QDRANT_URL ?? '',
    apiKey: harness.cloud.settings.QDRANT_API_KEY ?? '',
    collection: 'textbook-passages',
    timeoutMs: 5000,
  })
  const [lost = '0', changed = '0'] = before.points.map(({ id }) => id)
  await qdrant.remove([BigInt(lost)])
  const payload = {
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
  }
  const vector = Array.from({ length: 1024 }, () => 0.1)
  await qdrant.put([
    { id: 7n, vector, payload },
    { id: BigInt(changed), vector, payload },
  ])
  harness.resetLogs()
  const parity = await harness.ingestionWith().mend()
  expect(parity).toEqual({
    passages: 6,
    missing: [lost],
    different: [changed],
    orphaned: ['7'],
    unmendable: [],
  })
  expect(harness.requestsTo('openrouter')).toBe(0)
  expect(await harness.snapshot()).toEqual(before)
})

test('a tree that GitHub cuts short is walked, and nothing is taken for gone', async () => {
  await write({
    ...pages(6),
    'deep/er/last.md': '# Last\n\nDeep down.\n',
    'deep/one.md': '# One\n\nHere.\n',
  })
  harness = await startIngestion({ docs, github: { truncateAt: 4 } })
  const run = await harness.run()
  expect(run).toMatchObject({ status: 'completed', total_chapters: 8 })
})

const failing: [string, (name: string) => Promise<void>, RegExp][] = [
  ['that is empty', async () => {}, /no Markdown page|is empty/],
]

test.each(failing)(
  'a source %s fails the run with words an owner understands',
  async (_, prepare, message) => {
    harness = await startIngestion({ docs })
    await prepare(docs)
    const run = await harness.run()
    expect(run).toMatchObject({ status: 'failed', error_message: expect.stringMatching(message) })
  },
)

test('a folder that is not there fails the run and says which setting to check', async () => {
  await write(pages(1))
  harness = await startIngestion({ docs, contentPath: 'no/such/folder' })
  const run = await harness.run()
  expect(run).toMatchObject({
    status: 'failed',
    error_message: expect.stringMatching(/CONTENT_PATH/),
  })
})

const unreadable: [string, string | Uint8Array, RegExp][] = [
  ['of five megabytes', 'word '.repeat(1_000_000), /at most \d+ are read: split it/],
  ['that is a binary file', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]), /binary file/],
  ['that is not UTF-8', new Uint8Array([0x48, 0xff, 0xfe]), /not UTF-8/],
  ['whose front matter is not YAML', '---\ntitle: [\n---\n\nText.\n', /front matter is not YAML/],
]

test.each(unreadable)(
  'a page %s fails alone, with words an owner understands',
  async (_, bytes, message) => {
    await write({ ...pages(2), 'bad.md': bytes })
    harness = await startIngestion({ docs })
    const run = await harness.run()
    expect(run.status).toBe('completed')
    expect(run.error_message).toMatch(/1 of 3 pages failed/)
    const bad = run.chapters?.find(({ source_path }) => source_path === 'docs/bad.md')
    expect(bad).toMatchObject({ status: 'failed', error_message: expect.stringMatching(message) })
    expect((await harness.snapshot()).points).toHaveLength(4)
  },
)

test('a run tells of every page and of its end', async () => {
  await write(pages(2))
  harness = await startIngestion({ docs })
  await harness.sql`insert into webhooks (url, events, secret_hash)
    values ('https://receiver.example/', '{knowledge.document.indexed}', 'hash')`
  await harness.run()
  const rows =
    await harness.sql`select payload -> 'data' ->> 'source' as source from webhook_deliveries order by 1`
  expect(rows).toEqual([{ source: 'docs/page-0.md' }, { source: 'docs/page-1.md' }])
  expect(harness.published.map(({ type }) => type)).toEqual(['ingestion.completed'])
})

test('a run that was abandoned is failed by the next one', async () => {
  await write(pages(1))
  harness = await startIngestion({ docs })
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
