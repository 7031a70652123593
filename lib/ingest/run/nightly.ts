import { Problem } from '../../problem.ts'
import type { ParityMessage } from '../ledger/messages.ts'
import type { Repaired } from './parity.ts'
import type { PlanDeps } from './plan.ts'

export interface NightlyDeps extends Pick<PlanDeps, 'queue'> {
  start: (options: object) => Promise<unknown>
  repair: (share: { from?: bigint; maxRequests: number }) => Promise<Repaired>
  /** Requests that one invocation may make. */
  subrequestBudget: number
}

/** To look at what was due, to open the run, and to tell what went wrong. */
const closingRequests = 6

/**
 * Repairs what differs between the stores, as much of it as an invocation has requests for; the next
 * message goes on with the rest. The last one starts the nightly run. One that is under way lets it be.
 */
export function createNightly({ start, repair, queue, subrequestBudget }: NightlyDeps) {
  const maxRequests = subrequestBudget - closingRequests
  return async (from?: bigint): Promise<void> => {
    try {
      const repaired = await repair({ ...(from !== undefined && { from }), maxRequests })
      const { next = -1n } = repaired
      // A budget too small for a single step would go on for ever.
      const goesOn = next > (from ?? -1n)
      tell(repaired, goesOn)
      if (goesOn) {
        const message: ParityMessage = { kind: 'parity', from: next.toString() }
        return void (await queue.send(message))
      }
    } catch (error) {
      if (isConflict(error)) return
      // What cannot be repaired now is no reason to leave out the run: the next night repairs it.
      console.error('The stores could not be compared:', error)
    }
    await start({}).catch((error: unknown) => {
      if (!isConflict(error)) throw error
    })
  }
}

function tell({ missing, different, orphaned, unrepairable, next }: Repaired, goesOn: boolean) {
  const differing = missing.length + different.length + orphaned.length
  if (differing === 0) return
  const rest = goesOn ? ' The next message goes on.' : ' SUBREQUEST_BUDGET is too small.'
  const said = `${differing} points differed; ${unrepairable.length} of them need a new embedding.`
  console.warn(next === undefined ? said : said + rest)
}

const isConflict = (error: unknown) => error instanceof Problem && error.type === 'conflict'
