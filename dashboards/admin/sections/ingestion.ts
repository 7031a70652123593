import type { Overview } from '../../../lib/admin/figures.ts'
import type { Run } from '../../../lib/ingest/ledger/runs.ts'
import { Refusal } from '../parts/client.ts'
import { element } from '../parts/element.ts'
import { card, emptyState } from '../parts/figure.ts'
import { enable } from '../parts/form.ts'
import { count, counted, duration, moment } from '../parts/format.ts'
import { addressOf } from '../parts/place.ts'
import { type Column, table } from '../parts/table.ts'
import { followRun } from './follow-run.ts'
import { onDemand } from './on-demand.ts'
import type { Surroundings } from './surroundings.ts'

type RunHealth = Overview['ingestion_runs'][number]

/** The ingestion runs, the one under way with its progress, and a button that starts one. */
export function ingestion({ ingestion_runs: runs }: Overview, around: Surroundings): HTMLElement {
  const running = runs.find(({ status }) => status === 'running')
  const start = element(
    'button',
    {
      id: 'start-run',
      type: 'button',
      hidden: !around.mayChange,
      onclick: () => void startRun(start, around),
    },
    'Start a run',
  )
  start.disabled = running !== undefined
  return card(
    'Ingestion',
    element('p', { class: 'deeds' }, start),
    running && followRun(running.run_id, around),
    runs.length === 0
      ? emptyState('The book has never been ingested: start a run to index its pages.')
      : table('Ingestion runs, the latest first', columns(around), runs),
  )
}

async function startRun(button: HTMLButtonElement, { client, reload, tell }: Surroundings) {
  button.disabled = true
  try {
    await client.post<Run>('/v1/ingestion-runs')
    tell('The run has started.')
    reload()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    enable(button)
    tell(`The run could not be started. ${error.message}`)
  }
}

const columns = (around: Surroundings): Column<RunHealth>[] => [
  { title: 'Started', kind: 'moment', cell: ({ started_at }) => moment(started_at) },
  { title: 'State', cell: state },
  { title: 'Pages', kind: 'figure', cell: (run) => count(run.total_chapters) },
  { title: 'Passages', kind: 'figure', cell: (run) => count(run.total_passages) },
  { title: 'Added', kind: 'figure', cell: (run) => count(run.passages_added) },
  { title: 'Removed', kind: 'figure', cell: (run) => count(run.passages_removed) },
  { title: 'Took', kind: 'figure', cell: took },
  { title: 'Commit', cell: commits },
  { title: 'What came of it', cell: cameOfIt },
  { title: 'What went wrong', cell: (run) => trouble(run, around) },
]

function state({ status, failed_chapters }: RunHealth): HTMLElement {
  const isPartly = status === 'completed' && failed_chapters > 0
  const kind = isPartly ? 'warning' : { running: 'busy', completed: 'good', failed: 'bad' }[status]
  return element('span', { class: `badge ${kind}` }, isPartly ? 'completed in part' : status)
}

const shortCommit = 7

const commits = ({ commits: listed = [] }: RunHealth): HTMLElement =>
  listed.length === 0
    ? element('span', {}, '–')
    : element(
        'span',
        {},
        ...listed.flatMap(({ commit, subject }, at) => [
          at === 0 ? '' : ', ',
          element('code', { title: subject }, commit.slice(0, shortCommit)),
        ]),
      )

/** What the questions that were asked again after a run have shown. */
function cameOfIt({ gaps_closed: closed = 0, answers_broken: broken = 0 }: RunHealth): HTMLElement {
  if (broken + closed === 0) return element('span', {}, '–')
  return element(
    'span',
    {},
    broken > 0
      ? element(
          'a',
          { href: addressOf('gaps'), class: 'badge bad' },
          `broke ${counted(broken, 'answer')}`,
        )
      : undefined,
    broken > 0 && closed > 0 ? ' ' : '',
    closed > 0 ? `closed ${counted(closed, 'gap')}` : '',
  )
}

function took({ started_at, completed_at }: RunHealth): string {
  return completed_at ? duration(Date.parse(completed_at) - Date.parse(started_at)) : '–'
}

function trouble(run: RunHealth, around: Surroundings): HTMLElement {
  const message = run.error_message ? element('bdi', {}, run.error_message) : undefined
  if (run.failed_chapters === 0) return element('span', {}, message ?? '–')
  const failed = onDemand(`${counted(run.failed_chapters, 'page')} failed`, () =>
    failedChapters(run.run_id, around),
  )
  return element('div', {}, message, failed)
}

async function failedChapters(id: number, { client, signal }: Surroundings): Promise<HTMLElement> {
  const run = await client.get<Run>(`/v1/ingestion-runs/${encodeURIComponent(id)}`, signal)
  const failed = (run.chapters ?? []).filter(({ status }) => status === 'failed')
  const entries = failed.map(({ source_path, error_message = 'no reason given' }) =>
    element('li', {}, element('bdi', {}, source_path), ': ', element('bdi', {}, error_message)),
  )
  return element('ul', {}, ...entries)
}
