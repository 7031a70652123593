const jitter = 0.1

/** What came of one attempt: an answer, or the reason why there is none. */
export interface Attempted {
  http_status?: number
  error_message?: string
  response_body?: string
  response_ms: number
  /** For how many seconds the receiver asks to be left alone. */
  retryAfter?: number
  /** Another attempt would fail the same way. */
  isFinal?: boolean
}

/** How a delivery stands after an attempt; `delay_seconds` until the next. */
export type Verdict = { status: 'delivered' | 'dead' } | { status: 'failed'; delay_seconds: number }

/** The plan of attempts; `random` gives numbers from 0 up to 1. */
export interface Schedule {
  retrySeconds: number[]
  random: () => number
}

/**
 * Decides on a delivery after its nth attempt: any 2xx delivers, 410 ends it, else the schedule, or
 * later where the receiver asks for it.
 */
export function judge(attempt: number, attempted: Attempted, schedule: Schedule): Verdict {
  const { http_status, isFinal = false } = attempted
  if (http_status !== undefined && isSuccess(http_status)) return { status: 'delivered' }
  const seconds = schedule.retrySeconds[attempt - 1]
  if (isGone(attempted) || isFinal || seconds === undefined) return { status: 'dead' }
  const planned = seconds * (1 - jitter + 2 * jitter * schedule.random())
  return { status: 'failed', delay_seconds: Math.max(planned, attempted.retryAfter ?? 0) }
}

/** Whether the receiver asked for no more deliveries. */
export const isGone = ({ http_status }: Attempted): boolean => http_status === 410

export const isSuccess = (status: number): boolean => status >= 200 && status < 300
