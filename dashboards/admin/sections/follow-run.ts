import type { Run } from '../../../lib/ingest/ledger/runs.ts'
import { Refusal } from '../parts/client.ts'
import { element } from '../parts/element.ts'
import { count, moment } from '../parts/format.ts'
import type { Surroundings } from './surroundings.ts'

const pollMs = 2000
// A run in which nothing happens for half an hour has been abandoned.
const mostPolls = 900

/** Shows how far a run is until it ends, and then reads all figures again. */
export function followRun(id: number, around: Surroundings): HTMLElement {
  const label = element('span', { id: 'run-progress' }, 'Comparing the pages …')
  const progress = element('progress', { 'aria-labelledby': 'run-progress' })
  void follow(id, around, (run) => {
    const chapters = run.chapters ?? []
    const done = chapters.filter(({ status }) => status !== 'pending').length
    const told: string[] = []
    if (chapters.length > 0) {
      progress.max = chapters.length
      progress.value = done
      told.push(`${count(done)} of ${count(chapters.length)} pages`)
    }
    if (run.waiting_until)
      told.push(`Waiting until ${moment(run.waiting_until)} UTC. ${run.waiting_for ?? ''}`)
    if (told.length > 0) label.textContent = told.join('. ')
  })
  return element('p', { class: 'progress' }, progress, label)
}

async function follow(id: number, around: Surroundings, show: (run: Run) => void) {
  const { client, signal, reload, tell } = around
  for (let poll = 0; poll < mostPolls && !signal.aborted; poll += 1) {
    const run = await read()
    if (run) show(run)
    if (run && run.status !== 'running') {
      tell(`The run has ${run.status}.`)
      return reload()
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }

  /** A poll that fails is made up for by the next. */
  async function read(): Promise<Run | undefined> {
    try {
      return await client.get<Run>(`/v1/ingestion-runs/${encodeURIComponent(id)}`, signal)
    } catch (error) {
      if (error instanceof Refusal || signal.aborted) return undefined
      throw error
    }
  }
}
