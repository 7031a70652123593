import type { Settings } from '../../env.ts'
import { chatwootHelpdesk } from '../../helpdesk/chatwoot.ts'
import { type Deed, takeDeed } from '../../helpdesk/deed.ts'
import type { Helpdesk } from '../../helpdesk/helpdesk.ts'
import { findDueRelays, relay } from '../../helpdesk/relay.ts'
import { slackHelpdesk } from '../../helpdesk/slack.ts'
import { healthServices } from '../health.ts'
import { hasHelpdesk, neonFor } from '../upstreams.ts'
import { chatwootFor, slackFor } from './doors.ts'
import { inboxServices } from './inbox.ts'

/** What tells the team's tools of hand-offs; absent where there is none. */
export function relayServices(settings: Settings) {
  if (!hasHelpdesk(settings)) return undefined
  const deps = { neon: neonFor(settings), helpdesks: helpdesksOf(settings) }
  return {
    now: (sessionId: string) => relay(sessionId, deps),
    due: () => findDueRelays(deps),
    again: (sessionId: string, seconds: number) =>
      settings.WEBHOOKS_QUEUE.send(
        { relay: sessionId },
        { delaySeconds: Math.min(Math.ceil(seconds), mostDelaySeconds) },
      ),
  }
}

/** Of Cloudflare's queues; a cron looks before that, and after it. */
const mostDelaySeconds = 43_200

function helpdesksOf(settings: Settings): Helpdesk[] {
  const { PUBLIC_URL, SLACK_HAND_OFF_CHANNEL: channel } = settings
  const deskUrl = PUBLIC_URL && `${PUBLIC_URL.replace(/\/+$/, '')}/admin`
  const chatwoot = chatwootFor(settings)
  return [
    ...(channel ? [slackHelpdesk(slackFor(settings), { channel, deskUrl })] : []),
    ...(chatwoot ? [chatwootHelpdesk(chatwoot, { deskUrl })] : []),
  ]
}

/** Does at the desk what the team does in a tool of its own. */
export function deedServices(settings: Settings) {
  const { staff } = healthServices(settings)
  const deps = {
    ...inboxServices(settings),
    neon: neonFor(settings),
    record: ({ member, ...entry }: { member: string; action: string; target: object }) =>
      staff.record({ member: { name: member, role: 'editor' }, ...entry }),
  }
  return { takeDeed: (deed: Deed) => takeDeed(deed, deps) }
}
