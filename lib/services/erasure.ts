import { createErasure, type Erasure } from '../conversation/erasure.ts'
import type { Settings } from '../env.ts'
import { hasHelpdesk, neonFor, pointsFor, redisFor, relayFor, restFor } from './upstreams.ts'

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
      await Promise.all([restFor(settings, 'house').end(), relayFor(settings)(id)])
    },
    /** What the team's tools hold of a conversation is taken away by what sees to deliveries. */
    eraseOld: async (days: number) => {
      const erased = await erasing.eraseOld(days)
      if (erased > 0 && hasHelpdesk(settings)) await restFor(settings, 'deliveries').end()
      return erased
    },
  }
}

const keptSecondsOf = ({ CACHE_TTL_SECONDS, CONVERSATION_TTL_SECONDS }: Settings) =>
  Math.max(CACHE_TTL_SECONDS, CONVERSATION_TTL_SECONDS)
