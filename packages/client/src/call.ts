/** A problem document (RFC 9457), as the suite answers what it refuses. */
export interface Problem {
  type: string
  title: string
  status: number
  detail?: string
  request_id?: string
  errors?: { location: string; message: string }[]
  retry_after?: number
  /** What is to be solved before a session is opened. */
  challenge?: unknown
}

/** A call that came to nothing: the suite refused it, or could not be reached (`status` 0). */
export class CallError extends Error {
  readonly status: number
  readonly problem: Problem | undefined
  /** Seconds after which it may be tried again. */
  readonly retryAfter: number | undefined

  constructor(status: number, message: string, { problem, retryAfter, cause }: CallDetail = {}) {
    super(message, { cause })
    this.name = 'CallError'
    this.status = status
    this.problem = problem
    this.retryAfter = retryAfter
  }
}

interface CallDetail {
  problem?: Problem | undefined
  retryAfter?: number | undefined
  cause?: unknown
}

export interface Call {
  method?: 'GET' | 'POST' | 'DELETE'
  token?: string | undefined
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal | undefined
}

export type Caller = ReturnType<typeof createCaller>

/** Calls the suite at `endpoint`; whatever is no success is thrown as a CallError. */
export function createCaller(endpoint: string, fetcher: typeof fetch) {
  const base = endpoint.replace(/\/+$/, '')
  return async function call(path: string, options: Call = {}): Promise<Response> {
    const { method = 'GET', token, body, headers, signal } = options
    let reply: Response
    try {
      reply = await fetcher(base + path, {
        method,
        headers: {
          ...(token && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(signal && { signal }),
      })
    } catch (cause) {
      signal?.throwIfAborted()
      throw new CallError(0, `${base} cannot be reached`, { cause })
    }
    if (reply.ok) return reply
    throw await toError(reply)
  }
}

async function toError(reply: Response): Promise<CallError> {
  const told: unknown = await reply.json().catch(() => undefined)
  const problem = isProblem(told) ? told : undefined
  const wait = Number(reply.headers.get('retry-after') ?? problem?.retry_after ?? Number.NaN)
  return new CallError(
    reply.status,
    problem?.detail ?? problem?.title ?? `The suite answered ${reply.status}`,
    { problem, retryAfter: Number.isFinite(wait) ? wait : undefined },
  )
}

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'type' in value && 'title' in value
