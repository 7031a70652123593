/** Every failure that a caller can see: its public name, HTTP status and title. */
export const problems = {
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  unauthorized: { status: 401, title: 'A valid token is needed' },
  forbidden: { status: 403, title: 'This is not yours to use' },
  'challenge-required': { status: 403, title: 'Solve a challenge first' },
  'origin-not-allowed': { status: 403, title: 'This origin may not call' },
  'not-found': { status: 404, title: 'No such thing' },
  'method-not-allowed': { status: 405, title: 'Not with this method' },
  conflict: { status: 409, title: 'Not in its present state' },
  gone: { status: 410, title: 'No longer kept' },
  'precondition-failed': { status: 412, title: 'Changed in the meantime' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body must be JSON' },
  'invalid-request': { status: 422, title: 'The request is not valid' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  misconfigured: { status: 503, title: 'This deployment is not set up' },
  unavailable: { status: 503, title: 'Not available at the moment' },
} as const

export type ProblemName = keyof typeof problems

export interface ProblemOptions {
  /** What is wrong with which field of the request. */
  errors?: { location: string; message: string }[]
  /** Seconds until another attempt makes sense. */
  retryAfter?: number
  /** What is to be solved before the request is sent again. */
  challenge?: { kind: string }
  /** Whether it was the owner who turned the caller away. */
  isBlocked?: boolean
  /** The methods that this path takes. */
  allow?: string[]
  cause?: unknown
}

/** A failure that the caller sees, by its public name; `detail` is one plain sentence. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly type: ProblemName
  readonly options: ProblemOptions

  constructor(type: ProblemName, detail: string, options: ProblemOptions = {}) {
    super(detail, { cause: options.cause })
    this.type = type
    this.options = options
  }

  get status() {
    return problems[this.type].status
  }

  get title() {
    return problems[this.type].title
  }
}
