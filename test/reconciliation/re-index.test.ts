import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startIngestion } from './harness.ts'

let docs: string
let harness: Awaited<ReturnType<typeof startIngestion>>
beforeAll(async () => {
  docs = await mkdtemp(join(tmpdir(), 'marginalia-re-index-'))
  harness = await startIngestion({ docs })
})
beforeEach(async () => {
  for (const name of await readdir(docs)) await rm(join(docs, name))
  await harness.forgetEverything()
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
