import type { WranglerResult } from '../setup/wrangler.ts'
import { type Finding, fault, ok, unseen } from './finding.ts'

/** The queues with their consumers, as far as wrangler is logged in. */
export function examineQueues(
  names: string[],
  wrangler: (args: string[]) => WranglerResult,
): Finding[] {
  if (!wrangler(['whoami']).ok) {
    return [unseen('queues', 'wrangler is not logged in: npx wrangler login')]
  }
  return names.map((name) => {
    const subject = `queue ${name}`
    const { ok: isThere, output } = wrangler(['queues', 'info', name])
    if (!isThere) return fault(subject, 'It is missing: npm run deploy makes it.')
    // Nothing consumes dead letters; wrangler does not say how many there are.
    if (name.endsWith('-dead')) return ok(subject, 'is there; its messages are in the dashboard')
    const consumers = Number(/Number of Consumers:\s*(\d+)/.exec(output)?.[1] ?? 0)
    return consumers > 0
      ? ok(subject, 'is consumed')
      : fault(subject, 'Nothing consumes it: deploy the suite again with npm run deploy.')
  })
}
