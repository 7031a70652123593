import * as z from 'zod/mini'
import { lockSessions, lockUsersOf } from '../clients/lock-session.ts'
import { fragment, type Neon, NoRow, sql } from '../clients/neon.ts'
import type { RequestBudget } from '../upstream/request-budget.ts'
import type { Event } from '../webhooks/events.ts'
import { recordEvents, toJsonb } from '../webhooks/record.ts'
import { type Fact, learn, statedFacts } from './memory.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import { plainSummary } from './summary.ts'

const idleMinutes = 30
/** Sessions of one transaction: some tenths of a second. */
const batchSize = 125
/** Requests of a batch: what is idle, one transaction, and the end of a cron's rest. */
const requestsOfABatch = 3
/** Turns that tell how a conversation ended, and what it was about. */
const readTurns = 12

const TurnRow = z.object({
  question: z.nullable(z.string()),
  answered: z.nullable(z.boolean()),
  rating: z.nullable(z.enum(['up', 'down'])),
  /** Whether it was asked after the session was archived last. */
  is_new: z.boolean(),
})

const IdleRow = z.object({
  session_id: z.string(),
  user_id: z.nullable(z.string()),
  status: z.string(),
  is_confirmed: z.boolean(),
  /** Whether a person closed the hand-off, which ended the session. */
  is_by_person: z.boolean(),
  started_at: z.string(),
  /** To the microsecond, to tell whether the session has stayed as it was read. */
  ended_at: z.string(),
  metrics: z.record(z.string(), z.nullable(z.number())),
  turns: z.array(TurnRow),
})

type Idle = z.infer<typeof IdleRow>
type Archived = Idle & Outcome & { summary: string | undefined; facts: Fact[] }

export interface ArchiveDeps {
  neon: Neon
  wake: (webhookIds: string[]) => Promise<void>
  newId: () => string
  now: () => number
  /** Whether a summary and a user's memory, which are made of the conversation's words, are kept. */
  keepWords: boolean
  /** Reads what outcomes are told by; throws where it is not to be had. */
  readTexts: () => Promise<void>
}

/**
 * Archives the sessions that have been idle for half an hour, batch by batch until none is left or
 * the time or the requests are spent; says how many. A session that is asked again later is archived again.
 */
export async function archiveIdle(
  untilMs: number,
  budget: RequestBudget,
  deps: ArchiveDeps,
): Promise<number> {
  let archived = 0
  await deps.readTexts()
  while (deps.now() < untilMs && budget.take(requestsOfABatch)) {
    const idle = await deps.neon.run(findIdle())
    if (idle.length > 0) await archive(idle, deps)
    archived += idle.length
    if (idle.length < batchSize) break
  }
  return archived
}

/** When the next session that nobody comes back to is over. */
export const archiveAt = fragment`(
  select min(last_active_at) + make_interval(mins => ${idleMinutes}::int) from sessions
  where archived_at is null or archived_at < last_active_at)`

const findIdle = () => sql(IdleRow)`
  select s.id::text as session_id, s.user_id::text, s.status,
    s.confirmed_at is not null as is_confirmed, exists (select from escalations e
      where e.session_id = s.id and e.closed_at = s.confirmed_at) as is_by_person, s.created_at::text as started_at,
    s.last_active_at::text as ended_at, m.metrics, coalesce(t.turns, '[]') as turns
  from (
    select * from sessions
    where (archived_at is null or archived_at < last_active_at)
      and last_active_at < now() - make_interval(mins => ${idleMinutes}::int)
    order by last_active_at limit ${batchSize}
  ) s
  cross join lateral (
    select jsonb_build_object(
      'turns', count(*),
      'answered', count(*) filter (where answered),
      'answered_share', round(avg((answered is true)::int), 3),
      'cached_share', round(avg((cached is not null)::int), 3),
      'degraded', count(*) filter (where degraded <> '{}'),
      'latency_ms', round(avg(latency_ms)),
      'prompt_tokens', coalesce(sum((usage ->> 'prompt_tokens')::bigint), 0),
      'completion_tokens', coalesce(sum((usage ->> 'completion_tokens')::bigint), 0),
      'rated_up', count(*) filter (where rating = 'up'),
      'rated_down', count(*) filter (where rating = 'down')) as metrics
    from query_logs where session_id = s.id
  ) m
  left join lateral (
    select jsonb_agg(jsonb_build_object('question', question, 'answered', answered,
      'rating', rating, 'is_new', created_at > coalesce(s.archived_at, '-infinity'))
      order by created_at) as turns
    from (
      select left(coalesce(q.question, u.content), 500) as question, q.answered, q.rating, q.created_at
      from query_logs q left join messages u on u.query_id = q.query_id and u.role = 'user'
      where q.session_id = s.id order by q.created_at desc limit ${readTurns}
    ) latest
  ) t on true`

async function archive(idle: Idle[], { neon, wake, newId, now, keepWords }: ArchiveDeps) {
  const at = new Date(now()).toISOString()
  const ended = idle.map((session): Archived => {
    const turns = session.turns.map(toTurn)
    const confirmedAs = session.is_confirmed ? confirmedOutcome(session.status) : undefined
    const summary = keepWords ? plainSummary(turns) : undefined
    const facts = keepWords && session.user_id ? factsOf(session, newId, at) : []
    const confirmedBy = session.is_by_person ? 'person' : 'reader'
    return { ...session, ...outcomeOf({ confirmedAs, confirmedBy, turns }), summary, facts }
  })
  const events = ended.flatMap((session) => announced(session, newId(), at))
  const isArchivedNow = (id: ReturnType<typeof fragment>) =>
    fragment`exists (select from sessions where id = ${id} and xmin = pg_current_xact_id()::xid)`
  const ids = ended.map((session) => session.session_id)
  const [, , , , , , woken] = await neon.transaction([
    // Whose they are is read anew: a reader may have been joined to another meanwhile.
    lockSessions(ids),
    lockUsersOf(fragment`id = any (${ids}::uuid[])`),
    take(ended, at),
    keep(ended, isArchivedNow(fragment`r.session_id`)),
    keepSummary(ended, isArchivedNow(fragment`r.session_id`)),
    learn(
      ended
        .filter(({ facts }) => facts.length > 0)
        .map(({ session_id, facts }) => ({ session_id, facts })),
      isArchivedNow(fragment`s.id`),
    ),
    recordEvents(events, isArchivedNow(fragment`(e.data ->> 'session_id')::uuid`)),
  ])
  // The events are recorded: what no wake reaches, a cron finds.
  await wake(woken.map((row) => row.webhook_id)).catch(() => undefined)
}

const toTurn = ({ question, answered, rating }: z.infer<typeof TurnRow>) => ({
  answered: answered ?? false,
  ...(question !== null && { question }),
  ...(rating !== null && { rating }),
})

const factsOf = (session: Idle, newId: () => string, at: string): Fact[] =>
  session.turns
    .flatMap(({ question, is_new }) => (is_new ? statedFacts(question ?? '') : []))
    .map((text) => ({
      fact_id: newId(),
      text,
      source: { kind: 'conversation', session_id: session.session_id },
      learned_at: at,
    }))

const confirmedOutcome = (status: string) =>
  status === 'resolved' || status === 'escalated' ? status : undefined

/**
 * What a reader or a person confirmed has been told already; a person is asked for by the reader alone; and who
 * asked nothing has abandoned nothing.
 */
function announced(session: Archived, id: string, at: string): Event[] {
  const { session_id, outcome, outcome_basis, signal } = session
  if (['reader', 'person', 'nothing_asked'].includes(signal) || outcome === 'escalated') return []
  const type = outcome === 'resolved' ? 'session.resolved' : 'session.abandoned'
  const data = { session_id, outcome_basis, signal }
  return [{ id: `evt_${id}`, type, timestamp: at, data }]
}

/** Marks the sessions that have stayed as they were read: another question, and it is not over. */
const take = (ended: Archived[], at: string) => sql(NoRow)`
  update sessions s set archived_at = ${at}::timestamptz,
    status = case when r.signal = 'nothing_asked' then s.status else r.outcome end
  from jsonb_to_recordset(${toJsonb(ended.map(({ session_id, outcome, signal, ended_at }) => ({ session_id, outcome, signal, ended_at })))}::jsonb)
    as r(session_id uuid, outcome text, signal text, ended_at timestamptz)
  where s.id = r.session_id and s.last_active_at = r.ended_at
    and (s.archived_at is null or s.archived_at < s.last_active_at)`

const keep = (ended: Archived[], isTaken: ReturnType<typeof fragment>) => sql(NoRow)`
  insert into sessions_archive (session_id, user_id, outcome, outcome_basis, signal, started_at,
    ended_at, metrics)
  select session_id, (select user_id from sessions where id = session_id), outcome, outcome_basis,
    signal, started_at, ended_at, metrics
  from jsonb_to_recordset(${toJsonb(ended.map(({ turns: _, ...row }) => row))}::jsonb)
    as r(session_id uuid, outcome text, outcome_basis text, signal text,
      started_at timestamptz, ended_at timestamptz, metrics jsonb)
  where ${isTaken}
  on conflict (session_id) do update set outcome = excluded.outcome,
    outcome_basis = excluded.outcome_basis, signal = excluded.signal,
    ended_at = excluded.ended_at, metrics = excluded.metrics`

const keepSummary = (ended: Archived[], isTaken: ReturnType<typeof fragment>) => sql(NoRow)`
  insert into session_summaries (session_id, summary)
  select session_id, summary
  from jsonb_to_recordset(${toJsonb(ended.map(({ session_id, summary }) => ({ session_id, summary })))}::jsonb)
    as r(session_id uuid, summary text)
  where summary is not null and ${isTaken}
  on conflict (session_id) do update
  set summary = excluded.summary, model = null, attempts = 0, created_at = now()`
