import * as z from 'zod/mini'
import type { AnswerPoints } from '../clients/answer-points.ts'
import { fragment, type Neon, NoRow, sql } from '../clients/neon.ts'
import type { RedisDoor } from '../clients/redis.ts'
import { Problem } from '../problem.ts'
import { eventsKey, stateKey } from './conversation-state.ts'
import { unlearn } from './memory.ts'

const ErasedRow = z.object({ session_id: z.string(), cache_keys: z.array(z.string()) })
const most = 200
const mostDeliveries = 1000

export interface ErasureDeps {
  neon: Neon
  redis: RedisDoor
  points: Pick<AnswerPoints, 'removeOf'>
}

export type Erasure = ReturnType<typeof createErasure>

/**
 * Takes a conversation's words out of every table and cache. What stays are numbers: of the log's
 * rows, which belong to no session any more, and of the archive.
 */
export function createErasure({ neon, redis, points }: ErasureDeps) {
  return {
    /** Erases a session; one that does not exist, or has been erased, is not found. */
    async erase(id: string): Promise<void> {
      const [known] = await neon.transaction([
        sql(z.object({ id: z.string() }))`select id::text from sessions where id = ${id}`,
        remember(id),
        ...eraseRows([id]),
      ])
      if (known.length === 0) throw new Problem('not-found', `There is no session ${id}.`)
      const [erased] = await neon.run(sql(ErasedRow)`
        select session_id::text, cache_keys from erased_sessions where session_id = ${id}`)
      // With Redis or Qdrant away the rows are erased all the same, and `eraseAgain` does the rest.
      if (erased) await forget([erased]).catch(() => undefined)
    },

    /** Erases once more what was on its way when its session was erased; says how many sessions. */
    async eraseAgain(): Promise<number> {
      const late = await neon.run(sql(ErasedRow)`
        select session_id::text, cache_keys from erased_sessions
        where erased_at < now() - interval '10 minutes' order by erased_at limit ${most}`)
      if (late.length === 0) return 0
      await forget(late)
      const ids = late.map((row) => row.session_id)
      await neon.transaction([
        eraseDeliveries(ids),
        sql(NoRow)`delete from erased_sessions where session_id = any (${ids}::uuid[])`,
      ])
      return late.length
    },

    /** Erases what is so many days old, at most a few hundred rows of each kind; says how many. */
    async eraseOld(days: number): Promise<number> {
      const before = fragment`now() - make_interval(days => ${days}::int)`
      const [sessions, logs] = await neon.transaction([
        sql(z.object({ id: z.string() }))`
          select id::text from sessions where last_active_at < ${before}
          order by last_active_at limit ${most}`,
        sql(NoRow)`
          update query_logs set ${withoutWords}
          where id in (select id from query_logs
            where created_at < ${before} and question is not null order by created_at limit ${most})
          returning id`,
      ])
      const ids = sessions.map((row) => row.id)
      if (ids.length > 0) await neon.transaction(eraseRows(ids))
      return ids.length + logs.length
    },

    forgetDelivered,
  }

  /** Takes the words out of deliveries that have ended, at most so many; says of how many. */
  async function forgetDelivered(): Promise<number> {
    const forgotten = await neon.run(sql(NoRow)`
      update webhook_deliveries set response_body = null, payload = ${wordlessPayload}
      where delivery_id in (
        select delivery_id from webhook_deliveries
        where status in ('delivered', 'dead') and payload #>> '{data,session_id}' is not null
          and event_type in ('chat.response.generated', 'chat.escalated', 'feedback.received')
          and not payload -> 'data' ? 'is_erased'
        order by updated_at limit ${mostDeliveries})
      returning delivery_id`)
    return forgotten.length
  }

  async function forget(erased: z.infer<typeof ErasedRow>[]) {
    const keys = erased.flatMap((row) => [stateKey(row.session_id), ...row.cache_keys])
    await Promise.all([
      redis.commands.del(...keys),
      points.removeOf(erased.map((row) => row.session_id)),
    ])
  }
}

/** Notes that a session is erased, and what it has in Redis: cached answers and replayable ones. */
const remember = (id: string) => sql(NoRow)`
  insert into erased_sessions (session_id, cache_keys)
  select s.id, array(
    select cache_key from query_logs
    where session_id = s.id and cache_key is not null and cached is null
    union select ${eventsKey('')} || query_id from query_logs where session_id = s.id)
  from sessions s where s.id = ${id}
  on conflict (session_id) do update
  set erased_at = now(), cache_keys = erased_sessions.cache_keys || excluded.cache_keys`

const withoutWords = fragment`question = null, standalone_question = null, answer = null,
  selected_text = null, feedback = null, sources = coalesce(
    (select jsonb_agg(source - 'text') from jsonb_array_elements(sources) source), '[]')`

/** The statements that erase sessions' words, each of them harmless a second time. */
function eraseRows(ids: string[]) {
  const these = fragment`any (${ids}::uuid[])`
  return [
    sql(NoRow)`
      update query_logs set session_id = null, ${withoutWords} where session_id = ${these}`,
    unlearn(ids),
    sql(NoRow)`delete from session_summaries where session_id = ${these}`,
    sql(NoRow)`update escalations set reason = '', contact = null where session_id = ${these}`,
    sql(NoRow)`update sessions_archive set user_id = null where session_id = ${these}`,
    eraseDeliveries(ids),
    // Messages go with their session.
    sql(NoRow)`delete from sessions where id = ${these}`,
  ] as const
}

const wordlessPayload = fragment`jsonb_set(payload, '{data}', jsonb_build_object(
  'session_id', payload #> '{data,session_id}', 'is_erased', true))`

/** A delivery that was made stays in the log without its words; one that was not is not made. */
const eraseDeliveries = (ids: string[]) => sql(NoRow)`
  update webhook_deliveries set response_body = null, error_message = null,
    payload = ${wordlessPayload},
    status = case when status in ('pending', 'failed') then 'dead' else status end,
    next_attempt_at = case when status in ('pending', 'failed') then null else next_attempt_at end
  where payload #>> '{data,session_id}' = any (${ids}::text[])
    and not payload -> 'data' ? 'is_erased'`
