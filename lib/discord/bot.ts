import { type Afterwards, type AskDeps, apology, ask } from '../channels/ask.ts'
import { type HandOffDeps, handOff } from '../channels/hand-off.ts'
import type { Writer } from '../channels/writer.ts'
import type { Discord } from '../clients/channels/discord.ts'
import { answerMessage } from './answer-message.ts'
import { type Asked, kinds, optionOf } from './interactions.ts'

export interface DiscordBotDeps extends AskDeps, HandOffDeps {
  discord: Discord
}

/** What an interaction comes with: where this function is, and what keeps it alive. */
export interface Call {
  origin: string
  afterwards: Afterwards
}

/** Does what was asked, in the reply that was promised when it was acknowledged. */
export async function takeInteraction(
  asked: Asked,
  { origin, afterwards }: Call,
  deps: DiscordBotDeps,
): Promise<void> {
  const { token, channel_id } = asked
  try {
    const writer = writerOf(asked)
    if (asked.type === kinds.command && asked.data.name === 'ask') {
      const begin = async () => answerMessage(token, deps.discord)
      return await ask(optionOf(asked, 'question'), writer, begin, afterwards, deps)
    }
    const reason = asked.type === kinds.command ? optionOf(asked, 'reason') : ''
    const address = { channel: 'discord', channel_id } as const
    const content = await handOff({ writer, reason, address, origin }, deps).catch(apology)
    await deps.discord.edit(token, { content })
  } catch (error) {
    // Discord was told that it was taken: what failed is for the operator to see.
    console.error(`An interaction failed: ${error instanceof Error ? error.message : error}`)
  }
}

const threads = [10, 11, 12]

/** A thread is a conversation, whoever writes in it; elsewhere each member has one of their own. */
function writerOf({ channel_id, channel, guild_id, member, user }: Asked): Writer {
  const { id, username } = member?.user ?? user ?? {}
  if (id === undefined) throw new Error('An interaction without a user')
  const isThread = threads.includes(channel?.type ?? -1)
  return {
    channel: 'discord',
    userId: id,
    conversation: isThread ? channel_id : `${channel_id}:${id}`,
    isPrivate: guild_id === undefined,
    contact: username ? `Discord: @${username}` : `Discord: https://discord.com/users/${id}`,
  }
}
