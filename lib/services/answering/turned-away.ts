import { networkOf } from '../../desk/network.ts'
import type { Settings } from '../../env.ts'
import { type Blocks, createBlocks } from '../../limits/blocks.ts'
import { createDenials, type Denials } from '../../limits/denials.ts'
import { neonFor, now, redisFor } from '../doors.ts'
import { deskFor, readDesk } from './in-force.ts'

const blocksOf = new WeakMap<Settings, Blocks>()
const denialsOf = new WeakMap<Settings, Denials>()

/** Whom the owner has blocked: one list for all that an isolate does. */
export function blocksFor(settings: Settings): Blocks {
  const known = blocksOf.get(settings)
  if (known) return known
  const { blockedUntil, isFresh } = deskFor(settings)
  const read = () => readDesk(settings, redisFor(settings).batch())
  const made = createBlocks({ blockedUntil, isFresh, read, now })
  blocksOf.set(settings, made)
  return made
}

/** How often callers were turned away: one count for all that an isolate does. */
export function denialsFor(settings: Settings): Denials {
  const known = denialsOf.get(settings)
  if (known) return known
  const made = createDenials({ neon: neonFor(settings), now, networkOf })
  denialsOf.set(settings, made)
  return made
}
