import type { Queue } from '@cloudflare/workers-types/experimental'
import type * as z from 'zod/mini'
import { Problem } from '../../problem.ts'
import type { StartMessage } from '../ledger/messages.ts'
import type { Run } from '../ledger/runs.ts'

// A run that takes longer than half a day is abandoned, or ends with the source as it is then.
const betweenSeconds = 60
const maxWaits = 720

/** Starts runs now, or when the one that is under way has ended: what it has not seen is not lost. */
export function createStarter(deps: { start: () => Promise<Run>; queue: Queue }) {
  /** The run that has begun; undefined where it is to begin later. `waits` counts the attempts before. */
  return async (waits = 0): Promise<Run | undefined> => {
    try {
      return await deps.start()
    } catch (error) {
      if (!(error instanceof Problem) || error.type !== 'conflict') throw error
      const message = { kind: 'start', waits: waits + 1 } satisfies z.infer<typeof StartMessage>
      if (waits < maxWaits) await deps.queue.send(message, { delaySeconds: betweenSeconds })
      return undefined
    }
  }
}
