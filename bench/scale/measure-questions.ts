import type pg from 'pg'
import { startCloud } from '../../dev/cloud/cloud.ts'
import { exactBest } from '../../dev/made-book/exact-bm25.ts'
import type { MadeQuestion, QuestionKind } from '../../dev/made-book/questions.ts'
import { everybody } from '../../lib/chat/filter.ts'
import { createNeon } from '../../lib/clients/neon.ts'
import { lexical } from '../../lib/retrieval/lexical.ts'
import { searchLexically } from '../../lib/retrieval/lexical-search.ts'
import { type CpuFigures, costOf, figuresOf } from './backend-cpu.ts'
import { scansOf } from './explain.ts'

const candidates = 30
const best = 5
const nobody = {
  session_id: '00000000-0000-4000-8000-000000000000',
  query_id: '00000000-0000-4000-8000-000000000001',
  address: '',
  askedAt: 0,
}

export interface QuestionFigures {
  kind: QuestionKind | 'all'
  questions: number
  /** The backend's CPU for a question's whole transaction. */
  cpuMs: CpuFigures
  /** The share of exact BM25's best five that is among the candidates. */
  recall: number
}

interface Asked {
  kind: QuestionKind
  cost: number
  recall: number
}

/** Asks questions as the chat function does, over Neon's protocol, and compares with exact BM25. */
export async function measureQuestions(
  client: pg.Client,
  databaseUrl: string,
  questions: MadeQuestion[],
): Promise<{ figures: QuestionFigures[]; scans: string[] }> {
  const query = async (text: string, params: unknown[]) => (await client.query(text, params)).rows
  const exact = await exactBest(
    query,
    questions.map(({ text }) => text),
    best,
  )
  const cloud = await startCloud({ docs: '.', only: ['neon'], real: { databaseUrl } })
  const { DATABASE_URL: url = '', NEON_HTTP_URL: httpUrl } = cloud.settings
  const neon = createNeon({ url, httpUrl, timeoutMs: 60_000 })
  const ask = (text: string) =>
    searchLexically(
      neon,
      { ...nobody, filter: everybody, question: text },
      { question: text, searchFor: text },
      candidates,
      AbortSignal.timeout(60_000),
    )
  await ask('the first connection')
  const { rows } = await client.query<{ pid: number }>(`select pid from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`)
  const pid = rows[0]?.pid ?? 0
  const asked: Asked[] = []
  for (const [index, { kind, text }] of questions.entries()) {
    let found: Set<string> = new Set()
    const cost = await costOf(pid, async () => {
      found = new Set((await ask(text)).hits.map((hit) => hit.passage_id))
    })
    const wanted = exact[index] ?? []
    const recall = wanted.filter((id) => found.has(id)).length / (wanted.length || 1)
    asked.push({ kind, cost, recall: wanted.length === 0 ? 1 : recall })
  }
  await cloud.close()
  const scans = await scansOf(client, lexical(questions[0]?.text ?? '', everybody, candidates))
  return { figures: figuresByKind(asked), scans }
}

function figuresByKind(asked: Asked[]): QuestionFigures[] {
  const kinds = ['subject', 'topic', 'common', 'all'] as const
  return kinds.map((kind) => {
    const those = asked.filter((one) => kind === 'all' || one.kind === kind)
    return {
      kind,
      questions: those.length,
      cpuMs: figuresOf(those.map(({ cost }) => cost)),
      recall: those.reduce((sum, one) => sum + one.recall, 0) / those.length,
    }
  })
}
