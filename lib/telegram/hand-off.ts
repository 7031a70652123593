import type { Context } from 'grammy/web'
import { type Endings, NewEscalation } from '../conversation/endings.ts'
import { Problem } from '../problem.ts'
import type { Conversations } from './conversations.ts'
import { reply } from './reply.ts'
import { words } from './words.ts'
import { writerOf } from './writer.ts'

export interface HandOffDeps {
  conversations: Conversations
  endings: Endings
}

/** Asks for a person in the conversation under way, as `POST /v1/sessions/:id/escalate` does. */
export async function handOff(
  ctx: Context,
  reason: string,
  origin: string,
  { conversations, endings }: HandOffDeps,
): Promise<void> {
  const writer = writerOf(ctx)
  const given = NewEscalation.shape.reason.safeParse(reason)
  const escalation = {
    reason: given.success ? given.data : 'Asked for a person on Telegram',
    contact: writer.contact,
  }
  const isFirst = await conversations.inCurrentSession(writer, async (id) => {
    try {
      await endings.escalate(id, escalation, origin)
      return true
    } catch (error) {
      if (error instanceof Problem && error.type === 'conflict') return false
      throw error
    }
  })
  await reply(ctx, isFirst ? words.handedOff : words.handedOffAlready)
}
