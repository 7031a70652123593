import type { Random } from './random.ts'
import { subjects } from './subjects.ts'

/** A nightly run as ingestion_runs and ingestion_chapters hold it. */
export interface DemoRun {
  id: string
  status: 'completed' | 'failed'
  started_at: string
  completed_at: string
  total_chapters: number
  total_passages: number
  passages_added: number
  passages_kept: number
  passages_removed: number
  embedding_tokens: number
  error_message?: string
  commit: string
  committed_at: string
  subject: string
  chapters: { source_path: string; status: 'completed' | 'failed'; error_message?: string }[]
}

const runs = 30

const failures: Record<number, string> = {
  19: 'GitHub did not answer: HTTP 503',
  8: '14 of 27 indexed pages are gone from the source. Nothing was removed; start a run with allow_mass_deletion if that is right',
}

const brokenPages: Record<number, string[]> = {
  15: ['this is not UTF-8: save the page in that encoding'],
  3: [
    'line 2: the front matter is not a list of `key: value`',
    'line 4: the front matter is not YAML: unexpected end of the stream',
  ],
}

const commitSubjects = [
  'Say which Node is needed',
  'Mend the links of the deployment chapter',
  'Describe the new settings',
  'Fix typing errors',
]

/** The nightly runs of the month before a moment: most change a page or two, some fail. */
export function demoRuns(beforeMs: number, random: Random): DemoRun[] {
  const today = Math.floor(beforeMs / 86_400_000) * 86_400_000
  return Array.from({ length: runs }, (_, index) => {
    const daysAgo = runs - index
    return makeRun(daysAgo, today - daysAgo * 86_400_000 + 3 * 3_600_000, random)
  })
}

function makeRun(daysAgo: number, startMs: number, random: Random): DemoRun {
  const failure = failures[daysAgo]
  const broken = brokenPages[daysAgo] ?? []
  const changed = failure ? 0 : broken.length + Math.floor(random.next() * 3)
  const passages = 218 - daysAgo
  const added = (changed - broken.length) * 4
  const message =
    failure ??
    (broken.length > 0
      ? `${broken.length} of ${changed} pages failed; what they had indexed before is kept`
      : undefined)
  return {
    id: random.id(),
    status: failure ? 'failed' : 'completed',
    started_at: new Date(startMs).toISOString(),
    completed_at: new Date(startMs + random.around(900 + 1400 * changed, 0.2)).toISOString(),
    total_chapters: failure ? 0 : subjects.answered.length,
    total_passages: failure ? 0 : passages,
    passages_added: added,
    passages_kept: failure ? 0 : passages - added,
    passages_removed: Math.floor(added / 2),
    embedding_tokens: added * 120,
    ...(message !== undefined && { error_message: message }),
    commit: random.id().replaceAll('-', '').padEnd(40, '0'),
    committed_at: new Date(startMs - 5 * 3_600_000).toISOString(),
    subject: commitSubjects[daysAgo % commitSubjects.length] ?? '',
    chapters: subjects.answered.slice(0, changed).map(({ source }, at) => {
      const error = broken[at]
      return error === undefined
        ? { source_path: source, status: 'completed' }
        : { source_path: source, status: 'failed', error_message: error }
    }),
  }
}
