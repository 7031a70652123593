import * as z from 'zod/mini'

/** A session or a network that an owner has blocked for a time. */
export const Block = z.object({
  session_id: z.optional(z.string()),
  network: z.optional(z.string()),
  until: z.string(),
})

export type Block = z.infer<typeof Block>

/** Who asks, as far as it is known. */
export interface Asker {
  /** An address, or what a messenger calls its user. */
  address: string
  sessionId?: string | undefined
}
