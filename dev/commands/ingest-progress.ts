import { setTimeout as pause } from 'node:timers/promises'
import type * as z from 'zod/mini'
import { type NewRun, Run } from '../../lib/ingest/ledger/runs.ts'
import { reasonOf } from './reason-of.ts'
import { askSuite } from './suite-door.ts'
import { CommandFailure } from './usage-error.ts'

const pollMs = 300
const barWidth = 30
const lineEveryMs = 2000

export interface IngestTarget {
  url: string
  adminToken: string
  options: z.infer<typeof NewRun>
  /** Stops the watching; the run itself goes on as long as its suite does. */
  signal?: AbortSignal
}

/** Starts an ingestion run and shows its progress until it ends; throws when it fails. */
export async function ingest({ url, adminToken, options, signal }: IngestTarget): Promise<Run> {
  const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' }
  const started = await askSuite(url, '/v1/ingestion-runs', {
    method: 'POST',
    headers,
    body: JSON.stringify(options),
  })
  if (!started.ok)
    throw new CommandFailure(`The run could not be started: ${await reasonOf(started)}`)
  const { id } = Run.parse(await started.json())
  const show = createDisplay()
  for (;;) {
    signal?.throwIfAborted()
    const response = await askSuite(url, `/v1/ingestion-runs/${id}`, { headers })
    if (!response.ok) {
      throw new CommandFailure(`The run cannot be read: ${await reasonOf(response)}`)
    }
    const run = Run.parse(await response.json())
    show(run)
    if (run.status !== 'running') {
      report(run)
      return run
    }
    await pause(pollMs)
  }
}

/** A bar that moves on a terminal; elsewhere a line whenever there is news, every few seconds. */
function createDisplay(): (run: Run) => void {
  let shown = ''
  let shownAt = Date.now()
  return (run) => {
    const line = progressLine(run)
    if (process.stdout.isTTY) return void process.stdout.write(`\r\x1b[2K${line} `)
    if (line === shown || run.status !== 'running' || Date.now() - shownAt < lineEveryMs) return
    console.log(line)
    shown = line
    shownAt = Date.now()
  }
}

/** How far a run has come, as one line. */
export function progressLine(run: Run): string {
  const chapters = run.chapters ?? []
  const count = (status: string) => chapters.filter((each) => each.status === status).length
  const failed = count('failed')
  const done = chapters.length - count('pending')
  const share = chapters.length === 0 ? 0 : done / chapters.length
  const filled = Math.round(share * barWidth)
  const passages = chapters.reduce((sum, chapter) => sum + chapter.passages_created, 0)
  const bar = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`
  const until = run.waiting_until && new Date(run.waiting_until).toLocaleTimeString()
  return (
    `Ingesting ${bar} ${done}/${chapters.length} pages, ${passages} passages, ` +
    `${run.embedding_tokens} tokens${failed > 0 ? `, ${failed} failed` : ''}` +
    `${until ? `. Waiting until ${until}. ${run.waiting_for ?? ''}` : ''}`
  )
}

function report(run: Run) {
  if (process.stdout.isTTY) process.stdout.write('\r\x1b[2K')
  const failed = (run.chapters ?? []).filter((chapter) => chapter.status === 'failed')
  for (const chapter of failed)
    console.log(`  failed: ${chapter.source_path}: ${chapter.error_message ?? ''}`)
  for (const { source_path, warnings = [] } of run.chapters ?? [])
    for (const warning of warnings) console.log(`  note: ${source_path}: ${warning}`)
  if (run.status === 'failed')
    throw new CommandFailure(`The run failed: ${run.error_message ?? 'no reason given'}`)
  console.log(
    `Ingested ${run.total_chapters} chapters: ${run.total_passages} passages, ` +
      `${run.passages_added} added, ${run.passages_kept} kept, ${run.passages_removed} removed, ` +
      `${run.embedding_tokens} tokens embedded.`,
  )
  if (run.error_message) console.log(run.error_message)
}
