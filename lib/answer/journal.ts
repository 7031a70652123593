import type { Queue } from '@cloudflare/workers-types/experimental'
import * as z from 'zod/mini'
import { type Neon, NoRow, sql } from '../clients/neon.ts'
import { Source, Usage } from './events.ts'

/** One answered question as it is logged. */
export const JournalEntry = z.object({
  query_id: z.uuidv4(),
  session_id: z.uuidv4(),
  question: z.string(),
  standalone_question: z.optional(z.string()),
  answer: z.string(),
  /** The sources, each with whether the answer cites it. */
  sources: z.array(z.extend(Source, { is_cited: z.boolean() })),
  retrieval_mode: z.enum(['full_book', 'selected_text']),
  selected_text: z.optional(z.string()),
  latency_ms: z.number(),
  created_at: z.iso.datetime(),
  answered: z.boolean(),
  cached: z.union([z.literal(false), z.enum(['exact', 'near'])]),
  degraded: z.array(z.string()),
  model: z.optional(z.string()),
  usage: z.optional(Usage),
  confidence: z.optional(z.number()),
  timings: z.record(z.string(), z.number()),
})

export type JournalEntry = z.infer<typeof JournalEntry>

export type Journal = ReturnType<typeof createJournal>

/** The log of questions in Neon; while Neon is away, entries wait in the journal queue. */
export function createJournal({
  neon,
  queue,
  keepMessages,
}: {
  neon: Neon
  queue: Queue
  keepMessages: boolean
}) {
  const write = async (entry: JournalEntry) => {
    const messages = keepMessages ? [message(entry, 'user'), message(entry, 'assistant')] : []
    await neon.transaction([log(entry), touch(entry), ...messages])
  }

  return {
    /** Writes an entry: one that was written before changes nothing. */
    write,

    /** Writes an entry now or, when that fails, as soon as Neon is back. */
    async record(entry: JournalEntry): Promise<void> {
      try {
        await write(entry)
      } catch {
        // Neon is away or slow: the queue keeps the entry and tries again.
        await queue.send(entry)
      }
    },
  }
}

function log(entry: JournalEntry) {
  return sql(NoRow)`
    insert into query_logs (query_id, session_id, question, standalone_question, answer, sources,
      retrieval_mode, selected_text, latency_ms, created_at, answered, cached, degraded, model,
      usage, confidence, timings)
    values (${entry.query_id}, (select id from sessions where id = ${entry.session_id}),
      ${entry.question}, ${entry.standalone_question ?? null}, ${entry.answer},
      ${JSON.stringify(entry.sources)}::jsonb, ${entry.retrieval_mode}, ${entry.selected_text ?? null},
      ${entry.latency_ms}, ${entry.created_at}, ${entry.answered}, ${entry.cached || null},
      ${entry.degraded}::text[], ${entry.model ?? null}, ${entry.usage ? JSON.stringify(entry.usage) : null}::jsonb,
      ${entry.confidence ?? null}, ${JSON.stringify(entry.timings)}::jsonb)
    on conflict (query_id) do nothing`
}

function touch({ session_id, created_at }: JournalEntry) {
  return sql(NoRow)`
    update sessions set last_active_at = greatest(last_active_at, ${created_at}::timestamptz)
    where id = ${session_id}`
}

function message(entry: JournalEntry, role: 'user' | 'assistant') {
  const isAnswer = role === 'assistant'
  return sql(NoRow)`
    insert into messages (session_id, query_id, role, content, sources, created_at)
    select id, ${entry.query_id}, ${role}, ${isAnswer ? entry.answer : entry.question},
      ${JSON.stringify(isAnswer ? entry.sources : [])}::jsonb, ${entry.created_at}
    from sessions where id = ${entry.session_id}
    on conflict (query_id, role) do nothing`
}
