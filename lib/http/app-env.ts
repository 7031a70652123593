import type { Settings } from '../env.ts'
import type { Blocks } from '../limits/blocks.ts'
import type { Gate } from '../limits/gate.ts'
import type { Member, Staff } from './staff.ts'

/** What every handler finds on its context. */
export interface AppEnv {
  Bindings: object
  Variables: {
    /** Our own id of this request, which its reply and its log lines bear. */
    requestId: string
    settings: Settings
    /** Who has had enough for now, as this isolate knows. */
    gate: Gate
    staff: Staff
    /** Whom the owner has blocked. */
    blocks: Blocks
    /** Whether the route that was called is one for readers. */
    isForReaders: boolean
    /** Whose token an admin route was called with. */
    member: Member | undefined
    /** The groups of the reader whose session token a route was called with. */
    groups: readonly string[] | undefined
    /** That session, where the route asks nothing else of it. */
    groupsOf: string | undefined
  }
}
