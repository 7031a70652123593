import type { Chatwoot } from '../clients/channels/chatwoot.ts'
import { type HandOff, type Helpdesk, type Note, speaker, standing, talkLines } from './helpdesk.ts'

/**
 * Hand-offs in an inbox of Chatwoot: a contact and a conversation each, known by the conversation's
 * number. What the reader says comes from the contact; all else is a note for agents.
 */
export function chatwootHelpdesk(
  chatwoot: Chatwoot,
  { deskUrl }: { deskUrl: string | undefined },
): Helpdesk {
  return {
    name: 'chatwoot',

    async open(handOff, { posted }, note) {
      const contact = contactIn(posted) ?? (await newContact(handOff, note))
      const conversation = await chatwoot.createConversation(contact)
      await note({ thread: String(conversation) })
      await chatwoot.say(conversation, { content: plain(handOff.reason), isNote: false })
      await chatwoot.say(conversation, { content: introduction(handOff, deskUrl), isNote: true })
      return String(conversation)
    },

    async say(message, thread) {
      const isReaders = message.from === 'reader'
      const content = plain(message.content)
      await chatwoot.say(
        Number(thread),
        isReaders
          ? { content, isNote: false }
          : { content: `${speaker(message)}: ${content}`, isNote: true },
      )
    },

    async show(handOff, thread) {
      if (handOff.status === 'closed') await chatwoot.resolve(Number(thread))
      // Who has it here, Chatwoot shows itself.
      else if (handOff.taken_by !== undefined && !handOff.taken_by.endsWith('(Chatwoot)'))
        await chatwoot.say(Number(thread), { content: standing(handOff), isNote: true })
    },

    async remove({ posted }) {
      const contact = contactIn(posted)
      if (!contact) return
      await chatwoot.deleteContact(contact.id).catch((error: unknown) => {
        if (!isGone(error)) throw error
      })
    },
  }

  async function newContact({ session_id }: HandOff, note: Note) {
    const made = await chatwoot.createContact(`Reader ${session_id.slice(0, 8)}`)
    await note({ posted: [`contact:${made.id}:${made.sourceId}`] })
    return made
  }
}

/** The contact that was made for a hand-off; its conversations go with it. */
function contactIn(posted: string[]): { id: number; sourceId: string } | undefined {
  const [, id, sourceId = ''] = /^contact:(\d+):(.*)$/.exec(posted[0] ?? '') ?? []
  return id === undefined ? undefined : { id: Number(id), sourceId }
}

const isGone = (error: unknown) =>
  error instanceof Error && 'status' in error && error.status === 404

/** Chatwoot shows Markdown: a reader's words must not have an agent's browser fetch a picture. */
const plain = (text: string) => text.replaceAll('![', '!\\[')

function introduction(handOff: HandOff, deskUrl: string | undefined): string {
  const { contact, channel, escalation_id: id } = handOff
  return [
    `A reader asks for a person, from: ${channel}.`,
    contact !== undefined && `Contact: ${plain(contact)}`,
    deskUrl !== undefined && `At the desk: ${deskUrl}#/inbox/${id}`,
    ...talkLines(handOff).map(({ who, content }) => `**${who}**: ${plain(content)}`),
  ]
    .filter(Boolean)
    .join('\n\n')
}
