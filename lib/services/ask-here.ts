import { editionsFor } from '../chat/editions.ts'
import { toDocument } from '../chat/events.ts'
import { readerFilter } from '../chat/filter.ts'
import { withoutHiddenText } from '../chat/question.ts'
import { sql } from '../clients/neon.ts'
import { readSessionToken } from '../conversation/session-token.ts'
import type { Settings } from '../env.ts'
import { createGate } from '../limits/gate.ts'
import { newSessionLimit } from '../limits/new-sessions.ts'
import { toAskedAnswer } from '../mcp/to-asked-answer.ts'
import { type Caller, type Reader, ToolError } from '../mcp/tool.ts'
import { createBook } from '../pages/book.ts'
import { isLive, Live } from '../retrieval/passage-columns.ts'
import type { chatServices } from './chat.ts'
import { neonFor, newId, now } from './doors.ts'
import type { Ask } from './mcp.ts'
import type { sessionServices } from './sessions.ts'

/** Asks in this very Worker, in the conversation that the agent names or in a new one. */
export function askHere(
  settings: Settings,
  {
    answer,
    sessions,
  }: Pick<ReturnType<typeof chatServices>, 'answer'> &
    Pick<ReturnType<typeof sessionServices>, 'sessions'>,
): Ask {
  const neon = neonFor(settings)
  const book = createBook({ neon })
  const gate = createGate(now)

  /** Nobody's, once the session whose token named them is erased. */
  async function groupsOf({ groups, groupsOf: session }: Reader): Promise<readonly string[]> {
    if (groups.length === 0 || session === undefined) return groups
    const [row] = await neon.run(sql(Live)`select ${isLive(session)} as live`)
    return row?.live ? groups : []
  }

  async function conversationOf(
    token: string | undefined,
    { address, afterwards, ...caller }: Caller,
  ) {
    if (token !== undefined) {
      const held = await readSessionToken(token, settings.SESSION_SECRET)
      if (held) return { id: held.id, token, groups: held.groups ?? [] }
      throw new ToolError('This conversation is over: ask again without conversation.')
    }
    gate.enter([newSessionLimit(settings.RATE_LIMIT_NEW_SESSIONS_PER_HOUR, `mcp:${address}`)])
    const groups = await groupsOf(caller)
    const opened = await sessions.open({ metadata: { channel: 'mcp' } }, afterwards, { groups })
    return { id: opened.session_id, token: opened.token, groups }
  }

  return async ({ question, filter, page, conversation }, caller) => {
    const { address, signal, afterwards } = caller
    const { id, token, groups } = await conversationOf(conversation, caller)
    const asked = {
      ...withoutHiddenText({
        question,
        ...(page !== undefined && { page: { path: page } }),
      }),
      filter: readerFilter(filter, {
        groups,
        editions: editionsFor(settings),
        question,
        ...(page !== undefined && { page: { path: page } }),
      }),
      session_id: id,
      query_id: newId(),
      address,
      askedAt: now(),
    }
    const document = await toDocument(answer(asked, signal, afterwards))
    const ids = document.sources.flatMap(({ passage_id }) => passage_id ?? [])
    // Without hashes the answer is as good, and says less.
    const hashes = await book.hashesOf(ids).catch(() => new Map<string, string>())
    return toAskedAnswer(document, hashes, token)
  }
}
