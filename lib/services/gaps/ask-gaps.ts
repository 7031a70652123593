import type { GapMessage } from '../../admin/gaps/gap-job.ts'
import type { Settings } from '../../env.ts'

/** Has the queue ask, after a run, what readers missed; says whether anything is asked at all. */
export async function askGaps(runId: number, settings: Settings): Promise<boolean> {
  const left = settings.GAPS_ASKED_PER_RUN
  if (left === 0) return false
  const message: GapMessage = { kind: 'gaps', run_id: runId, step: 'collect', left, budget: left }
  await settings.JOURNAL_QUEUE.send(message)
  return true
}
