import type { AnswerDocument, ChatEvent } from '../../../lib/chat/events.ts'
import { answerEvents } from './answer-events.ts'
import { CallError, createCaller } from './call.ts'

/** A session, as it is opened; keep it to go on with the conversation later. */
export interface Session {
  session_id: string
  token: string
  expires_at: string
}

export interface ClientOptions {
  /** URL of the suite. */
  endpoint: string
  /** A session that was opened before; a new one is opened when it is first needed. */
  session?: Session
  /** Says who the reader is: an identity token that your backend signs. */
  identityToken?: () => string | undefined | Promise<string | undefined>
  /** In place of the global one. */
  fetch?: typeof fetch
}

/** What can be asked beside the words. */
export interface Question {
  question: string
  selected_text?: string
  attached_text?: string
  page?: { path: string; heading?: string }
  filter?: Record<string, unknown>
}

export interface AskOptions {
  signal?: AbortSignal
  /** Called when the connection was lost and the answer is picked up again. */
  onReconnect?: () => void
}

export interface SearchOptions {
  limit?: number
  mode?: 'words' | 'hybrid'
  filter?: Record<string, string>
  signal?: AbortSignal
}

// A token that ends while a question is on its way is of no use.
const marginMs = 60_000

/** A client of one suite, with one conversation. */
export function createClient(options: ClientOptions) {
  const call = createCaller(options.endpoint, options.fetch ?? ((...given) => fetch(...given)))
  let session = options.session
  let opening: Promise<Session> | undefined

  const isOver = ({ expires_at }: Session) => Date.parse(expires_at) - marginMs < Date.now()

  async function open(): Promise<Session> {
    const identity = await options.identityToken?.()
    const body = { ...(identity && { identity_token: identity }) }
    const reply = await call('/v1/sessions', { method: 'POST', body })
    const opened: Session = await reply.json()
    session = opened
    return opened
  }

  /** The session there is, or a new one; callers at one time share it. */
  async function current(): Promise<Session> {
    if (session && !isOver(session)) return session
    opening ??= open().finally(() => {
      opening = undefined
    })
    return await opening
  }

  /** Asks; a session that is over is replaced by a new one, once. */
  async function post(asked: Question, accept: string, signal?: AbortSignal): Promise<Response> {
    const send = async () => {
      const { session_id, token } = await current()
      const body = { session_id, ...asked }
      return await call('/v1/chat', { method: 'POST', token, body, headers: { accept }, signal })
    }
    try {
      return await send()
    } catch (error) {
      if (!(error instanceof CallError) || error.status !== 401) throw error
      session = undefined
      return await send()
    }
  }

  const asQuestion = (asked: string | Question): Question =>
    typeof asked === 'string' ? { question: asked } : asked

  async function onSession(path: string, method: 'GET' | 'POST' | 'DELETE', body?: object) {
    const { session_id, token } = await current()
    return await call(`/v1/sessions/${session_id}${path}`, { method, token, body })
  }

  return {
    /** The session, opened if there is none. */
    session: current,

    /**
     * The events of an answer, each once and in order; a connection that breaks is picked up where it
     * was. Leaving the loop, or aborting the signal, stops the model.
     */
    async *ask(asked: string | Question, { signal, onReconnect }: AskOptions = {}) {
      const leaving = new AbortController()
      const both = signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal
      try {
        yield* answerEvents<ChatEvent>({
          ask: () => post(asQuestion(asked), 'text/event-stream', both),
          resume: async (queryId, lastEventId) => {
            const { token } = await current()
            const headers = { 'last-event-id': String(lastEventId) }
            return await call(`/v1/chat/${queryId}/events`, { token, headers, signal: both })
          },
          pause: (ms) => {
            onReconnect?.()
            return rest(ms, both)
          },
          signal: both,
          read: readEvent,
          statusOf: (error) => (error instanceof CallError ? error.status : undefined),
          giveUp: () => new CallError(0, 'The answer broke off'),
        })
      } finally {
        leaving.abort()
      }
    },

    /** The whole answer at once. */
    async answer(asked: string | Question, signal?: AbortSignal): Promise<AnswerDocument> {
      return await (await post(asQuestion(asked), 'application/json', signal)).json()
    },

    /** Pages that hold these words; needs no session. */
    async search(q: string, { limit, mode, filter, signal }: SearchOptions = {}) {
      const query = new URLSearchParams({ q, ...filter })
      if (limit !== undefined) query.set('limit', String(limit))
      if (mode) query.set('mode', mode)
      return await (await call(`/v1/search?${query}`, { signal })).json()
    },

    /** Says what a reader thinks of an answer; the latest counts. */
    async feedback(rating: { query_id: string; rating: 'up' | 'down'; comment?: string }) {
      const { token } = await current()
      await call('/v1/feedback', { method: 'POST', token, body: rating })
    },

    /** The conversation so far, oldest first. */
    history: async (cursor?: string) =>
      await (
        await onSession(`/messages${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`, 'GET')
      ).json(),

    /** Ends the conversation as resolved. */
    resolve: async () => void (await onSession('/resolve', 'POST', {})),

    /** Asks for a person; says whether somebody is told. */
    escalate: async (wish: { reason: string; contact?: string }) =>
      await (await onSession('/escalate', 'POST', wish)).json(),

    /** Erases the conversation. */
    async forget() {
      if (!session) return
      await onSession('', 'DELETE')
      session = undefined
    },
  }
}

const names = ['sources', 'delta', 'citations', 'suggestions', 'done', 'error']

/** The suite keeps its types; events of a later version are left out. */
function readEvent(event: string, json: string): ChatEvent | undefined {
  return names.includes(event) ? ({ event, data: JSON.parse(json) } as ChatEvent) : undefined
}

function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', leave)
      resolve()
    }, ms)
    if (signal.aborted) leave()
    else signal.addEventListener('abort', leave, { once: true })
  })
}
