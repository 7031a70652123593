import * as z from 'zod/mini'
import { lockSession } from '../clients/lock-session.ts'
import { fragment, type Neon, sql } from '../clients/neon.ts'
import type { RedisDoor } from '../clients/redis.ts'
import { Problem } from '../problem.ts'
import { someText } from '../text/clean-text.ts'
import { recordEvents } from '../webhooks/record.ts'
import { whenLogged } from './when-logged.ts'

/** What a reader thinks of an answer. */
export const NewFeedback = z.strictObject({
  query_id: z.uuidv4().check(z.toLowerCase()),
  rating: z.enum(['up', 'down']),
  reason: z.optional(someText(200)),
  comment: z.optional(someText(2000)),
})

export type NewFeedback = z.infer<typeof NewFeedback>

const RatedRow = z.object({
  session_id: z.nullable(z.string()),
  /** Where its answer is kept for others; null where the reader's own question was another. */
  cache_key: z.nullable(z.string()),
})

export interface FeedbackDeps {
  neon: Neon
  redis: RedisDoor
  /** Takes the answer under this key out of the cache. */
  forget: (cacheKey: string) => Promise<void>
  wake: (webhookIds: string[]) => Promise<void>
  newId: () => string
  now: () => number
  /** Whether the reader's words are kept, or the rating alone. */
  keepText: boolean
}

/**
 * Notes a reader's rating with its answer; the latest counts. An answer rated down leaves the
 * cache, and its log says so, where the reader asked that very question: an answer given for a question
 * near by is not theirs to take from others. An unknown answer is not found, one of another session
 * forbidden, and one whose log is late unavailable.
 */
export async function rate(feedback: NewFeedback, sessionId: string, deps: FeedbackDeps) {
  const { redis, forget, wake } = deps
  const { query_id: queryId, rating } = feedback
  const noted = await whenLogged(
    { queryId, sessionId },
    () => note(feedback, sessionId, deps),
    redis,
  )
  if (!noted) throw new Problem('not-found', `There is no answer ${queryId}.`)
  if (noted.session_id !== sessionId) {
    throw new Problem('forbidden', 'This answer was given in another session.')
  }
  await Promise.all([
    // The event is recorded: what no wake reaches, the cron finds.
    wake(noted.woken).catch(() => undefined),
    rating === 'down' && noted.cache_key ? forget(noted.cache_key).catch(stillServed) : undefined,
  ])
}

/** Writes the rating to the answer's row, if it is there and of this session; says whose it is. */
async function note(feedback: NewFeedback, sessionId: string, deps: FeedbackDeps) {
  const { neon, newId, now, keepText } = deps
  const { query_id, rating, reason, comment } = feedback
  const words = { ...(reason && { reason }), ...(comment && { comment }) }
  const at = new Date(now()).toISOString()
  const isOwn = fragment`exists (select from query_logs
    where query_id = ${query_id}::uuid and session_id = ${sessionId}::uuid)`
  const [, rated, woken] = await neon.transaction([
    lockSession(sessionId),
    sql(RatedRow)`
      with own as (
        update query_logs set rating = ${rating},
          feedback = ${JSON.stringify(keepText ? words : {})}::jsonb
            || case when ${rating === 'down'}::boolean and cache_key is not null
              and cached is distinct from 'near' then '{"evicted": true}' else '{}' end::jsonb
        where query_id = ${query_id} and session_id = ${sessionId}
      )
      select session_id::text, case when cached is distinct from 'near' then cache_key end as cache_key
      from query_logs where query_id = ${query_id}`,
    recordEvents(
      [
        {
          id: `evt_${newId()}`,
          type: 'feedback.received',
          timestamp: at,
          data: { query_id, session_id: sessionId, rating, ...words },
        },
      ],
      isOwn,
    ),
  ])
  const [query] = rated
  return query && { ...query, woken: woken.map((row) => row.webhook_id) }
}

function stillServed(cause: unknown): never {
  throw new Problem(
    'unavailable',
    'The rating is noted, but the answer is still in the cache, for Redis does not answer: send the same rating again.',
    { cause },
  )
}
