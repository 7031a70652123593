import { publish } from '../../admin/desk/publish.ts'
import type { Settings } from '../../env.ts'
import { Problem } from '../../problem.ts'
import { neonFor, redisFor } from '../upstreams.ts'

/** Puts what the desk says where those who answer find it; false where it could not be put there. */
export const publishing = (settings: Settings) => (isNews?: boolean) =>
  publish({ neon: neonFor(settings), redis: redisFor(settings) }, isNews).then(
    () => true,
    () => false,
  )

/** Throws where something is saved and not in force. */
export async function requireInForce(published: Promise<boolean>): Promise<void> {
  if (await published) return
  throw new Problem(
    'unavailable',
    'It is saved, and not in force yet, for what holds the state does not answer: look at the settings again in a while.',
  )
}
