/** One request that a service answered; `status` is 0 when no reply was sent. */
export interface RequestEntry {
  method: string
  path: string
  status: number
  /** From the request's arrival until its reply began. */
  ms: number
  /** The caller left before the reply was whole. */
  aborted?: true
}

export type RequestLog = ReturnType<typeof createRequestLog>

/** The latest requests of one service, newest last: at least `limit` of them, and at most twice as many. */
export function createRequestLog(limit = 1000) {
  const entries: RequestEntry[] = []
  return {
    entries: entries as readonly RequestEntry[],
    add(entry: RequestEntry) {
      entries.push(entry)
      // Not one at a time: each time the others have to move up.
      if (entries.length >= 2 * limit) entries.splice(0, limit)
    },
    reset() {
      entries.length = 0
    },
  }
}
