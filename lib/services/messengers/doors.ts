import { createChatwoot } from '../../clients/channels/chatwoot.ts'
import { createDiscord } from '../../clients/channels/discord.ts'
import { createSlack } from '../../clients/channels/slack.ts'
import type { Settings } from '../../env.ts'
import { noting } from '../upstreams.ts'

export const slackFor = (settings: Settings) =>
  createSlack({
    token: settings.SLACK_BOT_TOKEN ?? '',
    apiUrl: settings.SLACK_API_URL,
    timeoutMs: settings.TIMEOUT_CHANNEL_MS,
    note: noting(settings, 'slack'),
  })

/** Chatwoot, where the settings name an inbox of it. */
export function chatwootFor(settings: Settings) {
  const { CHATWOOT_API_TOKEN: token, CHATWOOT_ACCOUNT_ID, CHATWOOT_INBOX_ID } = settings
  if (!token || !CHATWOOT_ACCOUNT_ID || !CHATWOOT_INBOX_ID) return undefined
  return createChatwoot({
    url: settings.CHATWOOT_URL,
    accountId: CHATWOOT_ACCOUNT_ID,
    inboxId: CHATWOOT_INBOX_ID,
    token,
    timeoutMs: settings.TIMEOUT_CHANNEL_MS,
    note: noting(settings, 'chatwoot'),
  })
}

export const discordFor = (settings: Settings) =>
  createDiscord({
    applicationId: settings.DISCORD_APPLICATION_ID ?? '',
    token: settings.DISCORD_BOT_TOKEN ?? '',
    apiUrl: settings.DISCORD_API_URL,
    timeoutMs: settings.TIMEOUT_CHANNEL_MS,
    note: noting(settings, 'discord'),
  })
