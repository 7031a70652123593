import * as z from 'zod/mini'

const Refusal = z.object({
  error: z.optional(z.string()),
  message: z.optional(z.string()),
  errors: z.optional(z.array(z.string())),
})
const Contact = z.object({
  payload: z.object({
    contact: z.object({ id: z.int() }),
    contact_inbox: z.object({ source_id: z.string() }),
  }),
})
const Conversation = z.object({ id: z.int() })

export type Chatwoot = ReturnType<typeof createChatwoot>

/**
 * The door to Chatwoot's API for one inbox of the kind API, for an agent's token. Every request is given
 * up after `timeoutMs`, without retries; no redirect is followed. `note` hears of what is Chatwoot's
 * fault, or the token's.
 */
export function createChatwoot(options: {
  url: string
  accountId: number
  inboxId: number
  token: string
  timeoutMs: number
  note: (error: unknown) => void
}) {
  const base = `${options.url.replace(/\/+$/, '')}/api/v1/accounts/${options.accountId}`
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    try {
      const response = await fetch(`${base}${path}`, {
        method,
        headers: {
          api_access_token: options.token,
          ...(body && { 'content-type': 'application/json' }),
        },
        redirect: 'manual',
        signal: AbortSignal.timeout(options.timeoutMs),
        ...(body && { body: JSON.stringify(body) }),
      })
      const reply: unknown = await response.json().catch(() => undefined)
      if (response.ok) return reply
      throw refusal(reply, response.status)
    } catch (error) {
      options.note(error)
      throw error
    }
  }
  return {
    /** Makes a contact in the inbox. */
    async createContact(name: string): Promise<{ id: number; sourceId: string }> {
      const made = await call('POST', '/contacts', { inbox_id: options.inboxId, name })
      const { contact, contact_inbox } = Contact.parse(made).payload
      return { id: contact.id, sourceId: contact_inbox.source_id }
    },
    /** Opens a conversation of a contact; gives its number. */
    async createConversation(contact: { id: number; sourceId: string }): Promise<number> {
      const made = await call('POST', '/conversations', {
        inbox_id: options.inboxId,
        contact_id: contact.id,
        source_id: contact.sourceId,
        status: 'open',
      })
      return Conversation.parse(made).id
    },
    /** Says something in a conversation: as its contact, or as a note that agents alone see. */
    say: (conversation: number, said: { content: string; isNote: boolean }) =>
      call('POST', `/conversations/${conversation}/messages`, {
        content: said.content,
        message_type: said.isNote ? 'outgoing' : 'incoming',
        private: said.isNote,
      }),
    resolve: (conversation: number) =>
      call('POST', `/conversations/${conversation}/toggle_status`, { status: 'resolved' }),
    /** Deletes a contact with all its conversations. */
    deleteContact: (id: number) => call('DELETE', `/contacts/${id}`),
  }
}

function refusal(reply: unknown, status: number): Error {
  const said = Refusal.safeParse(reply).data
  const words = said?.error ?? said?.message ?? said?.errors?.join(' ') ?? `HTTP ${status}`
  return Object.assign(new Error(`Chatwoot: ${words}`), { status })
}
