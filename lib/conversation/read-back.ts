import * as z from 'zod/mini'
import { fragment, type Neon, sql } from '../clients/neon.ts'
import { type ConversationState, emptyState, keptTurns, withTurn } from './conversation-state.ts'
import { hasPerson } from './new-session.ts'
import { Recollection, recollections } from './recollection.ts'

const KeptRow = z.object({
  memory: z.array(Recollection),
  has_person: z.boolean(),
  turns: z.array(
    z.object({
      query_id: z.nullable(z.string()),
      question: z.string(),
      answer: z.string(),
      answered: z.nullable(z.boolean()),
    }),
  ),
})

/**
 * A conversation's state as Neon has it, for when Redis has none: what the reader is known by and the
 * last turns, from the messages or, where those are not kept, from the log.
 */
export async function readBack(sessionId: string, neon: Neon): Promise<ConversationState> {
  const [kept] = await neon.run(keptOf(sessionId))
  if (!kept) return emptyState()
  return kept.turns.reduce(
    (state, { answered, query_id, ...turn }) =>
      withTurn(state, { ...turn, ...(query_id && { query_id }), answered: answered ?? true }),
    emptyState(kept.memory, kept.has_person),
  )
}

const keptOf = (sessionId: string) => sql(KeptRow)`
    select ${recollections(fragment`s.user_id`, sessionId)} as memory,
      ${hasPerson} as has_person, coalesce((
      select jsonb_agg(jsonb_build_object('query_id', query_id, 'question', question, 'answer', answer,
        'answered', answered) order by created_at)
      from (
        select log.query_id, coalesce(asked.content, log.question) as question,
          coalesce(said.content, log.answer) as answer, log.answered, log.created_at
        from query_logs log
          left join messages asked on asked.query_id = log.query_id and asked.role = 'user'
          left join messages said on said.query_id = log.query_id and said.role = 'assistant'
        where log.session_id = s.id
          -- What was answered from no source is small talk, and no turn.
          and (log.answered is not true or log.sources <> '[]')
        order by log.created_at desc limit ${keptTurns}) as latest
      where question is not null and answer is not null), '[]') as turns
    from sessions s where s.id = ${sessionId}`
