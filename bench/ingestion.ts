import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Run } from '../lib/ingest/ledger/runs.ts'
import { testServer } from '../test/support/fresh-database.ts'
import {
  adminHeaders,
  type LocalSuite,
  startLocalSuite,
  untilQuiet,
} from '../test/support/local-suite.ts'
import { watchLiveHeap } from './live-heap.ts'
import { median } from './statistics.ts'
import { peakWorkerMiB } from './worker-process.ts'

const embeddingMs = 50
// Until then V8 compiles more than it runs, of Postgres above all.
const warmUpPages = 40
// One run takes two or three seconds, in which a machine that others use too may be slow or fast.
const rounds = 5

export interface RunFigures {
  pages: number
  passages: number
  seconds: number
  passagesPerSecond: number
  requests: Record<string, number>
}

/** A book of generated pages, each of so many sections of about 700 characters. */
export async function generatedBook(pages: number, sections = 10) {
  const path = await mkdtemp(join(tmpdir(), 'marginalia-bench-'))
  await mkdir(join(path, 'Part-1-all'))
  let written = 0
  const add = async (count: number) => {
    for (const end = written + count; written < end; written += 1) {
      await writeFile(pagePath(path, written), pageText(written, '', sections))
    }
  }
  await add(pages)
  return { path, add, remove: () => rm(path, { recursive: true, force: true }) }
}

const pagePath = (path: string, n: number) =>
  join(path, 'Part-1-all', `${String(n).padStart(4, '0')}-page.md`)

function pageText(n: number, change: string, count = 10): string {
  const sections = Array.from({ length: count }, (_, section) => {
    const words = Array.from(
      { length: 100 },
      (_, word) => `w${(n * 7919 + section * 104_729 + word * 31) % 5000}`,
    )
    return `## Section ${section}\n\n${words.join(' ')}.${section === Math.floor(count / 2) ? change : ''}\n`
  })
  return `# Page ${n}\n\n${sections.join('\n')}`
}

/** Times runs of new pages, a run with nothing changed and a run with one page changed. */
export async function benchIngestion(pages = 100) {
  const book = await generatedBook(warmUpPages)
  // A real Postgres as in production; the one in WebAssembly as on a laptop.
  const exactSearch = testServer === undefined
  const local = await startLocalSuite({ docs: book.path, isIngested: false, exactSearch })
  local.cloud.faults.openrouter.set({ match: 'embeddings', delayMs: embeddingMs })
  try {
    await measureRun(local)
    const added: RunFigures[] = []
    for (let round = 0; round < rounds; round += 1) {
      await book.add(pages)
      added.push(await measureRun(local))
    }
    const unchanged = await measureRun(local)
    await writeFile(pagePath(book.path, 7), pageText(7, ' Changed.'))
    const onePage = await measureRun(local)
    return { added, unchanged, onePage }
  } finally {
    await local.close()
    await book.remove()
  }
}

/** One page changed in a book of so many short pages, once it is indexed and at rest. */
export async function benchOneOfMany(pages = 10_000): Promise<RunFigures> {
  const book = await generatedBook(pages, 1)
  const local = await startLocalSuite({ docs: book.path, isIngested: false })
  try {
    await measureRun(local)
    await untilQuiet(local)
    await writeFile(pagePath(book.path, 7), pageText(7, ' Changed.', 1))
    return await measureRun(local)
  } finally {
    await local.close()
    await book.remove()
  }
}

/**
 * One run, timed by its own clock, with the requests it made upstream; alone, for what follows the run
 * before it, as its calibration does, has come to its end.
 */
export async function measureRun(local: LocalSuite): Promise<RunFigures> {
  await untilQuiet(local)
  for (const log of Object.values(local.cloud.requests)) log.reset()
  await local.request('/v1/ingestion-runs', { method: 'POST', headers: adminHeaders, body: '{}' })
  const run = await untilEnd(local)
  const seconds = (Date.parse(run.completed_at ?? '') - Date.parse(run.started_at)) / 1000
  if (run.status !== 'completed') throw new Error(`The run failed: ${run.error_message}`)
  const { requests } = local.cloud
  const count = (name: keyof typeof requests, path = '') =>
    requests[name].entries.filter((entry) => entry.path.includes(path)).length
  return {
    pages: run.total_chapters,
    passages: run.passages_added,
    seconds,
    passagesPerSecond: run.passages_added / seconds,
    requests: {
      tree: count('github', '/git/trees'),
      blobs: count('github', '/raw/'),
      embeddings: count('openrouter', 'embeddings'),
      qdrant: count('qdrant'),
    },
  }
}

async function untilEnd({ request }: LocalSuite): Promise<Run> {
  for (;;) {
    const { data } = (await (
      await request('/v1/ingestion-runs', { headers: adminHeaders })
    ).json()) as { data: Run[] }
    const [run] = data
    if (run && run.status !== 'running') return run
    // Each look costs a query of the database that is measured.
    await pause(500)
  }
}

/** The Worker's memory over books of these many pages: of its process, and what in it is alive. */
export async function benchWorkerMemory(sizes = [35, 350]) {
  const figures: { pages: number; peakMiB: number | undefined; liveMiB: number }[] = []
  for (const pages of sizes) {
    const book = await generatedBook(pages)
    const local = await startLocalSuite({ docs: book.path, isIngested: false })
    local.cloud.faults.openrouter.set({ match: 'embeddings', delayMs: embeddingMs })
    const { peakMiB } = await peakWorkerMiB(() => measureRun(local))
    await local.close()
    figures.push({ pages, peakMiB, liveMiB: await liveMiBDuringRun(book.path) })
    await book.remove()
  }
  return figures
}

/** The most that is alive in the Worker at any of the looks into it, with all pages under way. */
async function liveMiBDuringRun(docs: string): Promise<number> {
  const local = await startLocalSuite({ docs, isIngested: false, isInspected: true })
  const heap = await watchLiveHeap(await local.suite.inspector())
  const running = measureRun(local)
  let isRunning = true
  void running.finally(() => {
    isRunning = false
  })
  let most = 0
  while (isRunning) {
    most = Math.max(most, await heap.measureMiB())
    // A look stops the Worker; between two of them it has to get on.
    await pause(500)
  }
  await running
  heap.close()
  await local.close()
  return most
}

/** Real trees of Markdown, where they are at hand: how long each takes, embeddings being instant. */
export async function benchTrees() {
  const figures: (RunFigures & { tree: string; longest: number; failed: number })[] = []
  for (const tree of ['textbook/docs', 'stress/hono-docs', 'stress/rust-book']) {
    const docs = fileURLToPath(new URL(`../../shared/corpora/${tree}`, import.meta.url))
    if (!existsSync(docs)) continue
    const local = await startLocalSuite({ docs, isIngested: false })
    const run = await measureRun(local)
    const [row] = await local.sql`
      select max(length(content))::int as longest,
        (select count(*)::int from ingestion_chapters where status <> 'completed') as failed from documents`
    figures.push({ ...run, tree, longest: row?.longest, failed: row?.failed })
    await local.close()
  }
  return figures
}

/** A line a run, and the median of those that added pages. */
export function printRuns({
  added,
  unchanged,
  onePage,
}: Awaited<ReturnType<typeof benchIngestion>>) {
  const into = testServer ? 'a real Postgres with its HNSW index' : 'PGlite'
  console.log(`\nIngestion into ${into}, embeddings answering in ${embeddingMs} ms`)
  for (const run of added) printRun('added', run)
  const rate = median(added.map((run) => run.passagesPerSecond))
  console.log(`  added, median of ${added.length}: ${rate.toFixed(0)} passages a second`)
  printRun('unchanged', unchanged)
  printRun('onePage', onePage)
}

export function printRun(name: string, run: RunFigures) {
  const requests = Object.entries(run.requests).map(([kind, count]) => `${kind} ${count}`)
  console.log(
    `  ${name.padEnd(11)} ${run.pages} pages, ${run.passages} passages added in ${run.seconds.toFixed(1)} s, ` +
      `${run.passagesPerSecond.toFixed(0)} a second; requests: ${requests.join(', ')}`,
  )
}

export function printWorkerMemory(figures: Awaited<ReturnType<typeof benchWorkerMemory>>) {
  const parts = figures.map(
    ({ pages, peakMiB, liveMiB }) =>
      `${pages} pages ${liveMiB.toFixed(1)} MiB alive, ${peakMiB?.toFixed(0) ?? '?'} MiB of the process`,
  )
  console.log(`  Worker memory at its peak: ${parts.join('; ')}`)
}

export function printTrees(figures: Awaited<ReturnType<typeof benchTrees>>) {
  if (figures.length === 0) console.log('  The corpora are absent: no real trees were ingested.')
  for (const { tree, pages, passages, seconds, longest, failed } of figures) {
    console.log(
      `  ${tree}: ${pages} pages, ${failed} not completed, ${passages} passages, the longest of ${longest} characters, in ${seconds.toFixed(1)} s`,
    )
  }
}
