import { type AnswerDocument, toDocument } from '../../chat/events.ts'
import { everything, type Filter } from '../../chat/filter.ts'
import { NoRow, sql } from '../../clients/neon.ts'
import type { DeskValues } from '../../desk/values.ts'
import type { Settings } from '../../env.ts'
import * as doors from '../doors.ts'
import { newId, now } from '../doors.ts'
import { neonFor } from '../upstreams.ts'
import { type AnswerDesk, answerDeps } from './answer-deps.ts'
import { unlogged } from './unlogged.ts'

/** A question as an owner asks it, to see what comes of it. */
export interface OwnersQuestion {
  question: string
  page?: string | undefined
  selected_text?: string | undefined
  filter?: Filter | undefined
}

/** Answers a question anew with what the desk would say: nothing is cached, pinned, counted or logged. */
export async function askAsOwner(
  { question, page, selected_text, filter }: OwnersQuestion,
  values: DeskValues,
  settings: Settings,
): Promise<AnswerDocument> {
  const bare = { redis: doors.redisFor(settings), points: doors.pointsFor(settings), now }
  const deps = answerDeps(settings, doors.neonFor(settings), bare, deskOf(values))
  const neon = neonFor(settings)
  const session_id = newId()
  const asked = {
    question,
    filter: { ...filter, ...everything },
    ...(page !== undefined && { page: { path: page } }),
    ...(selected_text !== undefined && { selected_text }),
    session_id,
    query_id: newId(),
    address: 'desk',
    askedAt: now(),
  }
  // Retrieval takes questions of sessions that there are; this one is nobody's, and ends with the answer.
  await neon.run(sql(NoRow)`
    insert into sessions (id, metadata) values (${session_id}, '{"purpose": "desk"}')`)
  try {
    const signal = AbortSignal.timeout(settings.TIMEOUT_MODEL_MS)
    return await toDocument(unlogged(deps)(asked, signal))
  } finally {
    await neon.run(sql(NoRow)`delete from sessions where id = ${session_id}`)
  }
}

/** A desk that says this, whatever is in force; as nothing of it is published, nothing is shared either. */
const deskOf = (values: DeskValues): AnswerDesk => ({
  keys: () => [],
  note: () => undefined,
  take: () => undefined,
  isFresh: () => true,
  desk: () => ({ publication: 0, version: 0, values }),
  pins: () => [],
  pinsAreCurrent: () => false,
})
