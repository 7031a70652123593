import { basename } from 'node:path'
import type { WranglerResult } from '../setup/wrangler.ts'
import { queueNames, readWorkerConfig } from '../suite/worker-config.ts'
import { type Finding, look, ok } from './finding.ts'
import { examineQueues } from './queues.ts'

const subject = 'configuration'

/** The files that Workers are deployed by, and the queues that the last of them names. */
export async function examineConfigs(
  files: string[],
  wrangler: (args: string[]) => WranglerResult,
): Promise<Finding[]> {
  const found: Finding[] = []
  let queues: string[] = []
  for (const file of files) {
    const finding = await look(subject, 'Correct it, and deploy again.', async () => {
      queues = []
      queues = queueNames(await readWorkerConfig(undefined, file))
      return [ok(subject, `${basename(file)} has all that Workers are bound to`)]
    })
    found.push(...finding)
  }
  return queues.length > 0 ? [...found, ...examineQueues(queues, wrangler)] : found
}
