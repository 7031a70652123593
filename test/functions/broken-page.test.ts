import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { copyOfBook } from '../support/book.ts'
import { startLocalSuite } from '../support/local-suite.ts'

const book = await copyOfBook()
await writeFile(join(book.path, 'Part-1-lamps/09-broken.md'), '---\ntitle: [\n---\n\nWords.\n')
const local = await startLocalSuite({ docs: book.path })
afterAll(async () => {
  await local.close()
  await book.remove()
})

test('a page with broken front matter fails, and no later run for it', async () => {
  const run = await local.ingest()
  expect(run).toMatchObject({
    status: 'completed',
    error_message: expect.stringMatching(/1 of 1 pages failed/),
  })
  expect(run.chapters).toMatchObject([
    { status: 'failed', error_message: expect.stringMatching(/front matter/i) },
  ])
})
