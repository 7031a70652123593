import { answerStream } from './answer-stream.ts'
import { keepTurns, keptTurns, toldTurns } from './history.ts'
import type { Options } from './options.ts'
import { explainUnreachable, request, tellOwner } from './request.ts'
import type { Session } from './session.ts'
import type { Shelf } from './storage.ts'
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
  let turns: Turn[] = []
  let running: AbortController | undefined

  /** Asks within the session; one that is over is replaced by a new one, once. */
  async function ask(turn: Turn, signal: AbortSignal): Promise<Response> {
    try {
      return await post(turn, signal)
    } catch (error) {
      if (!(error instanceof Trouble) || error.kind !== 'expired') throw error
      session.drop()
      return await post(turn, signal)
    }
  }

  async function post({ question, selectedText, page }: Turn, signal: AbortSignal) {
    const { id, token } = await session.get()
    const selected = selectedText && { selected_text: selectedText }
    const body = { session_id: id, question, ...selected, ...(page && { page }) }
    return await request({ method: 'POST', url: urls.chat, token, body, signal })
  }

  async function resume(queryId: string, lastEventId: number, signal: AbortSignal) {
    const { token } = await session.get()
    const url = `${urls.chat}/${encodeURIComponent(queryId)}/events`
    return await request({ method: 'GET', url, token, lastEventId, signal })
  }

  async function run(turn: Turn, begun?: string) {
    const leaving = new AbortController()
    const { signal } = leaving
    running = leaving
    changed(turn)
    keepTurns(shelf, turns)
    try {
      for await (const event of answerStream({
        ask: () => ask(turn, signal),
        resume: (queryId, lastEventId) => resume(queryId, lastEventId, signal),
        // Before the first event nothing was lost that a reader knows of.
        pause: (ms) =>
          pause(ms, signal, (waits) => {
            if (turn.queryId || waits === 'offline') changed(turn, waits)
          }),
        signal,
        begun,
      })) {
        if (signal.aborted) break
        if (event.event === 'error') throw new Trouble('broken')
        hear(turn, event)
        // From now on the answer can be resumed, even after a reload.
        if (event.event === 'sources') keepTurns(shelf, turns)
        changed(turn)
      }
      if (signal.aborted) turn.status = 'stopped'
      finish(turn, leaving)
    } catch (error) {
      const trouble = signal.aborted ? undefined : await toTrouble(error)
      turn.status = trouble?.kind ?? 'stopped'
      finish(turn, leaving, trouble)
    }
  }

  function finish(turn: Turn, leaving: AbortController, trouble?: Trouble) {
    if (running === leaving) running = undefined
    if (!turns.includes(turn)) return
    keepTurns(shelf, turns)
    ended(turn, trouble)
  }

  async function toTrouble(error: unknown): Promise<Trouble> {
    if (!(error instanceof Trouble)) {
      tellOwner(String(error))
      return new Trouble('failed')
    }
    if (error.kind !== 'unreachable' || error.status !== 0) return error
    return new Trouble(await explainUnreachable(session.held() ? urls.chat : urls.sessions))
  }

  function stop() {
    running?.abort()
    running = undefined
  }

  /** Does what may fail, when its caller cares about the outcome alone. */
  const attempt = async (work: () => Promise<unknown>): Promise<Trouble | undefined> => {
    try {
      await work()
      return undefined
    } catch (error) {
      return error instanceof Trouble ? error : new Trouble('failed')
    }
  }

  return {
    stop,
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
      const held = session.held()
      const kept = keptTurns(shelf)
      const told = async () =>
        held && kept.length === 0 ? await toldTurns(urls.sessions, held) : []
      // A history that cannot be read is no reason not to ask.
      const restored = kept.length > 0 ? kept : await told().catch(() => [])
      for (const turn of restored) {
        const canGoOn = held && turn === restored.at(-1)
        if (turn.status === 'answering' && !canGoOn) turn.status = 'broken'
      }
      turns = restored
      return restored
    },

    /** Hears on what a reload has cut off. */
    goOn() {
      const last = turns.at(-1)
      if (last?.status === 'answering') void run(last, last.queryId)
    },

    rate: (turn: Turn, rating: 'up' | 'down', reason?: string) =>
      attempt(async () => {
        const { token } = await session.get()
        const body = { query_id: turn.queryId, rating, ...(reason && { reason }) }
        await request({ method: 'POST', url: urls.feedback, token, body })
        keepTurns(shelf, turns)
      }),

    escalate: (turn: Turn, reason: string, contact: string) =>
      attempt(async () => {
        const { id, token } = await session.get()
        const url = `${urls.sessions}/${id}/escalate`
        const body = { reason, ...(contact && { contact }) }
        await request({ method: 'POST', url, token, body }).catch((error: unknown) => {
          // It has been passed on before: the reader has what was asked for.
          if (!(error instanceof Trouble) || error.status !== 409) throw error
        })
        turn.isPassedOn = true
        keepTurns(shelf, turns)
      }),

    /** Begins anew; the suite keeps the old conversation as long as the owner says. */
    leave() {
      stop()
      turns = []
      shelf.clear()
      session.drop()
    },

    /** Has the suite erase the conversation. What cannot be erased now can be tried again. */
    forget: () =>
      attempt(async () => {
        stop()
        const held = session.held()
        if (held) {
          const url = `${urls.sessions}/${held.id}`
          await request({ method: 'DELETE', url, token: held.token }).catch((error: unknown) => {
            // A session that is over, or gone, holds no words any more.
            if (!(error instanceof Trouble) || error.kind !== 'expired') throw error
          })
        }
        turns = []
        shelf.clear()
        session.drop()
      }),
  }
}
