import type { Options } from './options.ts'
import { isRecord, request } from './request.ts'
import type { HeldSession, Session } from './session.ts'
import { Trouble, type TroubleKind } from './trouble.ts'
import type { Turn } from './turn.ts'

export interface SuiteCallsDeps {
  urls: NonNullable<Options['urls']>
  session: Session
}

/** What a reader thinks of an answer: the thumb, what was wrong, and in words of their own. */
export type Opinion = [rating: 'up' | 'down', reason?: string, comment?: string]

export type SuiteCalls = ReturnType<typeof createSuiteCalls>

/** What a conversation asks of the suite, within the reader's session. */
export function createSuiteCalls({ urls, session }: SuiteCallsDeps) {
  async function post({ question, selectedText, attachedText, page }: Turn, signal: AbortSignal) {
    const { id, token } = await session.get()
    const selected = selectedText && { selected_text: selectedText }
    const attached = attachedText && { attached_text: attachedText }
    const body = { session_id: id, question, ...selected, ...attached, ...(page && { page }) }
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

    async rate(turn: Turn, ...[rating, reason, comment]: Opinion): Promise<void> {
      const { token } = await session.get()
      const words = { ...(reason && { reason }), ...(comment && { comment }) }
      const body = { query_id: turn.queryId, rating, ...words }
      await request({ method: 'POST', url: urls.feedback, token, body })
    },

    /** Passes a question on to a person, which its turn remembers. */
    async escalate(turn: Turn, reason: string, contact: string): Promise<void> {
      const { id, token } = await session.get()
      const url = `${urls.sessions}/${id}/escalate`
      const body = { reason, ...(contact && { contact }) }
      const reply = await request({ method: 'POST', url, token, body }).catch((error: unknown) => {
        // It has been passed on before: the reader has what was asked for.
        if (!(error instanceof Trouble) || error.status !== 409) throw error
      })
      const told: unknown = await reply?.json()
      turn.isPassedOn = true
      turn.isNotTold = isRecord(told) && told.is_told === false
      if (contact) turn.contact = contact
    },

    /** Has the suite erase the conversation. */
    async erase(held: HeldSession | undefined, isLast = false): Promise<void> {
      if (!held) return
      const url = `${urls.sessions}/${held.id}`
      const call = { method: 'DELETE', url, token: held.token, isLast } as const
      await request(call).catch((error: unknown) => {
        // A session that is over, or gone, holds no words any more.
        if (!isTrouble(error, 'expired')) throw error
      })
    },
  }
}

const isTrouble = (error: unknown, kind: TroubleKind) =>
  error instanceof Trouble && error.kind === kind
