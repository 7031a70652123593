import * as z from 'zod/mini'
import { jsonOrUndefined } from '../text/json.ts'

const Active = z.object({ model: z.string(), dimensions: z.int() })

/** Where Redis says which model's vectors answer at present. */
export const embeddingKey = 'index:embedding'

/** The model, and the length of its vectors, that an index is made of. */
export type ActiveEmbedding = z.infer<typeof Active>

/**
 * Knows which model's vectors answer now. After the settings name another model, the old collection
 * goes on answering until the new one is whole; until then questions are embedded by the old model.
 */
export function createActiveEmbedding(configured: ActiveEmbedding) {
  let active = configured
  return {
    current: () => active,

    /** The model and its dimensions in one word, to compare what was embedded with. */
    name: () => `${active.model}/${active.dimensions}`,

    /** Takes what Redis holds under that key; what cannot be read changes nothing. */
    note(value: string | undefined) {
      if (value === undefined) return
      const read = Active.safeParse(jsonOrUndefined(value))
      if (read.success) active = read.data
    },
  }
}
