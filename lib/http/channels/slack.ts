import * as z from 'zod/mini'
import { Problem } from '../../problem.ts'
import { SlackCall } from '../../slack/events.ts'
import { type Access, isSameSecret } from '../access.ts'
import { type Body, jsonBody, readBytes } from '../body.ts'
import { routesOf } from '../route.ts'
import { hmacHex, signedBytes } from './signed-bytes.ts'

// Slack sends messages of up to 40,000 characters, with blocks that say the same again.
const maxBytes = 512 * 1024
/** Slack's own bound: what is older may be a recording. */
const freshSeconds = 300

/** Lets Slack through, which signs what it sends with SLACK_SIGNING_SECRET, and when. */
const fromSlack: Access<undefined> = {
  secrets: ['slack'],
  async check(c) {
    const { SLACK_BOT_TOKEN: token, SLACK_SIGNING_SECRET: secret } = c.var.settings
    if (!token || !secret)
      throw new Problem(
        'not-found',
        'There is no Slack app here: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET.',
      )
    const time = c.req.header('x-slack-request-timestamp') ?? ''
    const signature = c.req.header('x-slack-signature') ?? ''
    const isFresh = Math.abs(Date.now() / 1000 - Number(time)) <= freshSeconds
    // Without a signature of the right form and age, nothing of the body is read.
    if (!/^v0=[0-9a-f]{64}$/.test(signature) || !/^\d{1,12}$/.test(time) || !isFresh)
      throw unsigned()
    const bytes = await readBytes(c.req.raw.clone(), maxBytes)
    if (!(await isSameSecret(signature, `v0=${await sign(time, bytes, secret)}`))) throw unsigned()
    return undefined
  },
}

const unsigned = () =>
  new Problem('unauthorized', 'Sign the request with SLACK_SIGNING_SECRET, as x-slack-signature.')

const sign = (time: string, bytes: Uint8Array, secret: string) =>
  hmacHex(signedBytes(`v0:${time}:`, bytes), secret)

/** Events are JSON; a pressed button is JSON within a form. */
const slackBody: Body<SlackCall> = {
  ...jsonBody(SlackCall, maxBytes),
  texts: {
    types: { 'application/x-www-form-urlencoded': 'A form whose field `payload` is JSON' },
    toJson: (text) => fromForm(new URLSearchParams(text).get('payload') ?? ''),
  },
}

function fromForm(payload: string): unknown {
  try {
    return JSON.parse(payload)
  } catch {
    throw new Problem('malformed-json', 'The field payload of the form must be JSON.')
  }
}

const Challenge = z.object({ challenge: z.optional(z.string()) })

/** The names of its schemas in the OpenAPI document. */
export const slackSchemas = { SlackCall, SlackReply: Challenge }

interface Call {
  origin: string
  afterwards: (work: Promise<void>) => void
}

/** The Slack app's route; the suite describes it, and only the slack function has it. */
export const slackRoute = routesOf<{
  takeSlackCall: (sent: SlackCall, call: Call) => Promise<void>
}>()({
  method: 'POST',
  path: '/v1/slack',
  id: 'takeSlackCall',
  tag: 'Channels',
  summary: 'Take an event or a pressed button of Slack',
  description: 'Deployed as a function of its own; Slack calls it.',
  access: fromSlack,
  body: slackBody,
  replies: { 200: { description: 'It is taken; messages answer it', schema: Challenge } },
  problems: ['not-found'],
  // Slack waits three seconds, then repeats what it thinks was lost: answers come after the reply.
  async handle({ services, body, afterwards, c }) {
    if (body.type === 'url_verification')
      return { status: 200, body: { challenge: body.challenge } }
    afterwards(services.takeSlackCall(body, { origin: new URL(c.req.url).origin, afterwards }))
    return { status: 200, body: {} }
  },
})
