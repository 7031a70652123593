import type * as z from 'zod/mini'
import { Problem } from './problem.ts'

/** The cursor of what follows a position in a list; opaque to who sends it back. */
export const toCursor = (position: unknown[]): string => btoa(JSON.stringify(position))

/** The position a cursor stands for; one that this list did not give is an invalid request. */
export function readCursor<Position>(cursor: string, schema: z.ZodMiniType<Position>): Position {
  try {
    return schema.parse(JSON.parse(atob(cursor)))
  } catch {
    // Whatever is wrong with it, it is not one of ours.
    const message = 'is not a cursor of this list'
    throw new Problem('invalid-request', 'Send next_cursor as it came.', {
      errors: [{ location: 'query.cursor', message }],
    })
  }
}
