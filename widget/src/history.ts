import { loadRare } from './rare.ts'
import { isRecord } from './request.ts'
import type { HeldSession } from './session.ts'
import type { Shelf } from './storage.ts'
import { list } from './stream-event.ts'
import { citedSources, readTurn, type Turn } from './turn.ts'

/** So many of a conversation's last turns are shown again. */
export const mostTurns = 30
const mostCharacters = 300_000

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
  const told = !kept[0] && session && loadRare().then((rare) => rare?.toldTurns(url, session))
  const turns = (told && (await told.catch(() => []))) || kept
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
