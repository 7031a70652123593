import {
  Acknowledgement,
  type Asked,
  acknowledge,
  Interaction,
  kinds,
} from '../../discord/interactions.ts'
import { Problem } from '../../problem.ts'
import { fromHex } from '../../text/hash/hex.ts'
import type { Access } from '../access.ts'
import { jsonBody, readBytes } from '../body.ts'
import { routesOf } from '../route.ts'
import { signedBytes } from './signed-bytes.ts'

const maxBytes = 256 * 1024

/** Lets Discord through, whose signature DISCORD_PUBLIC_KEY verifies. */
const fromDiscord: Access<undefined> = {
  secrets: ['discord'],
  async check(c) {
    const { DISCORD_PUBLIC_KEY: key, DISCORD_BOT_TOKEN, DISCORD_APPLICATION_ID } = c.var.settings
    if (!key || !DISCORD_BOT_TOKEN || !DISCORD_APPLICATION_ID)
      throw new Problem(
        'not-found',
        'There is no Discord app here: set DISCORD_APPLICATION_ID, DISCORD_PUBLIC_KEY and DISCORD_BOT_TOKEN.',
      )
    const time = c.req.header('x-signature-timestamp') ?? ''
    const signature = c.req.header('x-signature-ed25519') ?? ''
    // Without a signature of the right form, nothing of the body is read.
    if (!/^[0-9a-f]{128}$/i.test(signature) || !/^\d{1,12}$/.test(time)) throw unsigned()
    const bytes = await readBytes(c.req.raw.clone(), maxBytes)
    if (!(await isSigned(bytes, time, signature, key))) throw unsigned()
    return undefined
  },
}

const unsigned = () =>
  new Problem('unauthorized', "The signature is not that of DISCORD_PUBLIC_KEY's application.")

async function isSigned(bytes: Uint8Array, time: string, signature: string, publicKey: string) {
  const key = await crypto.subtle.importKey('raw', fromHex(publicKey), 'Ed25519', false, ['verify'])
  return await crypto.subtle.verify('Ed25519', key, fromHex(signature), signedBytes(time, bytes))
}

/** The names of its schemas in the OpenAPI document. */
export const discordSchemas = {
  DiscordInteraction: Interaction,
  DiscordAcknowledgement: Acknowledgement,
}

interface Call {
  origin: string
  afterwards: (work: Promise<void>) => void
}

/** The Discord app's route; the suite describes it, and only the discord function has it. */
export const discordRoute = routesOf<{
  takeInteraction: (asked: Asked, call: Call) => Promise<void>
}>()({
  method: 'POST',
  path: '/v1/discord',
  id: 'takeDiscordInteraction',
  tag: 'Channels',
  summary: 'Take an interaction of Discord',
  description: 'Deployed as a function of its own; Discord calls it.',
  access: fromDiscord,
  body: jsonBody(Interaction, maxBytes),
  replies: { 200: { description: 'It is taken; the answer follows', schema: Acknowledgement } },
  problems: ['not-found'],
  // Discord waits three seconds: the answer comes after the reply, into the message it announces.
  async handle({ services, body, afterwards, c }) {
    if (body.type !== kinds.ping)
      afterwards(services.takeInteraction(body, { origin: new URL(c.req.url).origin, afterwards }))
    return { status: 200, body: acknowledge(body) }
  },
})
