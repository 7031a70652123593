import { answerStream } from './answer-stream.ts'
import { keepTurns, restoreTurns } from './history.ts'
import type { Options } from './options.ts'
import { explainUnreachable, tellOwner } from './request.ts'
import type { Session } from './session.ts'
import type { Shelf } from './storage.ts'
import { createSuiteCalls, type SuiteCalls } from './suite-calls.ts'
import { Trouble } from './trouble.ts'
import { type Asked, hear, newTurn, type Turn } from './turn.ts'
import { type Pause, pause } from './waiting.ts'

export interface ConversationDeps {
  urls: NonNullable<Options['urls']>
  session: Session
  shelf: Shelf
  /** A turn has been begun, heard of, or waits for a connection. */
  changed: (turn: Turn, waits?: Pause) => void
  /** A turn has come to its end, whichever. */
  ended: (turn: Turn, trouble?: Trouble) => void
}

export type Conversation = ReturnType<typeof createConversation>

/** A reader's conversation: its turns, and all that can be done with them. */
export function createConversation({ urls, session, shelf, changed, ended }: ConversationDeps) {
  const calls = createSuiteCalls({ urls, session })
  let turns: Turn[] = []
  let running: AbortController | undefined

  const keep = () => keepTurns(shelf, turns)

  async function run(turn: Turn, begun?: string) {
    const leaving = new AbortController()
    const { signal } = leaving
    running = leaving
    changed(turn)
    keep()
    const trouble = await hearOut(turn, { calls, signal, begun, changed, keep })
    if (running === leaving) running = undefined
    if (!turns.includes(turn)) return
    keep()
    ended(turn, trouble)
  }

  function stop() {
    running?.abort()
    running = undefined
  }

  /** Begins anew; the suite keeps the old conversation as long as the owner says. */
  function leave() {
    stop()
    turns = []
    shelf.clear()
    session.drop()
  }

  return {
    stop,
    leave,
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
      const last = turns.at(-1)
      if (last?.status === 'answering') void run(last, last.queryId)
    },

    rate: (turn: Turn, rating: 'up' | 'down', reason?: string) =>
      attempt(() => calls.rate(turn, rating, reason).then(keep)),

    escalate: (turn: Turn, reason: string, contact: string) =>
      attempt(() => calls.escalate(turn, reason, contact).then(keep)),

    /** Has the suite erase the conversation. What cannot be erased now can be tried again. */
    forget: () =>
      attempt(async () => {
        stop()
        await calls.erase()
        leave()
      }),
  }
}

interface Hearing {
  calls: SuiteCalls
  signal: AbortSignal
  /** The query's id, where its answer has begun before. */
  begun: string | undefined
  changed: ConversationDeps['changed']
  keep: () => void
}

/** Hears an answer to its end, whichever, which the turn's status tells; gives what broke it off. */
async function hearOut(turn: Turn, hearing: Hearing): Promise<Trouble | undefined> {
  const { signal, calls } = hearing
  try {
    await hearAnswer(turn, hearing)
    if (signal.aborted) turn.status = 'stopped'
    return undefined
  } catch (error) {
    const trouble = signal.aborted ? undefined : await toTrouble(error, calls.nextUrl())
    turn.status = trouble?.kind ?? 'stopped'
    return trouble
  }
}

/** Takes an answer's events into its turn until it ends; throws what breaks it off. */
async function hearAnswer(turn: Turn, { calls, signal, begun, changed, keep }: Hearing) {
  const events = answerStream({
    ask: () => calls.ask(turn, signal),
    resume: (queryId, lastEventId) => calls.resume(queryId, lastEventId, signal),
    // Before the first event nothing was lost that a reader knows of.
    pause: (ms) =>
      pause(ms, signal, (waits) => {
        if (turn.queryId || waits === 'offline') changed(turn, waits)
      }),
    signal,
    begun,
  })
  for await (const event of events) {
    if (signal.aborted) break
    if (event.event === 'error') throw new Trouble('broken')
    hear(turn, event)
    // From now on the answer can be resumed, even after a reload.
    if (event.event === 'sources') keep()
    changed(turn)
  }
}

async function toTrouble(error: unknown, url: string): Promise<Trouble> {
  if (!(error instanceof Trouble)) {
    tellOwner(String(error))
    return new Trouble('failed')
  }
  if (error.kind !== 'unreachable' || error.status !== 0) return error
  return new Trouble(await explainUnreachable(url))
}

/** Does what may fail, when its caller cares about the outcome alone. */
async function attempt(work: () => Promise<unknown>): Promise<Trouble | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    return error instanceof Trouble ? error : new Trouble('failed')
  }
}
