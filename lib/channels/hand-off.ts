import { type Endings, NewEscalation } from '../conversation/endings.ts'
import type { ChannelAddress } from '../conversation/escalation/escalation.ts'
import { Problem } from '../problem.ts'
import type { Conversations } from './conversations.ts'
import { words } from './words.ts'
import type { Writer } from './writer.ts'

export interface HandOffDeps {
  conversations: Conversations
  endings: Endings
  /** Where readers reach the owner when nobody is told. */
  contact: string | undefined
}

export interface Asked {
  writer: Writer
  /** What the writer says it is about. */
  reason: string
  /** Where what the person says is sent. */
  address: ChannelAddress
  /** Where this function is, for links to the conversation. */
  origin: string
}

const nameOf = { telegram: 'Telegram', slack: 'Slack', discord: 'Discord' } as const

/**
 * Asks for a person in the conversation under way, as `POST /v1/sessions/:id/escalate` does; gives what
 * the writer is told.
 */
export async function handOff(
  { writer, reason, address, origin }: Asked,
  { conversations, endings, contact }: HandOffDeps,
): Promise<string> {
  const given = NewEscalation.shape.reason.safeParse(reason)
  const escalation = {
    reason: given.success ? given.data : `Asked for a person on ${nameOf[writer.channel]}`,
    contact: writer.contact,
  }
  return await conversations.inCurrentSession(writer, async (id) => {
    try {
      const { is_told } = await endings.escalate(id, escalation, origin, address)
      return is_told ? words.handedOff : words.nobody(contact)
    } catch (error) {
      if (error instanceof Problem && error.type === 'conflict') return words.handedOffAlready
      throw error
    }
  })
}
