import type { Context } from 'grammy/web'

type Options = NonNullable<Parameters<Context['reply']>[1]>

/** Sends a message to where the update came from; in a group, as a reply to the person who asked. */
export async function reply(ctx: Context, text: string, options: Options = {}): Promise<void> {
  const message_id = ctx.message?.message_id
  const isInGroup = ctx.chat?.type !== 'private' && message_id !== undefined
  await ctx.reply(text, {
    link_preview_options: { is_disabled: true },
    ...(isInGroup && { reply_parameters: { message_id, allow_sending_without_reply: true } }),
    ...options,
  })
}
