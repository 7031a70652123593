import * as z from 'zod/mini'
import { type Neon, sql } from '../clients/neon.ts'
import { Problem } from '../problem.ts'
import { cleanText } from '../text/clean-text.ts'

const mostFound = 20

/** The id of a session or of a user, or a reader's id on a channel, from its beginning on. */
export const ReaderQuery = z.strictObject({ q: cleanText.check(z.minLength(1), z.maxLength(200)) })

const Identity = z.object({ provider: z.string(), external_id: z.string() })

/** A reader: known by identities, or one anonymous session. */
export const Reader = z.object({
  id: z.uuid(),
  kind: z.enum(['user', 'session']),
  identities: z.array(Identity),
  sessions: z.int(),
  questions: z.int(),
  last_active_at: z.optional(z.string()),
})

export type Reader = z.infer<typeof Reader>

export const ReaderList = z.object({ data: z.array(Reader) })

export type ReaderList = z.infer<typeof ReaderList>

const Row = z.extend(Reader, { last_active_at: z.nullable(z.date()) })
const Held = z.object({ reader: z.nullable(z.record(z.string(), z.unknown())) })
const Session = z.object({ id: z.string(), held: z.unknown() })

const isId = (text: string) => z.uuid().safeParse(text).success
const nobody = '00000000-0000-0000-0000-000000000000'

/** Readers by a session's or user's id, or by what they are called on a channel. */
export async function findReaders(
  { q }: z.infer<typeof ReaderQuery>,
  neon: Neon,
): Promise<z.infer<typeof ReaderList>> {
  const id = isId(q) ? q.toLowerCase() : nobody
  const rows = await neon.run(sql(Row)`
    with wanted as (
      select user_id from user_profiles where user_id = ${id}
      union select user_id from sessions where id = ${id} and user_id is not null
      union (select user_id from identities where starts_with(external_id, ${q})
        order by external_id limit ${mostFound})
    )
    select w.user_id::text as id, 'user' as kind,
      coalesce((select jsonb_agg(jsonb_build_object('provider', provider, 'external_id', external_id))
        from identities i where i.user_id = w.user_id), '[]') as identities,
      count(distinct s.id)::int as sessions, count(l.id)::int as questions,
      max(s.last_active_at) as last_active_at
    from wanted w left join sessions s on s.user_id = w.user_id
      left join query_logs l on l.session_id = s.id
    group by w.user_id
    union all
    select s.id::text, 'session', '[]', 1,
      (select count(*)::int from query_logs l where l.session_id = s.id), s.last_active_at
    from sessions s where s.id = ${id} and s.user_id is null
    limit ${mostFound}`)
  return {
    data: rows.map(({ last_active_at, ...row }) => ({
      ...row,
      ...(last_active_at && { last_active_at: last_active_at.toISOString() }),
    })),
  }
}

/** Whose reader an id names: a user, or an anonymous session; an unknown one is not found. */
export async function readerOf(
  id: string,
  neon: Neon,
): Promise<{ kind: 'user' | 'session'; id: string }> {
  const [row] = await neon.run(sql(z.object({ kind: z.enum(['user', 'session']), id: z.string() }))`
    select 'user' as kind, user_id::text as id from user_profiles where user_id = ${id}
    union all
    select case when user_id is null then 'session' else 'user' end, coalesce(user_id, id)::text
    from sessions where id = ${id} limit 1`)
  if (!row) throw new Problem('not-found', `There is no reader ${id}.`)
  return row
}

/** Sessions of an export that are read at once: Neon sends at most 64 MB in a reply. */
const atOnce = 10

/**
 * All that is held of a reader, as one JSON document, piece by piece: however much it is, little of it
 * is in memory at a time.
 */
export async function* exportReader(id: string, neon: Neon): AsyncGenerator<string> {
  const reader = await readerOf(id, neon)
  const [profile] = await neon.run(sql(Held)`
    select (select to_jsonb(p) || jsonb_build_object('identities',
      (select coalesce(jsonb_agg(to_jsonb(i) - 'user_id'), '[]') from identities i
        where i.user_id = p.user_id)) from user_profiles p where p.user_id = ${reader.id}) as reader`)
  yield `{"id":${JSON.stringify(reader.id)},"kind":"${reader.kind}","profile":${JSON.stringify(profile?.reader ?? null)},"sessions":[`
  let after = nobody
  let separator = ''
  for (;;) {
    const sessions = await neon.run(sessionsAfter(reader, after))
    for (const { held } of sessions) {
      yield separator + JSON.stringify(held)
      separator = ','
    }
    after = sessions.at(-1)?.id ?? after
    if (sessions.length < atOnce) break
  }
  yield ']}'
}

const sessionsAfter = ({ kind, id }: { kind: 'user' | 'session'; id: string }, after: string) =>
  sql(Session)`
    select s.id::text, to_jsonb(s) || jsonb_build_object(
      'questions', (select coalesce(jsonb_agg(to_jsonb(q) - 'cache_key' order by q.id), '[]')
        from query_logs q where q.session_id = s.id),
      'messages', (select coalesce(jsonb_agg(to_jsonb(m) order by m.id), '[]')
        from messages m where m.session_id = s.id),
      'escalations', (select coalesce(jsonb_agg(to_jsonb(e)), '[]')
        from escalations e where e.session_id = s.id),
      'archive', (select to_jsonb(a) from sessions_archive a where a.session_id = s.id),
      'summary', (select to_jsonb(y) from session_summaries y where y.session_id = s.id),
      'events', (select coalesce(jsonb_agg(jsonb_build_object('type', d.event_type,
          'created_at', d.created_at, 'status', d.status, 'payload', d.payload)), '[]')
        from webhook_deliveries d where d.payload #>> '{data,session_id}' = s.id::text)) as held
    from sessions s
    where s.id > ${after} and ${kind} = case when s.user_id is null then 'session' else 'user' end
      and coalesce(s.user_id, s.id) = ${id}
    order by s.id limit ${atOnce}`
