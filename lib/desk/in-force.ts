import * as z from 'zod/mini'
import { jsonOrUndefined } from '../text/json.ts'
import { type Asker, Block } from './block.ts'
import { networkOf } from './network.ts'
import { Pin } from './pin.ts'
import { DeskValues } from './values.ts'

/**
 * Where the state holds what the desk says, and apart from it the pinned answers, which are larger, with
 * who is blocked.
 */
export const deskKey = 'desk'
export const pinsKey = 'desk:pins'

/** What the desk says. Each time that anything is changed there, `publication` is a higher one. */
export const Desk = z.object({ publication: z.int(), version: z.int(), values: DeskValues })

export const Pins = z.object({
  publication: z.int(),
  pins: z.array(Pin),
  blocks: z._default(z.array(Block), []),
})

export type Desk = z.infer<typeof Desk>
export type Pins = z.infer<typeof Pins>
export type InForce = ReturnType<typeof createInForce>

const nothingSaid: Desk = { publication: 0, version: 0, values: {} }
/** What was read is read once more after so long, in a trip that is made anyway. */
const freshMs = 20_000

/**
 * Knows what the desk says as it is in force. It costs no request of its own: its keys go with whatever
 * is asked of the state for a question or a session, and what comes back is noted.
 */
export function createInForce(now: () => number) {
  let desk = nothingSaid
  let pins: Pins = { publication: 0, pins: [], blocks: [] }
  let seen = ''
  let readAt = Number.NEGATIVE_INFINITY
  let pinsReadAt = Number.NEGATIVE_INFINITY
  const pinsAreCurrent = () => pins.publication === desk.publication

  return {
    /** What to ask the state for; for `note`, in this order. */
    keys: (): string[] =>
      pinsAreCurrent() && now() - pinsReadAt < freshMs ? [deskKey] : [deskKey, pinsKey],

    /** Takes what the state holds under these keys; what is absent or cannot be read changes nothing. */
    note([held, heldPins]: (string | undefined)[], asked: readonly string[]) {
      readAt = now()
      if (held !== undefined && held !== seen) {
        const read = Desk.safeParse(jsonOrUndefined(held))
        if (read.success) desk = read.data
        seen = held
      }
      if (asked.length < 2) return
      pinsReadAt = now()
      const read = Pins.safeParse(jsonOrUndefined(heldPins ?? ''))
      if (read.success) pins = read.data
    },

    /** Takes what Neon has of it, where the state is away. */
    take(said: { desk: Desk; pins: Pins }) {
      desk = said.desk
      pins = said.pins
      seen = ''
      readAt = now()
      pinsReadAt = now()
    },

    desk: (): Desk => desk,

    /** Whether what is known was read lately. */
    isFresh: () => now() - readAt < freshMs,

    /** The pinned answers that have not expired. */
    pins: (): Pin[] =>
      pins.pins.filter(({ expires_at }) => !expires_at || Date.parse(expires_at) > now()),

    /** Until when somebody is blocked: Unix time in milliseconds. */
    blockedUntil({ address, sessionId }: Asker): number | undefined {
      if (pins.blocks.length === 0) return undefined
      const network = networkOf(address)
      const until = pins.blocks
        .filter((block) =>
          block.network === undefined ? block.session_id === sessionId : block.network === network,
        )
        .map((block) => Date.parse(block.until))
        .filter((moment) => moment > now())
      return until.length > 0 ? Math.max(...until) : undefined
    },

    /** Whether the pinned answers are of the desk that is in force: if not, nothing may be cached. */
    pinsAreCurrent,
  }
}
