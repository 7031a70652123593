import type pg from 'pg'
import type { Filter } from '../../lib/chat/filter.ts'
import { readerFilter } from '../../lib/chat/filter.ts'
import { nearest, settings } from '../../lib/retrieval/search-vectors.ts'

/** Filters that about so much of a made-up book passes; several of each, by number. */
export const filters: { name: string; filter: (n: number) => Filter }[] = [
  { name: 'none', filter: () => ({}) },
  { name: '25 %', filter: () => ({ category: 'guide' }) },
  { name: '5 %', filter: (n) => ({ tags: [`twenty-${n % 20}`] }) },
  { name: '1 %', filter: (n) => ({ tags: [`hundred-${n % 100}`] }) },
  { name: '.1 %', filter: (n) => ({ tags: [`thousand-${n}`] }) },
]

/**
 * How Postgres is made to search: as it likes; by looking at every passage; or by walking the index
 * for every filter, which it prefers in a large table alone.
 */
export type Way = 'planned' | 'exact' | 'walked'

const plans: Record<Way, string> = {
  planned: '',
  exact: 'set local enable_indexscan = off',
  walked:
    'set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_sort = off',
}

/** The passages nearest to a vector, searched as where the vector store is away. */
export async function nearestIds(
  client: pg.Client,
  { vector, filter, limit, way }: { vector: number[]; filter: Filter; limit: number; way: Way },
): Promise<string[]> {
  const ofReader = readerFilter(filter, { editions: [] })
  const made = settings(ofReader)
  const { text, params } = nearest(vector, ofReader, limit, way === 'walked' ? 0 : undefined)
  await client.query('begin')
  await client.query(made.text, made.params)
  await client.query(plans[way])
  const { rows } = await client.query<{ passage_id: string }>(text, params)
  await client.query('commit')
  return rows.map((row) => row.passage_id)
}

/** The share of what is wanted that was found; of nothing, all. */
export const shareOf = (wanted: string[], found: string[]): number =>
  wanted.length === 0 ? 1 : wanted.filter((id) => found.includes(id)).length / wanted.length
