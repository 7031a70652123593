import * as z from 'zod/mini'

const Refusal = z.object({ message: z.string() })

export type Discord = ReturnType<typeof createDiscord>

export interface DiscordMessage {
  content: string
  components?: object[]
}

/**
 * The door to Discord's API: replies to an interaction, by its token, and messages in the bot's name.
 * Every request is given up after `timeoutMs`, without retries; no redirect is followed. `note` hears
 * of what is Discord's fault, or the token's.
 */
export function createDiscord(options: {
  applicationId: string
  token: string
  apiUrl: string
  timeoutMs: number
  note: (error: unknown) => void
}) {
  const reply = (token: string) => `/webhooks/${options.applicationId}/${token}`
  const call = async (method: string, path: string, message?: DiscordMessage) => {
    try {
      const response = await fetch(`${options.apiUrl}${path}`, {
        method,
        headers: {
          authorization: `Bot ${options.token}`,
          ...(message && { 'content-type': 'application/json' }),
        },
        redirect: 'manual',
        signal: AbortSignal.timeout(options.timeoutMs),
        // Nobody is called by what a page or a question says, and links show no pictures.
        ...(message && {
          body: JSON.stringify({ ...message, flags: 4, allowed_mentions: { parse: [] } }),
        }),
      })
      const { status } = response
      const body: unknown = await response.json().catch(() => undefined)
      if (response.ok) return
      const said = Refusal.safeParse(body).data?.message ?? `HTTP ${status}`
      throw Object.assign(new Error(`Discord: ${said}`), { status })
    } catch (error) {
      options.note(error)
      throw error
    }
  }
  return {
    /** Replaces the reply to an interaction. */
    edit: (token: string, message: DiscordMessage) =>
      call('PATCH', `${reply(token)}/messages/@original`, message),
    remove: (token: string) => call('DELETE', `${reply(token)}/messages/@original`),
    /** Adds another message to the reply. */
    follow: (token: string, message: DiscordMessage) => call('POST', reply(token), message),
    /** Posts a message into a channel or thread. */
    post: (channelId: string, message: DiscordMessage) =>
      call('POST', `/channels/${channelId}/messages`, message),
  }
}
