import * as z from 'zod/mini'

const Reply = z.object({
  ok: z.boolean(),
  error: z.optional(z.string()),
  ts: z.optional(z.string()),
  user: z.optional(
    z.object({
      real_name: z.optional(z.string()),
      profile: z.optional(z.object({ display_name: z.optional(z.string()) })),
    }),
  ),
})

export type Slack = ReturnType<typeof createSlack>

/**
 * The door to Slack's Web API, for a bot's token. Every request is given up after `timeoutMs`, without
 * retries; no redirect is followed. `note` hears of what is Slack's fault, or the token's.
 */
export function createSlack(options: {
  token: string
  apiUrl: string
  timeoutMs: number
  note: (error: unknown) => void
}) {
  const call = async (method: string, body?: object): Promise<z.infer<typeof Reply>> => {
    try {
      const response = await fetch(`${options.apiUrl}/${method}`, {
        method: body ? 'POST' : 'GET',
        headers: {
          ...(body && { 'content-type': 'application/json; charset=utf-8' }),
          authorization: `Bearer ${options.token}`,
        },
        redirect: 'manual',
        signal: AbortSignal.timeout(options.timeoutMs),
        ...(body && { body: JSON.stringify(body) }),
      })
      const { data } = Reply.safeParse(await response.json().catch(() => undefined))
      if (response.ok && data?.ok) return data
      throw refusal(data?.error, response.status)
    } catch (error) {
      options.note(error)
      throw error
    }
  }
  return {
    /** Posts a message into a thread; gives the moment by which it is known. */
    post: async (message: SlackMessage): Promise<string> =>
      (await call('chat.postMessage', { ...message, unfurl_links: false, unfurl_media: false }))
        .ts ?? '',
    update: (message: SlackMessage & { ts: string }) => call('chat.update', message),
    remove: (message: { channel: string; ts: string }) => call('chat.delete', message),
    /** What somebody is called, as others see it. What only reads takes no JSON. */
    async nameOf(user: string): Promise<string | undefined> {
      const { user: known } = await call(`users.info?user=${encodeURIComponent(user)}`)
      return known?.profile?.display_name || known?.real_name
    },
  }
}

export interface SlackMessage {
  channel: string
  thread_ts?: string
  text: string
  blocks?: object[]
}

/** Text that means itself in Slack's mrkdwn. */
export const escapedForSlack = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Slack says what is wrong in a reply of status 200: what is about the token counts as a refused key. */
function refusal(said: string | undefined, status: number): Error {
  const isKeys = /^(?:invalid_auth|not_authed|account_inactive|token_)/.test(said ?? '')
  const error = new Error(`Slack: ${said ?? `HTTP ${status}`}`)
  return Object.assign(error, { status: isKeys ? 401 : status === 200 ? 400 : status })
}
