import type pg from 'pg'
import { startCloud } from '../../dev/cloud/cloud.ts'
import type { MadeQuestion } from '../../dev/made-book/questions.ts'
import { everybody } from '../../lib/chat/filter.ts'
import { createNeon } from '../../lib/clients/neon.ts'
import { findWords } from '../../lib/search/find-words.ts'
import { typedWords } from '../../lib/search/typed-words.ts'
import { median, percentile } from '../statistics.ts'
import { type CpuFigures, costOf, figuresOf } from './backend-cpu.ts'

const candidates = 40

export interface SearchFigures {
  kind: string
  searches: number
  /** The backend's CPU for a search's one statement. */
  cpuMs: CpuFigures
  /** From the call to the last row, over Neon's protocol, with whatever else the machine does. */
  wallMs: { median: number; p95: number }
}

/** What is typed of a question: a few words, the last of them not to its end; one mistyped; all of it. */
const typed = {
  // The first three only ask: how do I.
  'three words': (words: string[]) => words.slice(3, 6).join(' '),
  'a word that grows': (words: string[]) => (words.at(-1) ?? '').slice(0, 4),
  'three words, one mistyped': (words: string[]) => words.slice(-3).map(mistyped).join(' '),
  'a whole question': (words: string[]) => `${words.join(' ')}?`,
}

const mistyped = (word: string, index: number) =>
  index === 1 && word.length > 4 ? word.slice(0, 2) + word.slice(3) : word

/** Searches by words alone, as a search box does while its reader types. */
export async function measureSearches(
  client: pg.Client,
  databaseUrl: string,
  questions: MadeQuestion[],
): Promise<SearchFigures[]> {
  const cloud = await startCloud({ docs: '.', only: ['neon'], real: { databaseUrl } })
  const { DATABASE_URL: url = '', NEON_HTTP_URL: httpUrl } = cloud.settings
  const neon = createNeon({ url, httpUrl, timeoutMs: 60_000 })
  const search = (text: string) => neon.run(findWords(typedWords(text), everybody, candidates))
  await search('the first connection')
  const { rows } = await client.query<{ pid: number }>(`select pid from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`)
  const pid = rows[0]?.pid ?? 0
  const figures: SearchFigures[] = []
  for (const [kind, typedOf] of Object.entries(typed)) {
    const costs: number[] = []
    const walls: number[] = []
    for (const { text } of questions) {
      const wanted = typedOf(text.replace(/[?.]/g, '').split(/\s+/))
      const from = performance.now()
      costs.push(await costOf(pid, () => search(wanted)))
      walls.push(performance.now() - from)
    }
    const wallMs = { median: median(walls), p95: percentile(walls, 0.95) }
    figures.push({ kind, searches: questions.length, cpuMs: figuresOf(costs), wallMs })
  }
  await cloud.close()
  return figures
}
