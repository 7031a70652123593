import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { startIngestion } from './harness.ts'

let docs: string
let harness: Awaited<ReturnType<typeof startIngestion>>
beforeAll(async () => {
  docs = await mkdtemp(join(tmpdir(), 'marginalia-pushes-'))
  harness = await startIngestion({ docs })
})
beforeEach(async () => {
  await harness.forgetEverything()
  await harness.qdrant().prepare(1024)
})
const realFetch = globalThis.fetch
afterEach(() => {
  globalThis.fetch = realFetch
})
afterAll(async () => {
  await harness.close()
  await rm(docs, { recursive: true, force: true })
})

/** Has the first request of which this is true wait for `meanwhile`. */
function before(isIt: (url: string, body: string) => boolean, meanwhile: () => Promise<unknown>) {
  let isDone = false
  globalThis.fetch = async (...args) => {
    if (!isDone && isIt(`${args[0]}`, `${args[1]?.body}`)) {
      isDone = true
      await meanwhile()
    }
    return await realFetch(...args)
  }
}

const page = (words: string) => ({
  content: `# Lamps\n\n${words}\n\n## More\n\nMore ${words}.\n`,
  media_type: 'text/markdown' as const,
})
const put = (words: string, path = 'lamps.md') =>
  harness.documents().put(path, page(words), undefined)
const remove = () => harness.documents().remove('lamps.md', undefined)
const repair = () => harness.ingestionWith().repair()

/** The contents' hashes by id, in each of the stores. */
async function stored() {
  const { rows, points } = await harness.snapshot()
  return {
    neon: rows.map(({ id, content_hash }) => ({ id, hash: content_hash })).sort(byId),
    qdrant: points.sort(byId),
  }
}
const byId = (a: { id: string }, b: { id: string }) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1)

const isWriteOfRows = (_: string, body: string) => body.includes('insert into documents')
const isRemovalOfRows = (_: string, body: string) => body.includes('delete from documents')
const isScroll = (url: string) => url.endsWith('/scroll')
const isPoints = (url: string, body: string) =>
  url.includes('/points/batch') && body.includes('upsert')

test.each<[string, (url: string, body: string) => boolean, () => Promise<unknown>]>([
  ['under way', isWriteOfRows, () => put('burn')],
  ['that ends while the stores are compared', isScroll, repair],
])('parity removes no point of a push %s', async (_, isIt, first) => {
  await put('glow', 'other.md')
  before(isIt, first === repair ? () => put('burn') : repair)
  await first()
  const { neon, qdrant } = await stored()
  expect(neon).toHaveLength(4)
  expect(qdrant).toEqual(neon)
})

test.each<[string, (url: string, body: string) => boolean, () => Promise<unknown>]>([
  ['under way', isRemovalOfRows, remove],
  ['that ends while its points are put back', isPoints, repair],
])('parity puts no point back of a removal %s', async (_, isIt, first) => {
  await put('burn')
  await harness.qdrant().remove((await stored()).qdrant.map(({ id }) => BigInt(id)))
  before(isIt, first === repair ? remove : repair)
  await first()
  expect(await stored()).toEqual({ neon: [], qdrant: [] })
})

test('parity puts no point back of a removal that begins meanwhile and ends later', async () => {
  await put('burn')
  await harness.qdrant().remove((await stored()).qdrant.map(({ id }) => BigInt(id)))
  const [underWay, repaired] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let removed: Promise<void> | undefined
  before(isPoints, async () => {
    before(isRemovalOfRows, async () => {
      underWay.resolve()
      await repaired.promise
    })
    removed = remove()
    await underWay.promise
  })
  await repair()
  repaired.resolve()
  await removed
  expect(await stored()).toEqual({ neon: [], qdrant: [] })
})

test('parity puts no text back that a push has just replaced', async () => {
  await put('burn')
  await harness.qdrant().remove((await stored()).qdrant.map(({ id }) => BigInt(id)))
  before(isPoints, () => put('glow'))
  await repair()
  const { neon, qdrant } = await stored()
  const held = new Map(neon.map(({ id, hash }) => [id, hash]))
  expect(qdrant.filter(({ id, hash }) => held.get(id) !== hash)).toEqual([])
})

test('an orphan of a push that broke off is removed once it can be under way no longer', async () => {
  before(isWriteOfRows, async () => {
    throw new TypeError('The process was killed')
  })
  await expect(put('burn')).rejects.toThrow()
  await repair()
  expect((await stored()).qdrant).toHaveLength(2)
  await harness.sql`update pushed_documents set updated_at = now() - interval '16 minutes'`
  await repair()
  expect(await stored()).toEqual({ neon: [], qdrant: [] })
})
