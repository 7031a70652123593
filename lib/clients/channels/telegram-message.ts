import * as z from 'zod/mini'

const Reply = z.object({ ok: z.boolean(), description: z.optional(z.string()) })

/** A plain message, in a chat or as a reply to one of its messages. */
export interface TelegramMessage {
  chatId: number
  messageId?: number | undefined
  text: string
}

/**
 * Sends one plain message through Telegram's Bot API, without the library that a bot needs; throws
 * what Telegram says against it. No redirect is followed, for the token is part of the address.
 */
export async function sendTelegramMessage(
  { chatId, messageId, text }: TelegramMessage,
  { token, apiUrl, timeoutMs }: { token: string; apiUrl: string; timeoutMs: number },
): Promise<void> {
  const response = await fetch(`${apiUrl}/bot${token}/sendMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
    body: JSON.stringify({
      chat_id: chatId,
      text,
      link_preview_options: { is_disabled: true },
      ...(messageId !== undefined && {
        reply_parameters: { message_id: messageId, allow_sending_without_reply: true },
      }),
    }),
  })
  const { data } = Reply.safeParse(await response.json().catch(() => undefined))
  if (response.ok && data?.ok) return
  const said = data?.description ?? `HTTP ${response.status}`
  throw Object.assign(new Error(`Telegram: ${said}`), { status: response.status })
}
