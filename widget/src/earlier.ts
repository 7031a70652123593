import type { Aside } from './conversation.ts'
import { keepTurns, keptTurns } from './history.ts'
import { isRecord } from './request.ts'
import { type HeldSession, isHeld } from './session.ts'
import type { Shelf } from './storage.ts'
import { list } from './stream-event.ts'

const mostKept = 10
const longestTitle = 80

/** A conversation that a reader can come back to while its session lasts. */
export interface Earlier extends HeldSession {
  /** Its first question. */
  title: string
}

export interface EarlierDeps {
  /** Where the list is. */
  shelf: Shelf
  /** Where a conversation's turns are, as far as this tab has seen them. */
  turnsOf: (sessionId: string) => Shelf
  now: () => number
}

export type EarlierConversations = ReturnType<typeof createEarlier>

/** The conversations that a reader has left by beginning a new one, newest first. */
export function createEarlier({ shelf, turnsOf, now }: EarlierDeps) {
  const all = (): Earlier[] => list(shelf.read(), isEarlier).filter((one) => one.expiresAt > now())

  return {
    all,

    /** Puts a conversation into the list, in which nothing was asked has no place. */
    add({ session, turns }: Aside) {
      const [first] = turns
      if (!session || !first) return
      const title = first.question.slice(0, longestTitle).toWellFormed()
      const others = all().filter(({ id }) => id !== session.id)
      for (const { id } of others.slice(mostKept - 1)) turnsOf(id).clear()
      shelf.write([{ ...session, title }, ...others].slice(0, mostKept))
      keepTurns(turnsOf(session.id), turns)
    },

    /** Takes a conversation out of the list, to go on with it. */
    take(wanted: Earlier): Aside {
      const { title: _, ...session } = wanted
      const turns = keptTurns(turnsOf(session.id))
      shelf.write(all().filter(({ id }) => id !== session.id))
      turnsOf(session.id).clear()
      return { session, turns }
    },
  }
}

const isEarlier = (value: unknown): value is Earlier =>
  isHeld(value) && isRecord(value) && typeof value.title === 'string'
