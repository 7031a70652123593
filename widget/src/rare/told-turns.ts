import { mostTurns } from '../history.ts'
import { isRecord, request } from '../request.ts'
import type { HeldSession } from '../session.ts'
import { isSource, list } from '../stream-event.ts'
import { newTurn, type Turn } from '../turn.ts'

const mostPages = 5

/** The conversation as the suite kept it; empty where the owner keeps none. */
export async function toldTurns(url: string, session: HeldSession): Promise<Turn[]> {
  const turns: Turn[] = []
  for (const message of await readMessages(url, session)) take(turns, message)
  return turns.slice(-mostTurns)
}

/** The messages that the suite kept of a session, oldest first. */
export async function readMessages(url: string, session: HeldSession) {
  const messages: Record<string, unknown>[] = []
  let cursor = ''
  for (let page = 0; page < mostPages; page += 1) {
    const query = `?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`
    const reply = await request({
      method: 'GET',
      url: `${url}/${session.id}/messages${query}`,
      token: session.token,
    })
    const history: unknown = await reply.json()
    if (!isRecord(history)) break
    messages.push(...list(history.data, isRecord))
    if (typeof history.next_cursor !== 'string') break
    cursor = history.next_cursor
  }
  return messages
}

function take(turns: Turn[], { role, content, query_id, sources }: Record<string, unknown>) {
  if (typeof content !== 'string') return
  const last = turns.at(-1)
  // What a person and the reader said to each other is told by the hand-off itself.
  if (query_id === null && role !== 'assistant') {
    if (last) last.isPassedOn = true
    return
  }
  if (role === 'user') {
    turns.push({ ...newTurn({ question: content }), status: 'complete' })
    return
  }
  // What a person has corrected is shown beside the answer.
  if (!last || role === 'person') return
  last.answer = content
  last.sources = list(sources, isSource)
  if (typeof query_id === 'string') last.queryId = query_id
}
