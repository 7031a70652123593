import type pg from 'pg'
import { nearest, settings } from '../../lib/retrieval/search-vectors.ts'
import { type CpuFigures, costOf, figuresOf } from './backend-cpu.ts'
import { createVectors } from './vectors.ts'

const wanted = 60
const questions = 15

export interface VectorFigures {
  filter: string
  cpuMs: CpuFigures
  /** The share of exact search's sixty that is found. */
  recall: number
}

const filters = [
  { name: 'none', filter: () => ({}) },
  { name: '25 %', filter: () => ({ category: 'guide' }) },
  { name: '5 %', filter: (n: number) => ({ tags: [`twenty-${n % 20}`] }) },
  { name: '1 %', filter: (n: number) => ({ tags: [`hundred-${n % 100}`] }) },
  { name: '.1 %', filter: (n: number) => ({ tags: [`thousand-${n}`] }) },
]

/** Searches by vectors as where the vector store is away, and by looking at every passage. */
export async function measureVectors(
  client: pg.Client,
  pid: number,
  pages: number,
): Promise<VectorFigures[]> {
  const vectors = createVectors()
  const figures: VectorFigures[] = []
  for (const { name, filter } of filters) {
    const costs: number[] = []
    let recall = 0
    for (let n = 0; n < questions; n += 1) {
      const vector = Array.from(vectors.ofQuestion((n * 7919) % pages, n))
      const search = nearest(vector, filter(n), wanted)
      const exact = await idsOf(client, search, 'set local enable_indexscan = off')
      let found: string[] = []
      costs.push(
        await costOf(pid, async () => {
          found = await idsOf(client, search)
        }),
      )
      recall += exact.filter((id) => found.includes(id)).length / (exact.length || 1) / questions
    }
    figures.push({ filter: name, cpuMs: figuresOf(costs), recall })
  }
  return figures
}

async function idsOf(
  client: pg.Client,
  { text, params }: { text: string; params: unknown[] },
  setting?: string,
): Promise<string[]> {
  await client.query('begin')
  await client.query(settings.text, settings.params)
  if (setting) await client.query(setting)
  const { rows } = await client.query<{ passage_id: string }>(text, params)
  await client.query('commit')
  return rows.map((row) => row.passage_id)
}
