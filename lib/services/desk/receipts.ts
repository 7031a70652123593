import { faultsOf } from '../../admin/desk/faults.ts'
import { differencesOf, type Replay, readReceipt, toReceipt } from '../../admin/desk/receipt.ts'
import type { DeskValues } from '../../desk/values.ts'
import type { Settings } from '../../env.ts'
import { Problem } from '../../problem.ts'
import { askAsOwner, type OwnersQuestion } from '../answering/ask-as-owner.ts'
import { deskFor, readDesk } from '../answering/in-force.ts'
import { now } from '../doors.ts'
import { budgetsOf, neonFor, readTextsFor, redisFor } from '../upstreams.ts'

/** Answers that are given again: as the desk is, and as it would be. */
export function receiptServices(settings: Settings) {
  const neon = neonFor(settings)
  const redis = redisFor(settings)
  const { prices } = budgetsOf(settings)
  const inForce = async () => {
    await readDesk(settings, redis.batch()).catch(() => undefined)
    return deskFor(settings).desk().values
  }
  const ask = async (asked: OwnersQuestion, values: DeskValues) =>
    toReceipt(await askAsOwner(asked, values, settings), now(), prices)
  return {
    /** An answer of the log, and what its question is answered today. */
    async replay(queryId: string): Promise<Replay> {
      const [{ asked, given }, values] = await Promise.all([
        readReceipt(queryId, neon, prices),
        inForce(),
      ])
      const today = await ask(asked, values)
      return {
        query_id: queryId,
        question: asked.question,
        given,
        now: today,
        ...differencesOf(given, today),
      }
    },

    /** What a question is answered now, and what it would be with other settings. */
    async preview(asked: OwnersQuestion, values: DeskValues) {
      await readTextsFor(settings, 'offences')
      const errors = faultsOf(values)
      if (errors.length > 0)
        throw new Problem('invalid-request', errors.map(({ message }) => message).join(' '), {
          errors,
        })
      const [today, changed] = await Promise.all([ask(asked, await inForce()), ask(asked, values)])
      return { question: asked.question, now: today, changed }
    },
  }
}
