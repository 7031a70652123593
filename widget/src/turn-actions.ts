import type { Tell } from './notice.ts'
import type { Options } from './options.ts'
import type { Rare } from './rare.ts'
import type { HeldSession } from './session.ts'
import type { Source } from './stream-event.ts'
import type { Opinion } from './suite-calls.ts'
import type { Asked, Turn } from './turn.ts'

/** What a reader can have done with a turn. */
export interface TurnActions {
  ask: (asked: Asked) => void
  retry: (turn: Turn) => void
  /** Puts a question back into the field, to be changed and asked again. */
  edit: (turn: Turn) => void
  rate: (turn: Turn, ...opinion: Opinion) => Promise<boolean>
  escalate: (turn: Turn, reason: string, contact: string) => Promise<boolean>
  cited: (turn: Turn, source: Source) => void
  /** Does something with what readers seldom need, as soon as it is here. */
  withRare: (use: (rare: Rare, tell: Tell) => void) => void
  /** The session there is, and where the functions are. */
  held: () => HeldSession | undefined
  urls: Options['urls']
  /** Where readers reach the owner otherwise. */
  contact: string | undefined
}
