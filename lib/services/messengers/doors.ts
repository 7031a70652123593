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

export const discordFor = (settings: Settings) =>
  createDiscord({
    applicationId: settings.DISCORD_APPLICATION_ID ?? '',
    token: settings.DISCORD_BOT_TOKEN ?? '',
    apiUrl: settings.DISCORD_API_URL,
    timeoutMs: settings.TIMEOUT_CHANNEL_MS,
    note: noting(settings, 'discord'),
  })
