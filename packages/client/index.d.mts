import type { components } from './openapi.d.mts'

type Schemas = components['schemas']

export type Answer = Schemas['Answer']
export type Source = Schemas['Source']
export type Citation = Schemas['Citation']
export type History = Schemas['History']
export type SearchReply = Schemas['SearchReply']
export type Problem = Schemas['Problem']

/** A session, as it is opened; keep it to go on with the conversation later. */
export type Session = Pick<Schemas['OpenedSession'], 'session_id' | 'token' | 'expires_at'>

/** What can be asked beside the words. */
export type Question = Omit<Schemas['NewQuestion'], 'session_id'>

/** The events of an answer, in their order; `error` ends a stream that failed after it had begun. */
export type ChatEvent =
  | { event: 'sources'; data: Pick<Answer, 'query_id' | 'retrieval_mode' | 'sources'> }
  | { event: 'delta'; data: { text: string } }
  | { event: 'citations'; data: Pick<Answer, 'citations'> }
  | { event: 'suggestions'; data: { questions: string[] } }
  | {
      event: 'done'
      data: Omit<Answer, 'retrieval_mode' | 'sources' | 'answer' | 'citations' | 'suggestions'>
    }
  | { event: 'error'; data: { type: string; title: string; retryable: boolean } }

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

export interface Client {
  /** The session, opened if there is none. */
  session(): Promise<Session>
  /**
   * The events of an answer, each once and in order; a connection that breaks is picked up where it was.
   * Leaving the loop, or aborting the signal, stops the model.
   */
  ask(asked: string | Question, options?: AskOptions): AsyncGenerator<ChatEvent, void>
  /** The whole answer at once. */
  answer(asked: string | Question, signal?: AbortSignal): Promise<Answer>
  /** Pages that hold these words; needs no session. */
  search(q: string, options?: SearchOptions): Promise<SearchReply>
  /** Says what a reader thinks of an answer, which is known a moment after its last byte; the latest counts. */
  feedback(rating: Schemas['NewFeedback']): Promise<void>
  /** The conversation so far, oldest first. */
  history(cursor?: string): Promise<History>
  /** Ends the conversation as resolved. */
  resolve(): Promise<void>
  /** Asks for a person; says whether somebody is told. */
  escalate(wish: Schemas['NewEscalation']): Promise<Schemas['EscalatedSession']>
  /** Erases the conversation. */
  forget(): Promise<void>
}

/** A client of one suite, with one conversation. */
export declare function createClient(options: ClientOptions): Client

/** A call that came to nothing: the suite refused it, or could not be reached (`status` 0). */
export declare class CallError extends Error {
  readonly status: number
  readonly problem: Problem | undefined
  /** Seconds after which it may be tried again. */
  readonly retryAfter: number | undefined
}
