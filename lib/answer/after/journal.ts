import type { Queue } from '@cloudflare/workers-types/experimental'
import * as z from 'zod/mini'
import { CachedAs, Citation, Finish, Source, Usage } from '../../chat/events.ts'
import { Filter } from '../../chat/filter.ts'
import { RetrievalMode } from '../../chat/question.ts'
import { lockSessions } from '../../clients/lock-session.ts'
import { type Fragment, fragment, type Neon, NoRow, sql } from '../../clients/neon.ts'
import { eventsKey, stateKey } from '../../conversation/conversation-state.ts'
import type { Kept } from '../../conversation/forget-kept.ts'
import { Recollection } from '../../conversation/recollection.ts'
import type { Event } from '../../webhooks/events.ts'
import { ofKnownSessions } from '../../webhooks/publish.ts'
import { recordEvents } from '../../webhooks/record.ts'
import type { MessageQueue, Waker } from '../../webhooks/wake.ts'

/** One answered question as it is logged. */
export const JournalEntry = z.object({
  query_id: z.uuidv4(),
  session_id: z.uuidv4(),
  question: z.string(),
  standalone_question: z.optional(z.string()),
  answer: z.string(),
  /** The sources, each with whether the answer cites it, and the verdicts on where it does. */
  sources: z.array(
    z.extend(Source, {
      is_cited: z.boolean(),
      verdicts: z.optional(z.array(Citation.shape.status)),
    }),
  ),
  /** What the prompt was told of the reader. */
  recalled: z.optional(z.array(Recollection)),
  retrieval_mode: RetrievalMode,
  selected_text: z.optional(z.string()),
  latency_ms: z.number(),
  created_at: z.iso.datetime(),
  answered: z.boolean(),
  finish: z._default(Finish, 'stop'),
  cached: CachedAs,
  degraded: z.array(z.string()),
  model: z.optional(z.string()),
  usage: z.optional(Usage),
  confidence: z.optional(z.number()),
  timings: z.record(z.string(), z.number()),
  /** What was asked beside the question. */
  asked_with: z.optional(z.object({ filter: z.optional(Filter), page: z.optional(z.string()) })),
  /** The owner's answer that was given. */
  pin_id: z.optional(z.string()),
  /** Where the answer cache keeps what was answered. */
  cache_key: z.optional(z.string()),
})

export type JournalEntry = z.infer<typeof JournalEntry>

// Ids of sessions and webhooks alone come back.
const mostReplyBytes = 64 * 1024

export type Journal = ReturnType<typeof createJournal>

export interface JournalDeps {
  neon: Neon
  queue: Queue
  /** Takes what Redis and Qdrant hold of an erased session. */
  forget: (kept: Kept[]) => Promise<void>
  /** Where an event waits that could not be recorded, and who sends what was. */
  events: { queue: MessageQueue; waker: Pick<Waker, 'wake'> }
  /** Whether the conversation is kept turn by turn. */
  keepMessages: boolean
  /** Whether the log holds what was asked and answered, or its numbers alone. */
  keepLogText: boolean
}

/** The log of questions in Neon; while Neon is away, entries wait in the journal queue. */
export function createJournal(deps: JournalDeps) {
  const { neon, queue, forget, events, keepMessages, keepLogText } = deps
  const write = async (entry: JournalEntry, ...told: Event[]) => {
    const messages = keepMessages ? [questionMessage(entry), answerMessage(entry, keepLogText)] : []
    const [held, due] = await neon.transaction(
      [
        lockSessions([entry.session_id, ...toldOf(entry)]),
        recordEvents(told, ofKnownSessions),
        log(entry, keepLogText),
        touch(entry),
        ...messages,
      ],
      { mostBytes: mostReplyBytes },
    )
    const isGone = (session: string) => !held.some(({ id }) => id === session.toLowerCase())
    // Erased meanwhile: what Redis and Qdrant have got since goes too.
    const erased = isGone(entry.session_id) ? [keptOf(entry)] : []
    // So does what this conversation was told of one that is gone: its state is read from Neon again.
    const untold = toldOf(entry)
      .filter(isGone)
      .map((session_id) => ({
        session_id,
        cache_keys: [stateKey(entry.session_id)],
      }))
    const kept = [...erased, ...untold]
    if (kept.length > 0) await forget(kept)
    // Recorded, an event is safe: what no wake reaches, the cron finds.
    await events.waker.wake(due.map((row) => row.webhook_id)).catch(() => undefined)
  }

  return {
    /** Writes an entry: one that was written before changes nothing. */
    write: (entry: JournalEntry) => write(entry),

    /** Writes an entry and tells of it, in one transaction; when that fails, as soon as Neon is back. */
    async record(entry: JournalEntry, event: Event): Promise<void> {
      try {
        await write(entry, event)
      } catch {
        // Neon is away or slow: the queues keep both and try again.
        await Promise.all([queue.send(entry), events.queue.send(event)])
      }
    },
  }
}

/** The earlier conversations that the prompt was told of. */
const toldOf = ({ recalled = [] }: JournalEntry) =>
  recalled.flatMap(({ session_id }) => session_id ?? [])

/** The keys that an answer's words have in Redis; one from the cache was there before. */
const keptOf = ({ session_id, query_id, cached, cache_key }: JournalEntry): Kept => ({
  session_id,
  cache_keys: [eventsKey(query_id), ...(cache_key !== undefined && !cached ? [cache_key] : [])],
})

// A session that was erased while its answer was on the way has no row, and leaves no words.
function log(entry: JournalEntry, keepText: boolean) {
  const kept = (words: Fragment) =>
    fragment`case when ${keepText}::boolean and s.id is not null then ${words} end`
  const text = (value: string | undefined) => kept(fragment`${value ?? null}::text`)
  return sql(NoRow)`
    insert into query_logs (query_id, session_id, question, standalone_question, answer, sources,
      retrieval_mode, selected_text, latency_ms, created_at, answered, finish, cached, degraded, model,
      usage, confidence, timings, cache_key, recalled, asked_with, pin_id)
    select ${entry.query_id}, s.id, ${text(entry.question)}, ${text(entry.standalone_question)},
      ${text(entry.answer)},
      coalesce(${kept(fragment`asked.sources`)}, ${withoutTexts}),
      ${entry.retrieval_mode}, ${text(entry.selected_text)}, ${entry.latency_ms}::real,
      ${entry.created_at}::timestamptz, ${entry.answered}::boolean, ${entry.finish},
      ${entry.cached || null},
      ${entry.degraded}::text[], ${entry.model ?? null},
      ${jsonOf(entry.usage)}::jsonb, ${entry.confidence ?? null}::real,
      ${JSON.stringify(entry.timings)}::jsonb, ${entry.cache_key ?? null},
      ${kept(stillKnown(entry))}, ${kept(fragment`${jsonOf(entry.asked_with)}::jsonb`)},
      ${entry.pin_id ?? null}::uuid
    from (values (${entry.session_id}::uuid, ${JSON.stringify(entry.sources)}::jsonb))
      as asked (session_id, sources)
    left join sessions s on s.id = asked.session_id
    on conflict (query_id) do nothing`
}

const jsonOf = (value: object | undefined) => (value ? JSON.stringify(value) : null)

/** What the prompt was told, without what came of a conversation that was erased meanwhile. */
const stillKnown = ({ recalled }: JournalEntry) => fragment`(
  select jsonb_agg(one) from jsonb_array_elements(${recalled ? JSON.stringify(recalled) : null}::jsonb) one
  where one -> 'session_id' is null or exists (select from sessions_archive a
    where a.session_id::text = one ->> 'session_id' and a.user_id is not null))`

/** The sources' places in the book. A text may be what the reader selected. */
const withoutTexts = fragment`coalesce((select jsonb_agg(source - 'text' order by place)
  from jsonb_array_elements(asked.sources) with ordinality as listed (source, place)), '[]')`

/**
 * A later question makes a session active again, unless a person has been asked for. One from before the
 * session was archived, logged only now, has it archived anew.
 */
function touch({ session_id, query_id, created_at }: JournalEntry) {
  const stands = fragment`(status = 'escalated' or at <= greatest(confirmed_at, archived_at))`
  return sql(NoRow)`
    update sessions set last_active_at = greatest(last_active_at, at),
      status = case when ${stands} then status else 'active' end,
      confirmed_at = case when ${stands} then confirmed_at end,
      archived_at = case when at <= archived_at and exists (
          select from query_logs where query_id = ${query_id} and xmin = pg_current_xact_id()::xid)
        then at - interval '1 microsecond' else archived_at end
    from (values (${created_at}::timestamptz)) as asked (at) where id = ${session_id}`
}

const questionMessage = (entry: JournalEntry) =>
  message(entry, 'user', entry.question, fragment`'[]'`)

/** With the sources of the log, where that holds them whole. */
const answerMessage = (entry: JournalEntry, isLogged: boolean) =>
  message(
    entry,
    'assistant',
    entry.answer,
    isLogged
      ? fragment`coalesce((select sources from query_logs where query_id = ${entry.query_id}), '[]')`
      : fragment`${JSON.stringify(entry.sources)}`,
  )

const message = (
  { session_id, query_id, created_at }: JournalEntry,
  role: 'user' | 'assistant',
  content: string,
  sources: Fragment,
) => sql(NoRow)`
  insert into messages (session_id, query_id, role, content, sources, created_at)
  select id, ${query_id}, ${role}, ${content}, ${sources}::jsonb, ${created_at}
  from sessions where id = ${session_id}
  on conflict (query_id, role) do nothing`
