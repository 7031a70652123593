import { isRecord, request } from './request.ts'
import type { HeldSession } from './session.ts'
import type { Shelf } from './storage.ts'
import { isSource, list } from './stream-event.ts'
import { citedSources, newTurn, readTurn, type Turn } from './turn.ts'

const mostTurns = 30
const mostCharacters = 300_000
const mostPages = 5

/** Keeps what the reader sees of a conversation, its end first when it is too long. */
export function keepTurns(shelf: Shelf, turns: Turn[]) {
  const kept: Turn[] = []
  let characters = 0
  for (const turn of turns.slice(-mostTurns).reverse()) {
    const slim = { ...turn, sources: citedSources(turn) }
    characters += JSON.stringify(slim).length
    if (characters > mostCharacters) break
    kept.unshift(slim)
  }
  shelf.write(kept)
}

/** The turns there were before the page was loaded; what cannot be heard on is broken off. */
export async function restoreTurns(
  shelf: Shelf,
  url: string,
  session: HeldSession | undefined,
): Promise<Turn[]> {
  const kept = keptTurns(shelf)
  // A history that cannot be read is no reason not to ask.
  const told = kept.length === 0 && session ? toldTurns(url, session).catch(() => []) : []
  const turns = kept.length > 0 ? kept : await told
  for (const turn of turns) {
    const canGoOn = session && turn === turns.at(-1)
    if (turn.status === 'answering' && !canGoOn) turn.status = 'broken'
  }
  return turns
}

/** The conversation as this page kept it. */
export function keptTurns(shelf: Shelf): Turn[] {
  return list(shelf.read(), isRecord).flatMap((value) => readTurn(value) ?? [])
}

/** The conversation as the suite kept it; empty where the owner keeps none. */
async function toldTurns(url: string, session: HeldSession): Promise<Turn[]> {
  const turns: Turn[] = []
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
    for (const message of list(history.data, isRecord)) take(turns, message)
    if (typeof history.next_cursor !== 'string') break
    cursor = history.next_cursor
  }
  return turns.slice(-mostTurns)
}

function take(turns: Turn[], { role, content, query_id, sources }: Record<string, unknown>) {
  if (typeof content !== 'string') return
  const last = turns.at(-1)
  // What a person and the reader said to each other is told by the hand-off itself.
  if (role === 'person' || (role === 'user' && query_id === null)) {
    if (last) last.isPassedOn = true
    return
  }
  if (role === 'user') {
    turns.push({ ...newTurn({ question: content }), status: 'complete' })
    return
  }
  if (!last) return
  last.answer = content
  last.sources = list(sources, isSource)
  if (typeof query_id === 'string') last.queryId = query_id
}
