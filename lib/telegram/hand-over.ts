import type { Context } from 'grammy/web'
import { type Endings, NewEscalation } from '../conversation/endings.ts'
import { Problem } from '../problem.ts'
import type { Conversations } from './conversations.ts'
import { say } from './say.ts'
import { words } from './words.ts'
import { writerOf } from './writer.ts'

export interface HandOverDeps {
  conversations: Conversations
  endings: Endings
}

/** Asks for a person in the conversation under way, as `POST /v1/sessions/:id/escalate` does. */
export async function handOver(
  ctx: Context,
  reason: string,
  origin: string,
  { conversations, endings }: HandOverDeps,
): Promise<void> {
  const writer = writerOf(ctx)
  const given = NewEscalation.shape.reason.safeParse(reason)
  const escalation = {
    reason: given.success ? given.data : 'Asked for a person on Telegram',
    contact: writer.contact,
  }
  const isFirst = await conversations.within(writer, async (id) => {
    try {
      await endings.escalate(id, escalation, `${origin}/v1/sessions/${id}/messages`)
      return true
    } catch (error) {
      if (error instanceof Problem && error.type === 'conflict') return false
      throw error
    }
  })
  await say(ctx, isFirst ? words.handedOver : words.handedOverAlready)
}
