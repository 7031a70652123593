import { hearOut } from './hearing.ts'
import { keepTurns, restoreTurns } from './history.ts'
import type { Options } from './options.ts'
import type { HeldSession, Session } from './session.ts'
import type { Shelf } from './storage.ts'
import { createSuiteCalls, type Opinion, type SuiteCalls } from './suite-calls.ts'
import { Trouble } from './trouble.ts'
import { type Asked, newTurn, type Turn } from './turn.ts'
import type { Pause } from './waiting.ts'

/** How a conversation's turns are shown as they fare. */
export interface Reports {
  /** A turn has been begun, heard of, or waits for a connection. */
  changed: (turn: Turn, waits?: Pause) => void
  /** A turn has come to its end, whichever. */
  ended: (turn: Turn, trouble?: Trouble) => void
  /** Waits until what comes of a turn is worth a look, the last having been so long ago. */
  rest: (turn: Turn, agoMs: number) => Promise<void>
}

export interface ConversationDeps {
  urls: NonNullable<Options['urls']>
  session: Session
  shelf: Shelf
  reports: Reports
}

/** A conversation that is off the screen: all that it takes to go on with it, or to erase it. */
export interface Aside {
  session: HeldSession | undefined
  turns: Turn[]
}

export type Conversation = ReturnType<typeof createConversation>

/** A reader's conversation: its turns, and all that can be done with them. */
export function createConversation({ urls, session, shelf, reports }: ConversationDeps) {
  const calls = createSuiteCalls({ urls, session })
  let turns: Turn[] = []
  let running: AbortController | undefined

  const keep = () => keepTurns(shelf, turns)
  const ifHeld = (turn: Turn, waits?: Pause) => turns.includes(turn) && reports.changed(turn, waits)
  const hearing = { calls, changed: ifHeld, rest: reports.rest, keep }

  async function run(turn: Turn, begun?: string) {
    const leaving = new AbortController()
    running = leaving
    reports.changed(turn)
    keep()
    const trouble = await hearOut(turn, leaving.signal, { ...hearing, begun })
    if (running === leaving) running = undefined
    if (!turns.includes(turn)) return
    keep()
    reports.ended(turn, trouble)
  }

  function stop() {
    running?.abort()
    running = undefined
  }

  /** Begins anew; the suite keeps the old conversation as long as the owner says. */
  function setAside(): Aside {
    stop()
    const aside = { session: session.held(), turns }
    turns = []
    shelf.clear()
    session.drop()
    return aside
  }

  return {
    stop,
    setAside,
    isRunning: () => running !== undefined,

    /** Asks a question; one that is still being answered is stopped. */
    async ask(asked: Asked): Promise<void> {
      stop()
      const turn = newTurn(asked)
      turns.push(turn)
      await run(turn)
    },

    /** Takes a turn out, to be asked again. */
    remove(turn: Turn) {
      turns = turns.filter((other) => other !== turn)
    },

    /** The turns there were before the page was loaded. */
    async restore(): Promise<Turn[]> {
      turns = await restoreTurns(shelf, urls.sessions, session.held())
      return turns
    },

    /** Hears on what a reload has cut off. */
    goOn() {
      const [last] = turns.slice(-1).filter(isUnheard)
      if (last) void run(last, last.queryId)
    },

    /** Goes on with what was set aside, in place of what there is. */
    bringBack(aside: Aside) {
      stop()
      turns = aside.turns
      if (aside.session) session.put(aside.session)
      keep()
    },

    ...errands(calls, keep),

    /** Has the suite erase the conversation. What cannot be erased now can be tried again. */
    forget: () => attempt(() => calls.erase(session.held()).then(setAside)),
  }
}

const isUnheard = ({ status }: Turn) => status === 'answering'

/** What a conversation has the suite do beside answering. */
const errands = (calls: SuiteCalls, keep: () => void) => ({
  rate: (turn: Turn, ...opinion: Opinion) => attempt(() => calls.rate(turn, ...opinion).then(keep)),

  escalate: (turn: Turn, reason: string, contact: string) =>
    attempt(() => calls.escalate(turn, reason, contact).then(keep)),

  /** Erases a conversation that was set aside; `isLast` where the page is being left. */
  erase: (held: HeldSession | undefined, isLast = false) =>
    attempt(() => calls.erase(held, isLast)),
})

/** Does what may fail, when its caller cares about the outcome alone. */
async function attempt(work: () => Promise<unknown>): Promise<Trouble | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    return error instanceof Trouble ? error : new Trouble('failed')
  }
}
