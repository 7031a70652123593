import { generateKeyPairSync, sign } from 'node:crypto'
import { Hono } from 'hono'
import * as z from 'zod'
import type { ServiceEnv } from '../stand-in/service.ts'

const Button = z.strictObject({
  type: z.literal(2),
  style: z.int().min(1).max(4),
  custom_id: z.string().min(1).max(100),
  label: z.string().min(1).max(80),
})

const Message = z.strictObject({
  content: z.string().min(1).max(2000),
  flags: z.int().optional(),
  allowed_mentions: z.strictObject({ parse: z.array(z.enum(['users', 'roles', 'everyone'])) }),
  components: z
    .array(z.strictObject({ type: z.literal(1), components: z.array(Button).min(1).max(5) }))
    .max(5)
    .optional(),
})

type Message = z.infer<typeof Message>

const name = z.string().regex(/^[-_\p{Ll}\p{N}]{1,32}$/u)
const description = z.string().min(1).max(100)
const Commands = z
  .array(
    z.strictObject({
      name,
      description,
      options: z
        .array(
          z.strictObject({
            type: z.int().min(1).max(11),
            name,
            description,
            required: z.boolean().optional(),
          }),
        )
        .max(25)
        .optional(),
    }),
  )
  .max(100)

/** What an application has said: replies to interactions by their token, messages by their channel. */
export interface SaidOnDiscord {
  replies: Map<string, Message[]>
  messages: Map<string, Message[]>
}

/**
 * Discord's API for one application. It refuses in Discord's own words a wrong token, an interaction
 * that it does not know, unknown fields, and messages that are empty or too long.
 */
export function createDiscordApp(
  { applicationId, token }: { applicationId: string; token: string },
  known: Set<string>,
  { replies, messages }: SaidOnDiscord,
) {
  const refuse = (status: 400 | 401 | 404, code: number, message: string) =>
    Response.json({ code, message }, { status })
  const read = async (request: Request) =>
    Message.safeParse(await request.json().catch(() => undefined))
  const path = '/webhooks/:application/:token'
  const isKnown = (application: string, given: string) =>
    application === applicationId && known.has(given)
  return new Hono<ServiceEnv>()
    .patch(`${path}/messages/@original`, async (c) => {
      const { application, token: given } = c.req.param()
      if (!isKnown(application, given)) return refuse(404, 10_015, 'Unknown Webhook')
      const { data, error } = await read(c.req.raw)
      if (!data) return refuse(400, 50_035, `Invalid Form Body: ${z.prettifyError(error)}`)
      const [, ...rest] = replies.get(given) ?? []
      replies.set(given, [data, ...rest])
      return c.json({ id: '1' })
    })
    .delete(`${path}/messages/@original`, (c) => {
      const { application, token: given } = c.req.param()
      if (!isKnown(application, given)) return refuse(404, 10_015, 'Unknown Webhook')
      replies.set(given, [])
      return c.body(null, 204)
    })
    .post(path, async (c) => {
      const { application, token: given } = c.req.param()
      if (!isKnown(application, given)) return refuse(404, 10_015, 'Unknown Webhook')
      const { data, error } = await read(c.req.raw)
      if (!data) return refuse(400, 50_035, `Invalid Form Body: ${z.prettifyError(error)}`)
      replies.set(given, [...(replies.get(given) ?? []), data])
      return c.json({ id: '2' })
    })
    .put('/applications/:application/commands', async (c) => {
      if (c.req.header('authorization') !== `Bot ${token}`)
        return refuse(401, 0, '401: Unauthorized')
      if (c.req.param('application') !== applicationId)
        return refuse(404, 10_002, 'Unknown Application')
      const { data, error } = Commands.safeParse(await c.req.json().catch(() => undefined))
      if (!data) return refuse(400, 50_035, `Invalid Form Body: ${z.prettifyError(error)}`)
      return c.json(data.map((command, at) => ({ ...command, id: String(at), version: '1' })))
    })
    .post('/channels/:channel/messages', async (c) => {
      if (c.req.header('authorization') !== `Bot ${token}`)
        return refuse(401, 0, '401: Unauthorized')
      const { data, error } = await read(c.req.raw)
      if (!data) return refuse(400, 50_035, `Invalid Form Body: ${z.prettifyError(error)}`)
      const channel = c.req.param('channel')
      messages.set(channel, [...(messages.get(channel) ?? []), data])
      return c.json({ id: '3' })
    })
}

/** A pair of keys as Discord has one for each application, and how it signs with it. */
export function discordKeys() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  return {
    publicKey: raw.toString('hex'),
    signed(body: string, atMs = Date.now()) {
      const time = String(Math.floor(atMs / 1000))
      const signature = sign(null, Buffer.from(time + body), privateKey).toString('hex')
      return { 'x-signature-timestamp': time, 'x-signature-ed25519': signature }
    },
  }
}
