import type { AnswerDocument, ChatEvent } from '../../../lib/chat/events.ts'
import { answerEvents } from './answer-events.ts'
import { CallError, type Caller, createCaller } from './call.ts'
import { doWork, readWork } from './solve-challenge.ts'

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
  /** Solves a challenge that is no work, as Turnstile's, and gives what is sent back as `challenge`. */
  solveChallenge?: (challenge: unknown) => Promise<object | undefined>
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
// One that came too late is asked once more.
const challengesEach = 2

/** A client of one suite, with one conversation. */
export function createClient(options: ClientOptions) {
  const call = createCaller(options.endpoint, options.fetch ?? ((...given) => fetch(...given)))
  const held = createHeldSession(options, call)
  return {
    /** The session, opened if there is none. */
    session: held.get,

    ...asking(call, held),
    ...conversing(held),

    /** Pages that hold these words; needs no session. */
    async search(q: string, { limit, mode, filter, signal }: SearchOptions = {}) {
      const query = new URLSearchParams({ q, ...filter })
      if (limit !== undefined) query.set('limit', String(limit))
      if (mode) query.set('mode', mode)
      return await (await call(`/v1/search?${query}`, { signal })).json()
    },

    /** Says what a reader thinks of an answer, which is known a moment after its last byte; the latest counts. */
    async feedback(rating: { query_id: string; rating: 'up' | 'down'; comment?: string }) {
      const { token } = await held.get()
      for (const ms of feedbackPausesMs) {
        const isKnown = await call('/v1/feedback', { method: 'POST', token, body: rating }).then(
          () => true,
          (error: unknown) => {
            if (!(error instanceof CallError && error.status === 404)) throw error
            return false
          },
        )
        if (isKnown) return
        await new Promise((resolve) => setTimeout(resolve, ms))
      }
      await call('/v1/feedback', { method: 'POST', token, body: rating })
    },
  }
}

// The log of answers gathers them for a second.
const feedbackPausesMs = [500, 1000, 2000, 4000]

type HeldSession = ReturnType<typeof createHeldSession>

/** The session of a client: opened when it is first needed, and anew when it is over. */
function createHeldSession(options: ClientOptions, call: Caller) {
  const { session: given, identityToken } = options
  let session = given
  let opening: Promise<Session> | undefined

  async function open(): Promise<Session> {
    const identity = await identityToken?.()
    const body = { ...(identity && { identity_token: identity }) }
    const opened: Session = await (await post(body, challengesEach)).json()
    session = opened
    return opened
  }

  /** Asks for a session; solves what has to be solved first, so many times. */
  async function post(body: object, challenges: number): Promise<Response> {
    try {
      return await call('/v1/sessions', { method: 'POST', body })
    } catch (error) {
      const asked = error instanceof CallError ? error.problem?.challenge : undefined
      if (asked === undefined || challenges === 0) throw error
      const work = readWork(asked)
      const challenge = work ? await doWork(work) : await options.solveChallenge?.(asked)
      if (challenge === undefined) throw unsolved(error)
      return await post({ ...body, challenge }, challenges - 1)
    }
  }

  return {
    isOpen: () => session !== undefined,

    /** The session there is, or a new one; callers at one time share it. */
    async get(): Promise<Session> {
      if (session && Date.parse(session.expires_at) - marginMs > Date.now()) return session
      opening ??= open().finally(() => {
        opening = undefined
      })
      return await opening
    },

    drop() {
      session = undefined
    },

    /** Calls what lies below the session. */
    async call(path: string, method: 'GET' | 'POST' | 'DELETE', body?: object): Promise<Response> {
      const { session_id, token } = await this.get()
      return await call(`/v1/sessions/${session_id}${path}`, { method, token, body })
    },
  }
}

const unsolved = (cause: unknown) =>
  new CallError(
    403,
    'The suite asks for Turnstile before it opens a session: give createClient solveChallenge, identityToken or a session that was opened before',
    { ...(cause instanceof CallError && { problem: cause.problem }), cause },
  )

/** How questions are asked. */
function asking(call: Caller, held: HeldSession) {
  /** Asks; a session that is over is replaced by a new one, once. */
  async function post(asked: string | Question, accept: string, signal?: AbortSignal) {
    const question = typeof asked === 'string' ? { question: asked } : asked
    const send = async () => {
      const { session_id, token } = await held.get()
      const body = { session_id, ...question }
      return await call('/v1/chat', { method: 'POST', token, body, headers: { accept }, signal })
    }
    try {
      return await send()
    } catch (error) {
      if (!(error instanceof CallError) || error.status !== 401) throw error
      held.drop()
      return await send()
    }
  }

  return {
    /**
     * The events of an answer, each once and in order; a connection that breaks is picked up where it
     * was. Leaving the loop, or aborting the signal, stops the model.
     */
    async *ask(asked: string | Question, { signal, onReconnect }: AskOptions = {}) {
      const leaving = new AbortController()
      const both = signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal
      try {
        yield* answerEvents<ChatEvent>({
          ask: () => post(asked, 'text/event-stream', both),
          resume: async (queryId, lastEventId) => {
            const { token } = await held.get()
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
      return await (await post(asked, 'application/json', signal)).json()
    },
  }
}

/** What can be done with the conversation. */
const conversing = (held: HeldSession) => ({
  /** The conversation so far, oldest first. */
  async history(cursor?: string) {
    const query = cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''
    return await (await held.call(`/messages${query}`, 'GET')).json()
  },

  /** Ends the conversation as resolved. */
  resolve: async () => void (await held.call('/resolve', 'POST', {})),

  /** Asks for a person; says whether somebody is told. */
  escalate: async (wish: { reason: string; contact?: string }) =>
    await (await held.call('/escalate', 'POST', wish)).json(),

  /** Erases the conversation. */
  async forget() {
    if (!held.isOpen()) return
    await held.call('', 'DELETE')
    held.drop()
  },
})

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
