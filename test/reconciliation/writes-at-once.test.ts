import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import * as z from 'zod'
import { startIngestion } from './harness.ts'

let docs: string
let harness: Awaited<ReturnType<typeof startIngestion>>
beforeAll(async () => {
  docs = await mkdtemp(join(tmpdir(), 'marginalia-writes-'))
  // Of two such pages together more passages would be written at once than one statement takes.
  for (const page of ['a', 'b', 'c', 'd']) {
    const sections = Array.from(
      { length: 70 },
      (_, n) => `## ${n}\n\nOf page ${page}, part ${n}.\n`,
    )
    await writeFile(join(docs, `${page}.md`), `# ${page}\n\n${sections.join('\n')}`)
  }
  harness = await startIngestion({ docs })
})
afterAll(async () => {
  await harness.close()
  await rm(docs, { recursive: true, force: true })
})
beforeEach(() => harness.forgetEverything())

const realFetch = globalThis.fetch
afterEach(() => {
  globalThis.fetch = realFetch
})

/** Has each write of passages go through `door`. */
function watchWrites(door: (write: () => Promise<Response>, nth: number) => Promise<Response>) {
  let writes = 0
  globalThis.fetch = (...args) => {
    const body = args[1]?.body
    if (typeof body !== 'string' || !body.includes('insert into documents'))
      return realFetch(...args)
    writes += 1
    return door(() => realFetch(...args), writes)
  }
}

/** Has each request to embed wait for `door` first; gives how many texts each has. */
function watchEmbedding(door: (nth: number) => Promise<void>): number[] {
  const texts: number[] = []
  const others = globalThis.fetch
  globalThis.fetch = async (...args) => {
    if (!`${args[0]}`.endsWith('/embeddings')) return await others(...args)
    const { input } = Input.parse(JSON.parse(`${args[1]?.body}`))
    await door(texts.push(input.length))
    return await others(...args)
  }
  return texts
}

const Input = z.object({ input: z.array(z.string()) })

/** A run from its start to its end, its pages done together; what follows it stays on the queue. */
async function workAll() {
  const ingestion = harness.ingestionWith()
  const { id } = await ingestion.start({})
  for (;;) {
    const run = await ingestion.get(id)
    if (run.status !== 'running') return run
    const verdicts = await harness.workNext(ingestion, true)
    const done = harness.waiting.splice(0, verdicts.length)
    harness.waiting.push(...done.filter((_, at) => !verdicts[at]?.done))
  }
}

test('Neon is sent the next passages while it is at work, and no third', async () => {
  let [underWay, most] = [0, 0]
  const second = Promise.withResolvers<void>()
  watchWrites(async (write, nth) => {
    underWay += 1
    most = Math.max(most, underWay)
    if (nth === 2) second.resolve()
    // It would wait for ever if the next were sent only after it.
    await second.promise
    try {
      return await write()
    } finally {
      underWay -= 1
    }
  })
  const { status, passages_added } = await workAll()
  expect({ status, passages_added, most }).toEqual({
    status: 'completed',
    passages_added: 280,
    most: 2,
  })
})

test('passages are written while those after them are embedded', async () => {
  const written = Promise.withResolvers<void>()
  watchWrites(async (write) => {
    written.resolve()
    return await write()
  })
  const texts = watchEmbedding(async (nth) => {
    // It would wait for ever if all were embedded before any is written.
    if (nth > 1) await written.promise
  })
  const { status, passages_added } = await workAll()
  expect({ status, passages_added, texts }).toEqual({
    status: 'completed',
    passages_added: 280,
    texts: [70, 210],
  })
})

test('what passages that are written apart have in common is embedded once', async () => {
  const twin = join(docs, 'e.md')
  await copyFile(join(docs, 'a.md'), twin)
  try {
    const texts = watchEmbedding(async () => {})
    const { passages_added } = await workAll()
    expect({ passages_added, texts }).toEqual({ passages_added: 350, texts: [70, 210] })
    expect((await harness.snapshot()).points).toHaveLength(350)
  } finally {
    await rm(twin)
  }
})

test('a write that fails while another is under way comes again, and nothing is there twice', async () => {
  watchWrites(async (write, nth) => {
    if (nth === 1) throw new TypeError('The connection was lost')
    return await write()
  })
  const { status, passages_added } = await workAll()
  expect({ status, passages_added }).toEqual({ status: 'completed', passages_added: 280 })
  const { rows, points } = await harness.snapshot()
  expect(new Set(points.map(({ id }) => id))).toEqual(new Set(rows.map(({ id }) => id)))
  expect([points.length, rows.length]).toEqual([280, 280])
})
