import * as z from 'zod/mini'
import type { ReaderFilter } from '../chat/filter.ts'
import { Passage } from '../chat/passage.ts'
import { type Fragment, fragment, type Neon, NoRow, numeral, sql } from '../clients/neon.ts'
import type { Hit } from '../clients/qdrant.ts'
import { foundBytes } from '../clients/wire/bounded-reply.ts'
import { indexedDimensions, lookedAgain } from '../index/vector-index.ts'
import { columns, isFiltered, passes } from './passage-columns.ts'

// Whatever passes a filter is looked at one by one up to here: the index would have to be walked too
// far to find the few of them. From here on they are at least 5 % of 100,000.
const mostOneByOne = 5000
// How many neighbours the index keeps in view. At 100,000 passages 280 find what `npm run bench --
// --scale` prints; pgvector's own 40 would end a search for 60 at 40.
const inView = 280
// How far it is walked for a filter that passes one in twenty, with room for those that stand apart.
const mostWalked = 40_000

const NearPassage = z.object({ ...Passage.shape, cosine: z.number() })

export type NearPassage = z.infer<typeof NearPassage>

/** How many passages the search by meaning gives. */
export const denseCandidates = 60

/** A passage by meaning. */
export type DenseHit = Passage & { cosine: number }

/** A point of Qdrant as a passage. */
export function fromHit({ id, score, payload }: Hit): DenseHit {
  return { ...payload, passage_id: id.toString(), cosine: score }
}

/**
 * The vector leg in Postgres, for when the vector store is away, or where there is none. Gives what
 * exact search gives: the index works with half the digits, so that more are taken from it and put in
 * order by all of them, and it is walked on until enough have passed the filter.
 */
export async function searchVectors(
  neon: Neon,
  vector: number[],
  filter: ReaderFilter,
  limit: number,
  signal?: AbortSignal,
) {
  const [, found] = await neon.transaction([settings(filter), nearest(vector, filter, limit)], {
    ...(signal && { signal }),
    readOnly: true,
    mostBytes: foundBytes,
  })
  return found
}

/**
 * Holds for the transaction alone. What passes a filter is counted by an index, where there is one for
 * it: a count that ends at 5,001 makes a scan of the table look cheap, which takes three times as long
 * at 50,000 passages.
 */
export const settings = ({ without: _, ...indexed }: ReaderFilter) => sql(NoRow)`
  select set_config('hnsw.ef_search', ${String(inView)}, true),
    set_config('hnsw.iterative_scan', 'relaxed_order', true),
    set_config('hnsw.max_scan_tuples', ${String(mostWalked)}, true),
    set_config('enable_seqscan', ${isFiltered(indexed) ? 'off' : 'on'}, true)`

/** `oneByOne`: up to how many passages that pass the filter are looked at without the index. */
export function nearest(
  vector: number[],
  filter: ReaderFilter,
  limit: number,
  oneByOne = mostOneByOne,
) {
  const asked = JSON.stringify(vector)
  const nearness = fragment`d.embedding <=> ${asked}::vector`
  const roughly = roughNearness(vector)
  const walked = (condition: Fragment) => fragment`
    select id from documents d where d.embedding is not null and ${condition}
    order by ${roughly} limit ${lookedAgain(vector.length) * limit}`
  // Pages that are not for everybody are a filter too, where there are any.
  const leavesOut = isFiltered(filter)
    ? fragment`true`
    : filter.groups === 'all'
      ? fragment`false`
      : fragment`exists (select from documents where groups <> '{}')`
  return sql(NearPassage)`
    with filtered as materialized (select ${leavesOut} as is_so), few as materialized (
      select id from documents d where (select is_so from filtered) and ${passes(filter)}
      limit ${oneByOne + 1}
    ), way as materialized (
      -- It decides which of two ways is taken; the other costs nothing.
      select is_so and (select count(*) from few) <= ${oneByOne} as is_one_by_one from filtered
    ), candidates as (
      select id from few where (select is_one_by_one from way)
      union all
      (${walked(fragment`not (select is_one_by_one from way) and ${passes(filter)}`)})
    )
    -- One by one by their key: counted as if both ways were taken, a join would read the whole table.
    select ${columns}, 1 - (${nearness}) as cosine from candidates
      cross join lateral (select * from documents where documents.id = candidates.id offset 0) d
    where d.embedding is not null
    order by ${nearness}, d.id limit ${limit}`
}

/** By what the index holds, in the very words of its expression; where there is none, it serves too. */
function roughNearness(vector: number[]): Fragment {
  const indexed = indexedDimensions(vector.length)
  const [length, asked] = [numeral(indexed), JSON.stringify(vector.slice(0, indexed))]
  return indexed === vector.length
    ? fragment`d.embedding::halfvec(${length}) <=> ${asked}::halfvec(${length})`
    : fragment`subvector(d.embedding, 1, ${length})::halfvec(${length}) <=> ${asked}::halfvec(${length})`
}
