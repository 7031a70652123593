import type { Settings } from '../lib/env.ts'
import { calibrationKey, type Signals } from '../lib/index/calibration.ts'
import { calibrate } from '../lib/ingest/calibrate/calibrate.ts'
import { CalibrationError } from '../lib/ingest/calibrate/summarise.ts'
import type { CalibrateMessage, IngestionMessage } from '../lib/ingest/ledger/messages.ts'
import { calibrationDeps } from '../lib/services/ingest.ts'

/**
 * Calibrates an index as the end of a run does, message by message, and gives what Redis then holds;
 * undefined, with a line that says why, where it cannot be done. `note` is told what each question
 * scored.
 */
export async function calibrateIndex(
  settings: Settings,
  note: (question: string, signals: Signals) => void = () => undefined,
): Promise<string | undefined> {
  const waiting: CalibrateMessage[] = [{ kind: 'calibrate', index_version: '0', measured: [] }]
  const queue = {
    send: async (message: IngestionMessage) => {
      if (message.kind === 'calibrate') waiting.push(message)
    },
  }
  const deps = { ...calibrationDeps(settings), queue }
  const measure: typeof deps.measure = async (questions, by) => {
    const measured = await deps.measure(questions, by)
    for (const [at, signals] of measured.entries()) note(questions[at] ?? '', signals)
    return measured
  }
  try {
    for (const message of waiting) await calibrate(message, { ...deps, measure })
  } catch (error) {
    if (!(error instanceof CalibrationError)) throw error
    console.log(`Not calibrated: ${error.message}.`)
  }
  return (await deps.redis.commands.get(calibrationKey)) ?? undefined
}
