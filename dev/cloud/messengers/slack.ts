import { createHmac } from 'node:crypto'
import { Hono } from 'hono'
import * as z from 'zod'
import type { ServiceEnv } from '../stand-in/service.ts'

const PlainText = z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(75) })

const Block = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('section'),
    text: z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(3000) }),
  }),
  z.strictObject({
    type: z.literal('actions'),
    elements: z
      .array(
        z.strictObject({
          type: z.literal('button'),
          action_id: z.string().min(1).max(255),
          text: PlainText,
        }),
      )
      .min(1)
      .max(25),
  }),
])

const Channel = z.string().regex(/^[CDG][A-Z0-9]+$/)
const Ts = z.string().regex(/^\d+\.\d{6}$/)
const common = {
  channel: Channel,
  text: z.string().min(1).max(40_000),
  blocks: z.array(Block).max(50).optional(),
}

/** The methods that Marginalia calls, and what each takes. */
const methods = {
  'chat.postMessage': z.strictObject({
    ...common,
    thread_ts: Ts.optional(),
    unfurl_links: z.boolean().optional(),
    unfurl_media: z.boolean().optional(),
  }),
  'chat.update': z.strictObject({ ...common, ts: Ts }),
  'chat.delete': z.strictObject({ channel: Channel, ts: Ts }),
}

/** Who is in the workspace, by their ids. */
const people: Record<string, { real_name: string; profile: { display_name: string } }> = {
  U0ADA: { real_name: 'Ada Lovelace', profile: { display_name: 'Ada' } },
  U0BEN: { real_name: 'Ben Bitdiddle', profile: { display_name: '' } },
}

/** A message as a channel shows it now. */
export interface ShownMessage {
  channel: string
  ts: string
  thread_ts?: string | undefined
  text: string
  blocks?: z.infer<typeof Block>[] | undefined
  edits: number
}

/**
 * Slack's Web API for one bot, which keeps its messages as they are shown. It refuses in Slack's own
 * words, with status 200, a wrong token, fields that a method does not take, and messages that are not
 * there.
 */
export function createSlackApp(token: string, shown: ShownMessage[]) {
  let last = 0
  const refuse = (error: string) => Response.json({ ok: false, error })
  const app = new Hono<ServiceEnv>()
  // What only reads takes its arguments from the address, and no JSON.
  app.get('/users.info', (c) => {
    if (c.req.header('authorization') !== `Bearer ${token}`) return refuse('invalid_auth')
    const id = c.req.query('user') ?? ''
    const known = people[id]
    return known ? c.json({ ok: true, user: { id, ...known } }) : refuse('user_not_found')
  })
  return app.post('/:method', async (c) => {
    if (c.req.header('authorization') !== `Bearer ${token}`) return refuse('invalid_auth')
    const method = c.req.param('method')
    const body: unknown = await c.req.json().catch(() => undefined)
    if (method === 'chat.postMessage') {
      const given = methods[method].safeParse(body)
      if (!given.success) return refuse(`invalid_arguments: ${z.prettifyError(given.error)}`)
      // The bot is in the channels that the tests use, and in no other.
      if (given.data.channel === 'C0STRANGE') return refuse('not_in_channel')
      last += 1
      const ts = `1700000000.${String(last).padStart(6, '0')}`
      const { channel, thread_ts, text, blocks } = given.data
      shown.push({ channel, ts, thread_ts, text, blocks, edits: 0 })
      return c.json({ ok: true, channel, ts })
    }
    if (method !== 'chat.update' && method !== 'chat.delete') return refuse('unknown_method')
    const given = methods[method].safeParse(body)
    if (!given.success) return refuse(`invalid_arguments: ${z.prettifyError(given.error)}`)
    const { channel, ts } = given.data
    const message = shown.find((one) => one.channel === channel && one.ts === ts)
    if (!message) return refuse('message_not_found')
    if (method === 'chat.delete') shown.splice(shown.indexOf(message), 1)
    else {
      const { text, blocks } = methods['chat.update'].parse(given.data)
      Object.assign(message, { text, blocks, edits: message.edits + 1 })
    }
    return c.json({ ok: true, channel, ts })
  })
}

/** The headers that Slack signs a request with. */
export function signedBySlack(body: string, secret: string, atMs = Date.now()) {
  const time = String(Math.floor(atMs / 1000))
  const digest = createHmac('sha256', secret).update(`v0:${time}:${body}`).digest('hex')
  return { 'x-slack-request-timestamp': time, 'x-slack-signature': `v0=${digest}` }
}
