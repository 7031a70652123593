import { createErasure, type Erasure } from '../conversation/erasure.ts'
import type { Settings } from '../env.ts'
import { neonFor, pointsFor, redisFor, restFor } from './upstreams.ts'

/** Erases conversations, whoever asks for it. */
export function erasureFor(settings: Settings, timeoutMs?: number): Erasure {
  const erasing = createErasure({
    neon: neonFor(settings, timeoutMs),
    redis: redisFor(settings),
    points: pointsFor(settings),
    tokenHours: settings.SESSION_TOKEN_HOURS,
    keptSeconds: keptSecondsOf(settings),
  })
  return {
    ...erasing,
    /** A cron erases again what was on its way. */
    erase: async (id: string) => {
      await erasing.erase(id)
      await restFor(settings, 'house').end()
    },
  }
}

const keptSecondsOf = ({ CACHE_TTL_SECONDS, CONVERSATION_TTL_SECONDS }: Settings) =>
  Math.max(CACHE_TTL_SECONDS, CONVERSATION_TTL_SECONDS)
