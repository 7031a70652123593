import * as z from 'zod/mini'
import { lockUsersOf } from '../clients/lock-session.ts'
import { type Fragment, fragment, type Neon, NoRow, sql } from '../clients/neon.ts'
import { wordingOf } from '../clients/wording.ts'
import { Problem } from '../problem.ts'
import { eventsKey, stateKey } from './conversation-state.ts'
import { type ForgetDeps, forgetKept } from './forget-kept.ts'
import { unlearn } from './memory.ts'

const ErasedRow = z.object({ session_id: z.string(), cache_keys: z.array(z.string()) })
const most = 200
const daySeconds = 86_400
/** What was on its way when a session was erased has arrived by then. */
const arrivedAfter = fragment`interval '10 minutes'`
const mostDeliveries = 1000
const mostTold = 50

export interface ErasureDeps extends ForgetDeps {
  neon: Neon
  /** As long as Redis and Qdrant keep anything of a conversation, at most. */
  keptSeconds: number
}

export type Erasure = ReturnType<typeof createErasure>

/**
 * Takes a conversation's words out of every table and cache. What stays are numbers: of the log's
 * rows, which belong to no session any more, and of the archive.
 */
export function createErasure(deps: ErasureDeps) {
  const { neon } = deps
  return {
    /** Erases a session; one that does not exist, or has been erased, is not found. */
    async erase(id: string): Promise<void> {
      const [known] = await neon.transaction([
        // Whatever writes words of a session holds its row: from here on nothing is on its way.
        lockToErase(fragment`id = ${id}`),
        lockUsersOf(fragment`id = ${id}`),
        remember(fragment`s.id = ${id}`),
        ...eraseRows(fragment`array[${id}::uuid]`),
      ])
      if (known.length === 0) throw new Problem('not-found', `There is no session ${id}.`)
      await forgetErased([id], deps)
    },

    /** Erases once more what was on its way when its session was erased; says how many sessions. */
    async eraseAgain(): Promise<number> {
      const late = await neon.run(sql(ErasedRow)`
        select session_id::text, cache_keys from erased_sessions
        where swept_at is null and erased_at < now() - ${arrivedAfter}
        order by erased_at limit ${most}`)
      if (late.length === 0) return 0
      await forgetKept(late, deps)
      const ids = late.map((row) => row.session_id)
      await neon.transaction([
        eraseDeliveries(fragment`${ids}::uuid[]`),
        sql(NoRow)`
          update erased_sessions set swept_at = now(), cache_keys = '{}'
          where session_id = any (${ids}::uuid[])`,
      ])
      return late.length
    },

    /** Erases what is so many days old, at most a few hundred rows of each kind; says how many. */
    async eraseOld(days: number): Promise<number> {
      const before = fragment`now() - make_interval(days => ${days}::int)`
      const [sessions, logs, searches, reports] = await neon.transaction([
        sql(z.object({ id: z.string() }))`
          select id::text from sessions where last_active_at < ${before}
          order by last_active_at limit ${most}`,
        sql(NoRow)`
          update query_logs set ${withoutWords}
          where id in (select id from query_logs
            where created_at < ${before} and question is not null order by created_at limit ${most}
            for update skip locked)
          returning id`,
        eraseSearches(before),
        eraseReports(before),
      ])
      const ids = sessions.map((row) => row.id)
      // A session may have been asked again since it was read.
      const still = fragment`id = any (${ids}::uuid[]) and last_active_at < ${before}`
      if (ids.length > 0) {
        const these = fragment`array(select id from sessions where ${still})`
        const locks = [lockToErase(still), lockUsersOf(still)] as const
        if (isHeldFor(days)) {
          const [erased] = await neon.transaction([...locks, remember(still), ...eraseRows(these)])
          await forgetErased(
            erased.map((row) => row.id),
            deps,
          )
        } else await neon.transaction([...locks, ...eraseRows(these)])
      }
      return ids.length + logs.length + searches.length + reports.length
    },

    /**
     * Requests of one `eraseOld`. Where Redis and Qdrant may hold words that old: Neon thrice, Redis
     * twice, and Qdrant, which may ask once more.
     */
    requestsOfOld: (days: number) => (isHeldFor(days) ? 7 : 2),

    forgetDelivered: () => forgetDelivered(deps),
  }

  function isHeldFor(days: number): boolean {
    return days * daySeconds < deps.keptSeconds
  }
}

/** With Redis or Qdrant away the rows are erased all the same, and `eraseAgain` does the rest. */
async function forgetErased(ids: string[], deps: ErasureDeps): Promise<void> {
  if (ids.length === 0) return
  const erased = await deps.neon.run(sql(ErasedRow)`
    select session_id::text, cache_keys from erased_sessions where session_id = any (${ids}::uuid[])`)
  if (erased.length > 0) await forgetKept(erased, deps).catch(() => undefined)
}

/** Takes the words out of deliveries that have ended, at most so many; says of how many. */
async function forgetDelivered({ neon }: ErasureDeps): Promise<number> {
  const forgotten = await neon.run(sql(NoRow)`
    update webhook_deliveries set response_body = null, payload = ${wordlessPayload}
    where delivery_id in (
      select delivery_id from webhook_deliveries
      where status in ('delivered', 'dead') and payload #>> '{data,session_id}' is not null
        and event_type in ('chat.response.generated', 'chat.escalated', 'escalation.message',
          'feedback.received')
        and not payload -> 'data' ? 'is_erased'
      order by updated_at limit ${mostDeliveries} for update skip locked)
    returning delivery_id`)
  return forgotten.length
}

/** When erasing again is due next. */
export const eraseAgainAt = fragment`(
  select min(erased_at) + ${arrivedAfter} from erased_sessions where swept_at is null)`

const eraseReports = (before: Fragment) => sql(NoRow)`
  update problem_reports set problem = null
  where report_id in (select report_id from problem_reports
    where created_at < ${before} and problem is not null order by created_at limit ${most})
  returning report_id`

const eraseSearches = (before: Fragment) => sql(NoRow)`
  update searches set words = null
  where search_id in (select search_id from searches
    where created_at < ${before} and words is not null order by created_at limit ${most})
  returning search_id`

const lockToErase = (which: Fragment) => sql(z.object({ id: z.string() }))`
  select id::text from sessions where ${which} order by id for update`

/**
 * Notes that sessions are erased, and what of each is in Redis: its cached answers and replayable ones,
 * and the states of the reader's other conversations, which were told of it.
 */
const remember = (which: Fragment) => sql(NoRow)`
  insert into erased_sessions (session_id, cache_keys)
  select s.id, array(
    select cache_key from query_logs
    where session_id = s.id and cache_key is not null and cached is null
    union select ${eventsKey('')} || query_id from query_logs where session_id = s.id
    union (select ${stateKey('')} || other.id from sessions other
      where other.user_id = s.user_id and other.id <> s.id
        and other.last_active_at > now() - interval '7 days'
      order by other.last_active_at desc limit ${mostTold}))
  from sessions s where ${which}
  on conflict (session_id) do update
  set erased_at = now(), swept_at = null, cache_keys = erased_sessions.cache_keys || excluded.cache_keys`

const withoutWords = fragment`question = null, standalone_question = null, answer = null,
  selected_text = null, feedback = null, recalled = null, asked_with = null, sources = coalesce(
    (select jsonb_agg(source - 'text') from jsonb_array_elements(sources) source), '[]')`

/** The statements that erase sessions' words, each of them harmless a second time. */
function eraseRows(ids: Fragment) {
  const these = fragment`any (${ids})`
  return [
    // By the words, as long as they are there.
    forgetDrafts(ids),
    eraseGapEvents(ids),
    sql(NoRow)`
      update query_logs set session_id = null, ${withoutWords} where session_id = ${these}`,
    unlearn(ids),
    untell(ids),
    sql(NoRow)`delete from session_summaries where session_id = ${these}`,
    sql(NoRow)`
      update escalations set reason = '', contact = null, channel = null, status = 'closed',
        closed_at = coalesce(closed_at, now())
      where session_id = ${these}`,
    sql(NoRow)`update sessions_archive set user_id = null where session_id = ${these}`,
    eraseDeliveries(ids),
    // Messages go with their session.
    sql(NoRow)`delete from sessions where id = ${these}`,
  ] as const
}

/** What the model has made of questions goes with them; it is drafted anew from those of others. */
const forgetDrafts = (ids: Fragment) => sql(NoRow)`
  update gaps set draft = null where draft is not null and gap_id in (
    select w.gap_id from query_logs q join gap_wordings w
      on w.wording in (${wordingOf(fragment`q.question`)}, ${wordingOf(fragment`q.standalone_question`)})
    where q.session_id = any (${ids}))`

/** Events of gaps name no session: they are known by the question that they tell. */
const eraseGapEvents = (ids: Fragment) => sql(NoRow)`
  update webhook_deliveries d set response_body = null, payload = jsonb_set(payload, '{data}',
    (payload -> 'data') - '{question,citations,page}'::text[] || '{"is_erased": true}')
  where event_type in ('gap.opened', 'gap.closed', 'answer.regressed')
    and exists (select from query_logs q where q.session_id = any (${ids})
      and payload #>> '{data,question}' in (left(q.question, 300), left(q.standalone_question, 300),
        q.question, q.standalone_question))`

/** Takes what came of these sessions out of the log of what later prompts were told. */
const untell = (ids: Fragment) => sql(NoRow)`
  update query_logs q set recalled = (
    select jsonb_agg(one) from jsonb_array_elements(q.recalled) one
    where coalesce(one ->> 'session_id', '') <> all ((${ids})::text[]))
  from sessions s join sessions other using (user_id)
  where s.id = any (${ids}) and q.session_id = other.id and q.recalled is not null`

const wordlessPayload = fragment`jsonb_set(payload, '{data}', jsonb_build_object(
  'session_id', payload #> '{data,session_id}', 'is_erased', true))`

/** A delivery that was made stays in the log without its words; one that was not is not made. */
const eraseDeliveries = (ids: Fragment) => sql(NoRow)`
  update webhook_deliveries set response_body = null, error_message = null,
    payload = ${wordlessPayload},
    status = case when status in ('pending', 'failed') then 'dead' else status end,
    next_attempt_at = case when status in ('pending', 'failed') then null else next_attempt_at end
  where payload #>> '{data,session_id}' = any ((${ids})::text[])
    and not payload -> 'data' ? 'is_erased'`
