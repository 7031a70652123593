import * as z from 'zod/mini'
import type { RedisDoor } from '../clients/redis.ts'
import { Problem } from '../problem.ts'
import { jsonOrUndefined } from '../text/json.ts'
import { settle } from '../upstream/settle.ts'
import { eventsKey } from './conversation-state.ts'

// A row is written after an answer's last byte, as a rule within a tenth of a second.
const waitsMs = [150, 350, 1000]
// In seconds.
const retryAfter = 30

const Kept = z.object({ session_id: z.string() })

/**
 * What `look` finds of an answer in the log, looked for again while the answer's row is on its way.
 * Undefined where the session has no such answer. Throws `unavailable` where it has and the row keeps
 * away: while Neon does not answer, rows wait in a queue.
 */
export async function whenLogged<Found>(
  { queryId, sessionId }: { queryId: string; sessionId: string },
  look: () => Promise<Found | undefined>,
  redis: RedisDoor,
): Promise<Found | undefined> {
  const first = await look()
  if (first !== undefined) return first
  for (const ms of waitsMs) {
    await new Promise((resolve) => setTimeout(resolve, ms))
    const found = await look()
    if (found !== undefined || !(await isKept(queryId, sessionId, redis))) return found
  }
  const late = 'The answer is not in the log yet: send the same request again.'
  throw new Problem('unavailable', late, { retryAfter })
}

/** Whether an answer of this session was given within the hour. */
async function isKept(queryId: string, sessionId: string, redis: RedisDoor): Promise<boolean> {
  const held = await settle(redis.batch().get(eventsKey(queryId)))
  const { data } = Kept.safeParse(held.ok ? jsonOrUndefined(held.value) : undefined)
  return data?.session_id === sessionId
}
