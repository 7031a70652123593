import { setTimeout as pause } from 'node:timers/promises'
import { pace } from '../support/machine-pace.ts'

const pollMs = 50

/**
 * What `look` finds once it finds something. It gives up after a number of looks, not of seconds:
 * on a machine that is busy each look takes as much longer as what is waited for.
 */
export async function until<T>(
  look: () => Promise<T | undefined> | T | undefined,
  mostLooks = 600,
): Promise<T> {
  for (let looks = 0; looks <= mostLooks * pace; looks++) {
    const found = await look()
    if (found !== undefined) return found
    await pause(pollMs)
  }
  throw new Error(`Nothing was found in ${mostLooks * pace} looks`)
}
