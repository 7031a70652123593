import { createHmac } from 'node:crypto'
import { Hono } from 'hono'
import * as z from 'zod'
import type { ServiceEnv } from '../stand-in/service.ts'

const NewContact = z.object({
  inbox_id: z.int(),
  name: z.string().min(1),
  email: z.email().optional(),
  identifier: z.string().optional(),
})
const NewConversation = z.object({
  source_id: z.string(),
  inbox_id: z.int(),
  contact_id: z.int(),
  status: z.enum(['open', 'pending', 'resolved', 'snoozed']).optional(),
})
const NewMessage = z.object({
  content: z.string().min(1).max(150_000),
  message_type: z.enum(['incoming', 'outgoing']),
  private: z.boolean().optional(),
})
const NewStatus = z.object({ status: z.enum(['open', 'pending', 'resolved', 'snoozed']) })

export interface ChatwootMessage {
  id: number
  content: string
  message_type: 'incoming' | 'outgoing'
  private: boolean
}

export interface ChatwootConversation {
  id: number
  contactId: number
  status: string
  messages: ChatwootMessage[]
}

export interface ChatwootRoom {
  accountId: number
  inboxId: number
  token: string
  /** Whether the token's agent is an administrator, who alone may delete contacts. */
  isAdministrator: boolean
}

const notFound = () => Response.json({ error: 'Resource could not be found' }, { status: 404 })
const unprocessable = (message: string) => Response.json({ message }, { status: 422 })

/**
 * Chatwoot's API for one account with one inbox of the kind API. It refuses in Chatwoot's own words a
 * wrong token, another account, an inbox, contact or source that it does not know, empty messages, and
 * deleting by whoever is no administrator.
 */
export function createChatwootApp(
  { accountId, inboxId, token, isAdministrator }: ChatwootRoom,
  conversations: ChatwootConversation[],
) {
  let last = 0
  const next = () => {
    last += 1
    return last
  }
  const contacts = new Map<number, string>()
  const base = '/api/v1/accounts/:account'
  const app = new Hono<ServiceEnv>()

  app.use(`${base}/*`, async (c, proceed) => {
    if (c.req.header('api_access_token') !== token)
      return c.json({ error: 'Invalid Access Token' }, 401)
    if (c.req.param('account') !== String(accountId))
      return c.json({ error: 'You are not authorized to access this account' }, 401)
    return await proceed()
  })

  app.post(`${base}/contacts`, async (c) => {
    const given = NewContact.safeParse(await c.req.json().catch(() => undefined))
    if (!given.success) return unprocessable(z.prettifyError(given.error))
    if (given.data.inbox_id !== inboxId) return notFound()
    const id = next()
    const source = `source-${id}`
    contacts.set(id, source)
    const contact = { id, name: given.data.name, email: null }
    const contact_inbox = {
      source_id: source,
      inbox: { id: inboxId, channel_type: 'Channel::Api' },
    }
    return c.json({ payload: { contact, contact_inbox } })
  })

  app.delete(`${base}/contacts/:id`, (c) => {
    const id = Number(c.req.param('id'))
    if (!isAdministrator) return c.json({ error: 'You are not authorized to do this action' }, 401)
    if (!contacts.delete(id)) return notFound()
    const rest = conversations.filter(({ contactId }) => contactId !== id)
    conversations.splice(0, conversations.length, ...rest)
    return c.body(null, 200)
  })

  app.post(`${base}/conversations`, async (c) => {
    const given = NewConversation.safeParse(await c.req.json().catch(() => undefined))
    if (!given.success) return unprocessable(z.prettifyError(given.error))
    const { inbox_id, contact_id, source_id, status = 'open' } = given.data
    if (inbox_id !== inboxId || contacts.get(contact_id) !== source_id) return notFound()
    const made = { id: next(), contactId: contact_id, status, messages: [] }
    conversations.push(made)
    return c.json({ id: made.id, account_id: accountId, inbox_id: inboxId, status })
  })

  talkRoutes(app, base, conversations, next)
  return app
}

/** What is said in a conversation, and how it stands. */
function talkRoutes(
  app: Hono<ServiceEnv>,
  base: string,
  conversations: ChatwootConversation[],
  next: () => number,
) {
  const conversation = (id: string) => conversations.find((one) => String(one.id) === id)

  app.post(`${base}/conversations/:id/messages`, async (c) => {
    const known = conversation(c.req.param('id'))
    if (!known) return notFound()
    const given = NewMessage.safeParse(await c.req.json().catch(() => undefined))
    if (!given.success) return unprocessable(z.prettifyError(given.error))
    const { content, message_type, private: isPrivate = false } = given.data
    const message = { id: next(), content, message_type, private: isPrivate }
    known.messages.push(message)
    // What a contact writes opens a conversation again.
    if (message_type === 'incoming' && known.status === 'resolved') known.status = 'open'
    return c.json({ ...message, conversation_id: known.id })
  })

  app.post(`${base}/conversations/:id/toggle_status`, async (c) => {
    const known = conversation(c.req.param('id'))
    if (!known) return notFound()
    const given = NewStatus.safeParse(await c.req.json().catch(() => undefined))
    if (!given.success) return unprocessable(z.prettifyError(given.error))
    known.status = given.data.status
    return c.json({ meta: {}, payload: { success: true, current_status: known.status } })
  })
}

/** The headers that Chatwoot signs a webhook's request with. */
export function signedByChatwoot(body: string, secret: string, atMs = Date.now()) {
  const time = String(Math.floor(atMs / 1000))
  const digest = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')
  return { 'x-chatwoot-timestamp': time, 'x-chatwoot-signature': `sha256=${digest}` }
}
