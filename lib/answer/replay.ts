import * as z from 'zod/mini'
import { type ChatEvent, Citation, Done, Source, Sources } from '../chat/events.ts'
import { withAddresses } from '../citations/address.ts'
import { citations } from '../citations/citations.ts'
import { withLogged } from '../citations/logged-verdicts.ts'
import { type Neon, sql } from '../clients/neon.ts'
import type { RedisDoor } from '../clients/redis.ts'
import { eventsKey } from '../conversation/conversation-state.ts'
import { Problem } from '../problem.ts'
import { jsonOrUndefined } from '../text/json.ts'
import { settle } from '../upstream/settle.ts'

/** How long an answer's stream can be resumed, in seconds. */
const keptSeconds = 3600

/** An answer's events as Redis keeps them for a while. */
const Buffered = z.object({
  session_id: z.string(),
  events: z.array(z.object({ event: z.string(), data: z.unknown() })),
})

const Delta = z.object({ text: z.string() })

const LogRow = z.object({
  session_id: z.nullable(z.string()),
  answer: z.string(),
  sources: z.array(z.extend(Source, { verdicts: z.optional(z.array(Citation.shape.status)) })),
  retrieval_mode: Sources.shape.retrieval_mode,
  answered: z.boolean(),
  finish: Done.shape.finish,
  cached: Done.shape.cached,
  degraded: z.array(z.string()),
  latency_ms: z.number(),
  is_recent: z.boolean(),
})

export interface HeardEvent {
  event: string
  data: unknown
}

/** What a reader has not heard yet, and whether the answer came to its end. */
export interface Heard {
  events: HeardEvent[]
  isWhole: boolean
}

/** What is kept of an answer for a reader who loses its stream. */
export const toBuffer = (sessionId: string, events: ChatEvent[]) => ({
  value: JSON.stringify({ session_id: sessionId, events }),
  seconds: keptSeconds,
})

/**
 * The events of an answer that a reader has not heard yet. From the buffer only those after
 * `lastId`; from the log, which does not know them one by one, the whole answer anew. Throws
 * `forbidden` to another session, `gone` after an hour, `not-found` for an answer there never was.
 */
export async function replay(
  queryId: string,
  sessionId: string,
  lastId: number,
  { neon, redis }: { neon: Neon; redis: RedisDoor },
): Promise<Heard> {
  const held = await settle(redis.batch().get(eventsKey(queryId)))
  const buffered = Buffered.safeParse(held.ok ? jsonOrUndefined(held.value) : undefined)
  if (buffered.success) {
    requireSame(buffered.data.session_id, sessionId)
    const { events } = buffered.data
    return { events: events.slice(lastId), isWhole: events.some(({ event }) => event === 'done') }
  }
  const [row] = await neon.run(sql(LogRow)`
    select session_id::text, coalesce(answer, '') as answer, retrieval_mode, answered,
      case when answer is null then '[]' else sources end as sources,
      coalesce(finish, 'stop') as finish, coalesce(to_jsonb(cached), 'false') as cached, degraded, latency_ms,
      answer is not null
        and created_at > now() - make_interval(secs => ${keptSeconds}::int) as is_recent
    from query_logs where query_id = ${queryId}`)
  if (!row) throw new Problem('not-found', `There is no answer ${queryId}.`)
  requireSame(row.session_id, sessionId)
  if (!row.is_recent) throw new Problem('gone', 'This answer is no longer kept; ask again.')
  return { events: wholeAnswer(queryId, row), isWhole: true }
}

/** The sources and the text of an answer that is kept; undefined where it is not, or not this session's. */
export async function readKept(queryId: string, sessionId: string, redis: RedisDoor) {
  const held = await settle(redis.batch().get(eventsKey(queryId)))
  const { data } = Buffered.safeParse(held.ok ? jsonOrUndefined(held.value) : undefined)
  if (data?.session_id !== sessionId) return undefined
  const told = data.events.find(({ event }) => event === 'sources')
  const sources = Sources.safeParse(told?.data).data?.sources
  const texts = data.events.map(({ data: delta }) => Delta.safeParse(delta).data?.text ?? '')
  return sources && { sources, text: texts.join('') }
}

function requireSame(owner: string | null, sessionId: string) {
  if (owner !== sessionId) throw new Problem('forbidden', 'This answer is of another session.')
}

function wholeAnswer(queryId: string, row: z.infer<typeof LogRow>): ChatEvent[] {
  const { answer, retrieval_mode, answered, finish, cached, degraded, latency_ms } = row
  const sources = row.sources.map(({ verdicts: _, ...source }) => source)
  const cited = withLogged(citations(answer, sources), row.sources)
  const told = { query_id: queryId, answered, finish, cached, degraded, timings: {} }
  return [
    { event: 'sources', data: { query_id: queryId, retrieval_mode, sources } },
    { event: 'delta', data: { text: answer } },
    { event: 'citations', data: { citations: withAddresses(cited, sources) } },
    { event: 'done', data: { ...told, latency_ms: Math.round(latency_ms) } },
  ]
}
