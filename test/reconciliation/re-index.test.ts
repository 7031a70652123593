import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { patient } from '../support/machine-pace.ts'
import { killAfter, type SourceSettings, startIngestion } from './harness.ts'

let docs: string
let harness: Awaited<ReturnType<typeof startIngestion>>
beforeAll(async () => {
  docs = await mkdtemp(join(tmpdir(), 'marginalia-re-index-'))
  harness = await startIngestion({ docs })
})
beforeEach(async () => {
  for (const name of await readdir(docs)) await rm(join(docs, name))
  await harness.forgetEverything()
  await harness.sql`alter table documents alter column embedding type vector(1024) using null`
})
afterAll(async () => {
  await harness.close()
  await rm(docs, { recursive: true, force: true })
})

async function write(pages: Record<string, string>) {
  for (const [name, text] of Object.entries(pages)) await writeFile(join(docs, name), text)
}

const twoPages = { 'a.md': '# A\n\nWords of A.\n', 'b.md': '# B\n\nWords of B.\n' }

/** Whether every passage of Neon has its point with the same content, and there is no other. */
async function expectBothStoresAlike() {
  const { rows, points } = await harness.snapshot()
  expect(points).toEqual(rows.map(({ id, content_hash }) => ({ id, hash: content_hash })))
}

test('a message that comes after its run was abandoned puts no collection in place', async () => {
  await write(twoPages)
  await harness.run()
  const ingestion = harness.ingestionWith()
  await ingestion.start({ recreate: true })
  await ingestion.work(harness.waiting.shift(), 1)
  await ingestion.work(harness.waiting.shift(), 1)
  // All that its last page lacks is the end of its run.
  const late = harness.waiting.shift()
  await harness.sql`update ingestion_chapters set status = 'completed'`
  await harness.letHalfAnHourPass()
  await write({ 'a.md': '# A\n\nOther words.\n' })
  await harness.run()
  const before = await harness.snapshot()
  expect(await ingestion.work(late, 1)).toEqual({ done: true })
  expect(await harness.snapshot()).toEqual(before)
})

test('a message that comes again after its collection was replaced is done with', async () => {
  await write(twoPages)
  await harness.run()
  const ingestion = harness.ingestionWith()
  await ingestion.start({ recreate: true })
  await ingestion.work(harness.waiting.shift(), 1)
  const again = harness.waiting[0]
  await harness.drain(ingestion)
  await harness.run({ recreate: true })
  expect(await ingestion.work(again, 1)).toEqual({ done: true })
  await expectBothStoresAlike()
})

test('a page that failed and had nothing indexed does not keep a new collection from answering', async () => {
  await write({ ...twoPages, 'bad.md': '---\ntitle: [\n---\n\nWords.\n' })
  await harness.run()
  const other = harness.ingestionWith({ dimensions: 768 })
  const run = await harness.run({}, other)
  expect(run.error_message).toMatch(/1 of 3 pages failed/)
  await write({ 'bad.md': '# Good\n\nWords.\n' })
  expect(await harness.run({}, other)).toMatchObject({ status: 'completed', passages_added: 1 })
  await expectBothStoresAlike()
})

/** A run that is killed after its k-th upstream call, and whose messages are lost. */
async function kill(k: number, settings: SourceSettings, options: { recreate?: boolean }) {
  const killing = killAfter(k)
  const ingestion = harness.ingestionWith({ ...settings, pause: async () => {} })
  try {
    await ingestion.start(options)
    while (harness.waiting.length > 0) {
      const { done } = await ingestion.work(harness.waiting.shift(), 1)
      if (!done) throw new Error('The process was killed')
    }
  } catch {
    // Killed, as planned.
  } finally {
    killing.restore()
  }
  harness.waiting.length = 0
  await harness.letHalfAnHourPass()
  return { isOver: killing.calls() < k }
}

test.each<[string, SourceSettings, { recreate?: boolean }]>([
  ['a re-index', {}, { recreate: true }],
  ['a change of the vectors’ length', { dimensions: 768 }, {}],
])(
  'killed after any upstream call, %s is made good by a plain run',
  { timeout: patient(300_000) },
  async (_, settings, options) => {
    for (let k = 0, isOver = false; !isOver; k += 3) {
      await harness.forgetEverything()
      await write(twoPages)
      await harness.run()
      await write({ 'a.md': '# A\n\nOther words.\n\n## More\n\nMore words.\n' })
      ;({ isOver } = await kill(k, settings, options))
      const run = await harness.run({}, harness.ingestionWith(settings))
      expect(run.status, `killed after call ${k}`).toBe('completed')
      await expectBothStoresAlike()
      const qdrant = harness.qdrant()
      expect(await qdrant.dimensions(), `killed after call ${k}`).toBe(settings.dimensions ?? 1024)
    }
  },
)

async function embeddingsOfLength(length: number) {
  const server = createServer(async (request, response) => {
    const chunks = await Array.fromAsync<Buffer>(request)
    const { input }: { input: string[] } = JSON.parse(Buffer.concat(chunks).toString())
    const embedding = Array.from({ length }, () => 0.1)
    const data = input.map((_, index) => ({ index, embedding }))
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return { embeddingsUrl: `http://127.0.0.1:${port}`, close: () => server.close() }
}

test('a first run that failed for its vectors’ length succeeds once the setting is right', async () => {
  await write(twoPages)
  const { embeddingsUrl, close } = await embeddingsOfLength(512)
  const first = await harness.run({}, harness.ingestionWith({ embeddingsUrl }))
  expect(first.status).toBe('failed')
  const second = await harness.run({}, harness.ingestionWith({ embeddingsUrl, dimensions: 512 }))
  close()
  expect(second).toMatchObject({ status: 'completed', passages_added: 2 })
  await expectBothStoresAlike()
})

const withoutEmbedding = async () =>
  (await harness.sql`select id from documents where embedding is null`).length

test('a length that the model does not have fails the run with both numbers, and no embedding is given up', async () => {
  await write(twoPages)
  await harness.run()
  const { embeddingsUrl, close } = await embeddingsOfLength(512)
  const run = await harness.run({}, harness.ingestionWith({ embeddingsUrl, dimensions: 768 }))
  close()
  expect(run).toMatchObject({
    status: 'failed',
    error_message: expect.stringMatching(/512 numbers, EMBEDDING_DIMENSIONS is 768/),
  })
  expect(await withoutEmbedding()).toBe(0)
})

test('a source that lost its pages gives up no embedding for another length either', async () => {
  await write(twoPages)
  await harness.run()
  await rm(join(docs, 'a.md'))
  const run = await harness.run({}, harness.ingestionWith({ dimensions: 768 }))
  expect(run.error_message).toMatch(/allow_mass_deletion/)
  expect(await withoutEmbedding()).toBe(0)
})

test('a collection that bears the alias’ name gives way once another is whole', async () => {
  const { QDRANT_URL, QDRANT_API_KEY = '' } = harness.cloud.settings
  // As a deployment from before there was an alias has it.
  await fetch(`${QDRANT_URL}/collections/textbook-passages`, {
    method: 'PUT',
    headers: { 'api-key': QDRANT_API_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ vectors: { size: 1024, distance: 'Cosine' } }),
  })
  await write(twoPages)
  await harness.run()
  expect(await harness.run({ recreate: true })).toMatchObject({ status: 'completed' })
  await expectBothStoresAlike()
})

test('a collection of 384 dimensions under the alias’ name gives way, and another system’s stays', async () => {
  const { QDRANT_URL, QDRANT_API_KEY = '' } = harness.cloud.settings
  const collection = async (name: string, method = 'GET') => {
    const headers = { 'api-key': QDRANT_API_KEY, 'content-type': 'application/json' }
    const body = JSON.stringify({ vectors: { size: 384, distance: 'Cosine' } })
    const response = await fetch(`${QDRANT_URL}/collections/${name}`, {
      method,
      headers,
      ...(method === 'PUT' && { body }),
    })
    return response.status
  }
  for (const name of ['textbook-passages', 'documents']) await collection(name, 'PUT')
  await write(twoPages)
  expect(await harness.run()).toMatchObject({ status: 'completed' })
  await expectBothStoresAlike()
  expect(await collection('documents')).toBe(200)
  await collection('documents', 'DELETE')
})
