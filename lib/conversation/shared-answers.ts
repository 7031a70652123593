import * as z from 'zod/mini'
import { Citation, Source } from '../chat/events.ts'
import type { Group } from '../chat/filter.ts'
import { withAddresses } from '../citations/address.ts'
import { citations } from '../citations/citations.ts'
import { withLogged } from '../citations/logged-verdicts.ts'
import { lockSession } from '../clients/lock-session.ts'
import { type Fragment, type Neon, NoRow, sql } from '../clients/neon.ts'
import type { RedisDoor } from '../clients/redis.ts'
import { Problem } from '../problem.ts'
import { whenLogged } from './when-logged.ts'

/** Which of a session's answers its reader shares. */
export const NewSharedAnswer = z.strictObject({ query_id: z.uuidv4().check(z.toLowerCase()) })

/** A share: whoever has its id can read the answer until it expires. */
export const Share = z.object({ shared_id: z.uuidv4(), expires_at: z.iso.datetime() })

/** An answer that its reader shares, and what it rests on. */
export const SharedAnswer = z.object({
  question: z.string(),
  answer: z.string(),
  sources: z.array(Source),
  citations: z.array(Citation),
  answered_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
  /** Whether a passage that it rests on reads otherwise by now. */
  is_outdated: z.boolean(),
})

const LoggedSource = z.extend(Source, {
  verdicts: z.optional(z.array(z.enum(['verified', 'weak']))),
})

const ShareRow = z.object({ shared_id: z.string(), expires_at: z.date() })

const AnswerRow = z.object({
  question: z.string(),
  answer: z.string(),
  sources: z.array(LoggedSource),
  created_at: z.date(),
  expires_at: z.date(),
  is_outdated: z.boolean(),
})

const OwnRow = z.object({ is_own: z.boolean() })

// A few at a time, whenever one is added: there are never many more than are in force.
const mostForgotten = 100

export interface SharedAnswersDeps {
  neon: Neon
  redis: RedisDoor
  newId: () => string
  /** How long one can be read; 0 where readers may not share. */
  days: number
  /** The condition that a passage, of a table `d`, is for readers of these groups. */
  isFor: (groups: readonly Group[]) => Fragment
  /** Reads what citations are judged by; never fails. */
  readTexts: () => Promise<void>
}

export type SharedAnswers = ReturnType<typeof createSharedAnswers>

/**
 * The answers that readers share. A share holds no words of its own, only whose answer it shows: what is
 * erased from the log, or from the book, cannot be read through it any more.
 */
export function createSharedAnswers(deps: SharedAnswersDeps) {
  const { neon, redis, newId, days, isFor, readTexts } = deps

  /** Shares an answer if it is in the log and of this session; says whose it is. */
  async function tryToShare(queryId: string, sessionId: string, groups: readonly Group[]) {
    const [, , [shared], [known]] = await neon.transaction([
      lockSession(sessionId),
      forgetExpired,
      sql(ShareRow)`
        insert into shared_answers (shared_id, query_id, session_id, groups, expires_at)
        select ${newId()}::uuid, query_id, session_id, ${[...groups]}::text[],
          now() + make_interval(days => ${days}::int)
        from query_logs
        where query_id = ${queryId} and session_id = ${sessionId}
          and question is not null and answer is not null
        on conflict (query_id) do update set expires_at = excluded.expires_at
        returning shared_id::text, expires_at`,
      sql(OwnRow)`
        select coalesce(session_id = ${sessionId}, false) as is_own
        from query_logs where query_id = ${queryId}`,
    ])
    return known && { shared, isOwn: known.is_own }
  }

  return {
    /** Shares an answer of a session with the readers of these groups; shared again it lasts anew. */
    async share(
      { query_id: queryId }: z.infer<typeof NewSharedAnswer>,
      sessionId: string,
      groups: readonly Group[],
    ): Promise<z.infer<typeof Share>> {
      if (days === 0) {
        throw new Problem('not-found', 'Answers are not shared here: SHARED_ANSWER_DAYS is 0.')
      }
      const tried = () => tryToShare(queryId, sessionId, groups)
      const known = await whenLogged({ queryId, sessionId }, tried, redis)
      if (!known) throw new Problem('not-found', `There is no answer ${queryId}.`)
      const { shared, isOwn } = known
      if (!isOwn) throw new Problem('forbidden', 'This answer was given in another session.')
      if (!shared) throw new Problem('conflict', 'The words of this answer are not kept.')
      return { shared_id: shared.shared_id, expires_at: shared.expires_at.toISOString() }
    },

    /** A shared answer, for a reader of these groups; one that is not for them is not found. */
    async get(sharedId: string, groups: readonly Group[]): Promise<z.infer<typeof SharedAnswer>> {
      const read = neon.run(sharedAnswer(sharedId, groups, isFor(groups)))
      const [[row]] = await Promise.all([read, readTexts()])
      if (!row) {
        throw new Problem(
          'not-found',
          'There is no such shared answer: it has expired, was taken back or erased, or is for other readers.',
        )
      }
      const { sources: logged, created_at, expires_at, ...words } = row
      return {
        ...words,
        sources: logged.map(({ verdicts: _, ...source }) => source),
        citations: withAddresses(withLogged(citations(words.answer, logged), logged), logged),
        answered_at: created_at.toISOString(),
        expires_at: expires_at.toISOString(),
      }
    },

    /** Takes a share of this session back; nobody else's is found. */
    async takeBack(sharedId: string, sessionId: string): Promise<void> {
      const gone = await neon.run(sql(z.object({ shared_id: z.string() }))`
        delete from shared_answers where shared_id = ${sharedId} and session_id = ${sessionId}
        returning shared_id::text`)
      if (gone.length === 0) throw new Problem('not-found', `You share no answer ${sharedId}.`)
    },
  }
}

const forgetExpired = sql(NoRow)`
  delete from shared_answers where shared_id in (
    select shared_id from shared_answers where expires_at < now()
    order by expires_at limit ${mostForgotten} for update skip locked)
  returning shared_id`

/**
 * Who was of groups may have been told what is for them alone: only who is of all of them reads it. And
 * whatever it names has to be in the book, for this reader, today. A source can be several passages of a
 * section in a row, as they stood in it.
 */
const sharedAnswer = (sharedId: string, groups: readonly Group[], isForThem: Fragment) => sql(
  AnswerRow,
)`
  with shared as (
    select q.question, q.answer, q.sources, q.created_at, s.expires_at
    from shared_answers s
      join query_logs q on q.query_id = s.query_id and q.session_id = s.session_id
    where s.shared_id = ${sharedId} and s.expires_at > now() and s.groups <@ ${[...groups]}::text[]
      and q.question is not null and q.answer is not null
  ), held as (
    select source.*, exists (select from documents d
      where d.id = source.passage_id::bigint and ${isForThem}) as is_here
    from shared, jsonb_to_recordset(shared.sources) as source
      (passage_id text, source text, section text, text text, is_primary boolean)
    where source.passage_id is not null
  )
  select question, answer, sources, created_at, expires_at, exists (
    select from held where not coalesce(is_primary, false) and strpos(
      (select string_agg(d.content, E'\\n\\n' order by d.chunk_index) from documents d
        where d.source = held.source and d.section = held.section), held.text) = 0) as is_outdated
  from shared where not exists (select from held where not is_here)`
