import { Problem } from '../problem.ts'

/** Who asks, as far as it is known. */
interface Asker {
  address: string
  sessionId?: string | undefined
}

export interface BlocksDeps {
  /** Until when somebody is blocked, as this isolate knows: Unix time in milliseconds. */
  blockedUntil: (asker: Asker) => number | undefined
  /** Whether what is known was read lately. */
  isFresh: () => boolean
  /** Reads anew who is blocked. */
  read: () => Promise<unknown>
  now: () => number
}

export type Blocks = ReturnType<typeof createBlocks>

/** Turns away whom the owner has blocked, from this isolate's memory: it costs no request. */
export function createBlocks({ blockedUntil, isFresh, read, now }: BlocksDeps) {
  let reading: Promise<unknown> | undefined
  return {
    /** Throws `rate-limited` for whoever is blocked. */
    requireOpen(asker: Asker): void {
      const until = blockedUntil(asker)
      if (until === undefined) return
      const retryAfter = Math.max(1, Math.ceil((until - now()) / 1000))
      const moment = `${new Date(until).toISOString().slice(0, 16)}Z`
      throw new Problem(
        'rate-limited',
        `The owner of this site has blocked this network or conversation until ${moment}.`,
        { retryAfter, isBlocked: true },
      )
    },

    /** Learns who is blocked where nothing else has brought it of late: for after a reply. */
    refresh(): Promise<unknown> | undefined {
      if (isFresh() || reading) return undefined
      reading = read()
        // Whoever is blocked as far as is known stays so.
        .catch(() => undefined)
        .finally(() => {
          reading = undefined
        })
      return reading
    },
  }
}
