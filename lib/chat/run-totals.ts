import * as z from 'zod/mini'

/** What an ingestion run has counted, as the API, its events and the owner's page tell it. */
export const runTotals = {
  total_chapters: z.int(),
  total_passages: z.int(),
  passages_added: z.int(),
  passages_kept: z.int(),
  passages_removed: z.int(),
  embedding_tokens: z.int(),
}
