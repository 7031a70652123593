import * as z from 'zod/mini'
import { Passage } from '../chat/passage.ts'
import type { Filter } from '../chat/question.ts'
import { fragment, type Neon, sql } from '../clients/neon.ts'
import { columns, passes } from './passage-columns.ts'

/** The vector leg in Postgres, for when the vector store is away. */
export async function searchVectors(
  neon: Neon,
  vector: number[],
  filter: Filter,
  limit: number,
  signal: AbortSignal,
) {
  const nearness = fragment`d.embedding <=> ${JSON.stringify(vector)}::vector`
  return await neon.run(
    sql(z.object({ ...Passage.shape, cosine: z.number() }))`
      select ${columns}, 1 - (${nearness}) as cosine from documents d
      where d.embedding is not null and ${passes(filter)}
      order by ${nearness} limit ${limit}`,
    signal,
  )
}
