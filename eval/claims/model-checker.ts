import { secondLook } from '../../lib/answer/after/second-look.ts'
import { judgedCitations } from '../../lib/citations/citations.ts'
import type { Settings } from '../../lib/env.ts'
import { checkFor } from '../../lib/services/doors.ts'
import { type CheckClaim, cited, sourceOf } from './local-checker.ts'

const atOnce = 4
const timeoutMs = 60_000

/** The product's check with a second look by the model that CLAIM_CHECK_MODEL names, as an answer has it. */
export function checkByModel(settings: Settings): CheckClaim {
  const deps = {
    ...checkFor(settings),
    reachChecker: <T>(work: () => Promise<T>) => work(),
    checkTimeoutMs: timeoutMs,
  }
  const lanes: Promise<unknown>[] = Array.from({ length: atOnce }, () => Promise.resolve())
  let next = 0
  return (claim, passage) => {
    const lane = next++ % atOnce
    const checked = (lanes[lane] ?? Promise.resolve()).then(async () => {
      const sources = [sourceOf(passage)]
      const judged = judgedCitations(cited(claim), sources)
      const look = await secondLook(crypto.randomUUID(), judged, sources, deps)
      return (look?.citations ?? judged).every(({ status }) => status === 'verified')
    })
    lanes[lane] = checked.catch(() => undefined)
    return checked
  }
}
