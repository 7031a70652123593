const names: Record<string, string> = {
  page: 'the site',
  telegram: 'Telegram',
  slack: 'Slack',
  discord: 'Discord',
  mcp: 'an agent (MCP)',
}

/** Where a conversation was held, in words. */
export const channelName = (channel: string) => names[channel] ?? channel

/** The channels that conversations are told apart by. */
export const channels = Object.entries(names)
