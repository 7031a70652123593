import * as z from 'zod/mini'
import { Source } from '../chat/events.ts'

/** An answer that an owner has pinned to a question and to those near it. */
export const Pin = z.object({
  pin_id: z.string(),
  question: z.string(),
  answer: z.string(),
  sources: z.array(Source),
  /** Who may read the pages that it cites, and of which version and site they are. */
  pages: z.array(z.object({ groups: z.array(z.string()), version: z.string(), site: z.string() })),
  expires_at: z.optional(z.string()),
  /** The question's vector in bytes of a base64 text, and what made it. */
  vector: z.optional(z.string()),
  embedding: z.optional(z.string()),
})

export type Pin = z.infer<typeof Pin>

/** A vector in a byte a number, for cosines of two places: a quarter of its size as text. */
export function packed(vector: readonly number[]): string {
  const largest = Math.max(...vector.map(Math.abs), Number.MIN_VALUE)
  const bytes = Int8Array.from(vector, (value) => Math.round((value / largest) * 127))
  return btoa(String.fromCharCode(...new Uint8Array(bytes.buffer)))
}

/** The cosine of a vector and a packed one; 0 where they are of different lengths. */
export function cosineTo(vector: readonly number[], pack: string): number {
  const bytes = Int8Array.from(atob(pack), (letter) => letter.charCodeAt(0))
  if (bytes.length !== vector.length) return 0
  let product = 0
  let mine = 0
  let its = 0
  vector.forEach((value, at) => {
    const other = bytes[at] ?? 0
    product += value * other
    mine += value * value
    its += other * other
  })
  return product / (Math.sqrt(mine * its) || 1)
}
