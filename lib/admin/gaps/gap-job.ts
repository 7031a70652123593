import * as z from 'zod/mini'
import { type Neon, NoRow, sql } from '../../clients/neon.ts'
import { type AskDeps, askGapsAgain, findRegressions } from './ask-gaps.ts'
import { checkCorrections } from './check-corrections.ts'
import { type CollectDeps, collectGaps } from './collect-gaps.ts'

/**
 * A step of what is done about gaps after a run; `left` is how many questions it may still ask, and
 * `budget` how many each step may ask in all.
 */
export const GapMessage = z.strictObject({
  kind: z.literal('gaps'),
  run_id: z.int(),
  step: z.enum(['collect', 'gaps', 'regressions', 'corrections']),
  left: z.int(),
  budget: z.optional(z.int()),
})

export type GapMessage = z.infer<typeof GapMessage>

/** A question is up to ten requests: three of them and the rest fit into an invocation of Workers Free. */
const atOnce = 3

type GapEvent = {
  type: 'gap.opened' | 'gap.closed' | 'answer.regressed'
  id: string
  data: Record<string, unknown>
}

export interface GapJobDeps extends AskDeps, CollectDeps {
  neon: Neon
  publish: (...events: GapEvent[]) => Promise<unknown>
  send: (message: GapMessage) => Promise<unknown>
  /** Has drafts and issues follow, once all has been asked. */
  care: (runId: number) => Promise<unknown>
}

/**
 * Does one step and hands the next one on: collects what was missed, asks open gaps again, then
 * answers of pages that the run has changed, then corrections. Each step has the whole budget: many
 * open gaps leave no broken answer unseen.
 */
export async function workOnGaps(message: GapMessage, deps: GapJobDeps): Promise<void> {
  const { run_id, step, left, budget = left } = message
  const most = Math.min(atOnce, left)
  const goOn = (next: GapMessage['step']) => deps.send({ ...message, step: next, left: budget })
  const goOnAfter = (asked: number, next: GapMessage['step']) =>
    asked === most && left > asked ? deps.send({ ...message, left: left - asked }) : goOn(next)
  switch (step) {
    case 'collect': {
      const opened = await collectGaps(deps)
      await tell('gap.opened', run_id, opened, ({ gap_id }) => gap_id, deps)
      return void (await goOn('gaps'))
    }
    case 'gaps': {
      const { asked, closed } = await askGapsAgain(run_id, most, deps)
      await tell('gap.closed', run_id, closed, ({ gap_id }) => gap_id, deps)
      return void (await goOnAfter(asked, 'regressions'))
    }
    case 'regressions': {
      const { asked, found } = await findRegressions(run_id, most, deps)
      await tell('answer.regressed', run_id, found, ({ query_id }) => query_id, deps)
      return void (await goOnAfter(asked, 'corrections'))
    }
    case 'corrections': {
      const { asked } = await checkCorrections(run_id, most, deps)
      if (asked === most && left > asked)
        return void (await deps.send({ ...message, left: left - asked }))
      await deps.neon.run(sql(NoRow)`
        update ingestion_runs set gaps_checked_at = now() where id = ${run_id}`)
      await deps.care(run_id)
    }
  }
}

/** Each thing is told once a run, however often its step is done. */
async function tell<T extends object>(
  type: GapEvent['type'],
  runId: number,
  things: T[],
  idOf: (thing: T) => string,
  { publish }: GapJobDeps,
) {
  if (things.length === 0) return
  const events = things.map((thing) => ({
    type,
    id: `evt_${type.replace('.', '_')}_${runId}_${idOf(thing)}`,
    data: { run_id: runId, ...thing },
  }))
  await publish(...events)
}
