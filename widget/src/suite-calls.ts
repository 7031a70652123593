import type { Options } from './options.ts'
import { request } from './request.ts'
import type { Session } from './session.ts'
import { Trouble, type TroubleKind } from './trouble.ts'
import type { Turn } from './turn.ts'

export interface SuiteCallsDeps {
  urls: NonNullable<Options['urls']>
  session: Session
}

export type SuiteCalls = ReturnType<typeof createSuiteCalls>

/** What a conversation asks of the suite, within the reader's session. */
export function createSuiteCalls({ urls, session }: SuiteCallsDeps) {
  async function post({ question, selectedText, page }: Turn, signal: AbortSignal) {
    const { id, token } = await session.get()
    const selected = selectedText && { selected_text: selectedText }
    const body = { session_id: id, question, ...selected, ...(page && { page }) }
    return await request({ method: 'POST', url: urls.chat, token, body, signal })
  }

  return {
    /** Where the next question goes first: to open a session, or to be answered. */
    nextUrl: () => (session.held() ? urls.chat : urls.sessions),

    /** Asks a question; a session that is over is replaced by a new one, once. */
    async ask(turn: Turn, signal: AbortSignal): Promise<Response> {
      try {
        return await post(turn, signal)
      } catch (error) {
        if (!isTrouble(error, 'expired')) throw error
        session.drop()
        return await post(turn, signal)
      }
    },

    /** Hears an answer again, from behind an event of it. */
    async resume(queryId: string, lastEventId: number, signal: AbortSignal): Promise<Response> {
      const { token } = await session.get()
      const url = `${urls.chat}/${encodeURIComponent(queryId)}/events`
      return await request({ method: 'GET', url, token, lastEventId, signal })
    },

    async rate(turn: Turn, rating: 'up' | 'down', reason?: string): Promise<void> {
      const { token } = await session.get()
      const body = { query_id: turn.queryId, rating, ...(reason && { reason }) }
      await request({ method: 'POST', url: urls.feedback, token, body })
    },

    /** Passes a question on to a person, which its turn remembers. */
    async escalate(turn: Turn, reason: string, contact: string): Promise<void> {
      const { id, token } = await session.get()
      const url = `${urls.sessions}/${id}/escalate`
      const body = { reason, ...(contact && { contact }) }
      await request({ method: 'POST', url, token, body }).catch((error: unknown) => {
        // It has been passed on before: the reader has what was asked for.
        if (!(error instanceof Trouble) || error.status !== 409) throw error
      })
      turn.isPassedOn = true
    },

    /** Has the suite erase the conversation. */
    async erase(): Promise<void> {
      const held = session.held()
      if (!held) return
      const url = `${urls.sessions}/${held.id}`
      await request({ method: 'DELETE', url, token: held.token }).catch((error: unknown) => {
        // A session that is over, or gone, holds no words any more.
        if (!isTrouble(error, 'expired')) throw error
      })
    },
  }
}

const isTrouble = (error: unknown, kind: TroubleKind) =>
  error instanceof Trouble && error.kind === kind
