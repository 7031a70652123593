import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LocalSuite, profile, startLocalSuite, untilQuiet } from '../support/local-suite.ts'

const pages = 12

let docs: string
let local: LocalSuite
beforeAll(async () => {
  docs = await mkdtemp(join(tmpdir(), 'one-page-'))
  for (let page = 0; page < pages; page += 1) await write(page, 'as it was')
  local = await startLocalSuite({ docs })
})
afterAll(async () => {
  await local.close()
  await rm(docs, { recursive: true })
})

const write = (page: number, text: string) =>
  writeFile(join(docs, `${page}.md`), `# Page ${page}\n\nWhat page ${page} says is ${text}.\n`)

/** A run from its start to the end of all that follows it, with the requests that it made. */
async function counted() {
  await untilQuiet(local)
  for (const log of Object.values(local.cloud.requests)) log.reset()
  const run = await local.ingest()
  await untilQuiet(local)
  const { github, openrouter, qdrant } = local.cloud.requests
  const of = ({ entries }: typeof github, path: string) =>
    entries.filter((entry) => entry.path.includes(path)).length
  return {
    added: run.passages_added,
    trees: of(github, '/git/trees/'),
    files: of(github, '/raw/') + of(github, '/git/blobs/'),
    embeddings: openrouter.entries.length,
    collections: of(qdrant, '/collections/textbook-passages') - of(qdrant, '/points/'),
    writes: of(qdrant, '/points/batch'),
  }
}

test('one page changed is one tree, one file, one request to embed and one write of points', async () => {
  await write(7, 'another')
  expect(await counted()).toEqual({
    added: 1,
    trees: 1,
    files: 1,
    embeddings: 1,
    collections: profile === 'lean' ? 0 : 1,
    writes: profile === 'lean' ? 0 : 1,
  })
})

test('a run with nothing changed is one tree and nothing else of these', async () => {
  expect(await counted()).toEqual({
    added: 0,
    trees: 1,
    files: 0,
    embeddings: 0,
    collections: profile === 'lean' ? 0 : 1,
    writes: 0,
  })
})

test('a batch of new pages is embedded in one request', async () => {
  // Below the twenty passages from which on an index is calibrated.
  for (let page = pages; page < pages + 6; page += 1) await write(page, 'new')
  expect(await counted()).toMatchObject({ added: 6, files: 6, embeddings: 1 })
})
