import type pg from 'pg'
import { filters, nearestIds, shareOf } from '../../dev/made-book/nearest-ids.ts'
import { createVectors } from '../../dev/made-book/vectors.ts'
import { type CpuFigures, costOf, figuresOf } from './backend-cpu.ts'

const limit = 60
const questions = 15

export interface VectorFigures {
  filter: string
  cpuMs: CpuFigures
  /** The share of exact search's sixty that is found. */
  recall: number
}

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
      const search = { vector, filter: filter(n), limit }
      const exact = await nearestIds(client, { ...search, way: 'exact' })
      let found: string[] = []
      costs.push(
        await costOf(pid, async () => {
          found = await nearestIds(client, { ...search, way: 'planned' })
        }),
      )
      recall += shareOf(exact, found) / questions
    }
    figures.push({ filter: name, cpuMs: figuresOf(costs), recall })
  }
  return figures
}
