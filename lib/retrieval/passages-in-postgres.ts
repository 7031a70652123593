import { everything } from '../chat/filter.ts'
import type { Neon } from '../clients/neon.ts'
import type { Hit, Qdrant } from '../clients/qdrant.ts'
import { type NearPassage, nearest, searchVectors, settings } from './search-vectors.ts'

/**
 * The passages' vectors where there is no Qdrant: the table of passages answers for them, and is
 * written with each page. There is nothing to keep beside it, and no collection to change.
 */
export function createPassagesInPostgres(neon: Neon): Qdrant {
  const nothing = async () => undefined
  return {
    upstream: 'neon',
    answering: nothing,
    dimensions: nothing,
    prepare: nothing,
    create: nothing,
    swap: nothing,
    sweep: nothing,
    put: nothing,
    putPages: nothing,
    remove: nothing,
    collectionOf: (runId) => `run-${runId}`,
    scroll: async () => ({ hashes: new Map<bigint, string>() }),

    async search(vector, limit, filter) {
      return (await searchVectors(neon, vector, filter, limit)).map(toHit)
    },

    async searchEach(vectors, limit) {
      const searches = vectors.map((vector) => nearest(vector, everything, limit))
      const [, ...found] = await neon.transaction([settings(everything), ...searches], {
        readOnly: true,
      })
      return found.map((rows) => rows.map(toHit))
    },
  }
}

const toHit = ({ passage_id, cosine, ...payload }: NearPassage): Hit => ({
  id: BigInt(passage_id),
  score: cosine,
  payload,
})
