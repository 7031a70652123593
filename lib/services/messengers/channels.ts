import type { AskDeps } from '../../channels/ask.ts'
import { createConversations } from '../../channels/conversations.ts'
import type { HandOffDeps } from '../../channels/hand-off.ts'
import { editionsFor } from '../../chat/editions.ts'
import { type Call, takeInteraction } from '../../discord/bot.ts'
import type { Asked } from '../../discord/interactions.ts'
import type { Settings } from '../../env.ts'
import { createGate } from '../../limits/gate.ts'
import { takeSlackCall } from '../../slack/bot.ts'
import type { SlackCall } from '../../slack/events.ts'
import { chatServices } from '../chat.ts'
import { newId, now } from '../doors.ts'
import { sessionServices } from '../sessions.ts'
import { readTextsFor } from '../upstreams.ts'
import { discordFor, slackFor } from './doors.ts'
import { deedServices } from './helpdesks.ts'

/** What every channel needs: what sessions and chat do, and which conversation is whose. */
export function channelServices(settings: Settings) {
  const ofSessions = sessionServices(settings)
  const { redis, sessions, endings, escalations, publish } = ofSessions
  const conversations = createConversations({
    redis,
    sessions,
    publish,
    now,
    identitySecret: settings.IDENTITY_SECRET,
    newSessionsPerHour: settings.RATE_LIMIT_NEW_SESSIONS_PER_HOUR,
    gate: createGate(now),
    ttlSeconds: settings.CONVERSATION_TTL_SECONDS,
  })
  const { answer } = chatServices(settings)
  const readCharacters = () => readTextsFor(settings, 'characters').catch(() => undefined)
  const asking: Omit<AskDeps, 'everyMs'> & HandOffDeps = {
    conversations,
    readersSide: escalations,
    endings,
    contact: settings.CONTACT,
    /** Reads meanwhile what its Markdown may call by a name; where that is away, the name is shown. */
    async *answer(...given) {
      const reading = readCharacters()
      yield* answer(...given)
      await reading
    },
    newId,
    now,
    editions: editionsFor(settings),
  }
  return { ofSessions, redis, asking }
}

// Slack lets a bot replace a message about once a second, Discord five times in five seconds.
const everyMs = 1200

/** What the Slack function needs. */
export function slackServices(settings: Settings) {
  const { ofSessions, redis, asking } = channelServices(settings)
  const { SLACK_HAND_OFF_CHANNEL: channel } = settings
  const team = channel ? { channel, ...deedServices(settings) } : undefined
  const deps = { ...asking, everyMs, redis, slack: slackFor(settings), team }
  return {
    ...ofSessions,
    takeSlackCall: async (sent: SlackCall, call: Call) => {
      await takeSlackCall(sent, call, deps)
      await ofSessions.health.tellTroubles()
    },
  }
}

/** What the Discord function needs. */
export function discordServices(settings: Settings) {
  const { ofSessions, asking } = channelServices(settings)
  const deps = { ...asking, everyMs, discord: discordFor(settings) }
  return {
    ...ofSessions,
    takeInteraction: async (asked: Asked, call: Call) => {
      await takeInteraction(asked, call, deps)
      await ofSessions.health.tellTroubles()
    },
  }
}
