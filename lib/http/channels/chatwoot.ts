import { ChatwootCall, deedOf } from '../../helpdesk/chatwoot-call.ts'
import type { Deed } from '../../helpdesk/deed.ts'
import { Problem } from '../../problem.ts'
import { type Access, isSameSecret } from '../access.ts'
import { jsonBody, NoFields, readBytes } from '../body.ts'
import { routesOf } from '../route.ts'
import { hmacHex, signedBytes } from './signed-bytes.ts'

// A message has at most 150,000 characters, and comes with its conversation.
const maxBytes = 1024 * 1024
/** What is older may be a recording. */
const freshSeconds = 300

/** Lets Chatwoot through, which signs what it sends with the secret of the webhook, and when. */
const fromChatwoot: Access<undefined> = {
  secrets: ['chatwoot'],
  async check(c) {
    const { CHATWOOT_WEBHOOK_SECRET: secret } = c.var.settings
    if (!secret)
      throw new Problem('not-found', 'There is no Chatwoot here: set CHATWOOT_WEBHOOK_SECRET.')
    const time = c.req.header('x-chatwoot-timestamp') ?? ''
    const signature = c.req.header('x-chatwoot-signature') ?? ''
    const isFresh = Math.abs(Date.now() / 1000 - Number(time)) <= freshSeconds
    // Without a signature of the right form and age, nothing of the body is read.
    if (!/^sha256=[0-9a-f]{64}$/.test(signature) || !/^\d{1,12}$/.test(time) || !isFresh)
      throw unsigned()
    const bytes = await readBytes(c.req.raw.clone(), maxBytes)
    const right = `sha256=${await hmacHex(signedBytes(`${time}.`, bytes), secret)}`
    if (!(await isSameSecret(signature, right))) throw unsigned()
    return undefined
  },
}

const unsigned = () =>
  new Problem(
    'unauthorized',
    'Sign the request with CHATWOOT_WEBHOOK_SECRET, as x-chatwoot-signature.',
  )

/** The names of its schemas in the OpenAPI document. */
export const chatwootSchemas = { ChatwootCall }

/** What agents do in Chatwoot; a reply that no reader gets is refused, and Chatwoot shows that. */
export const chatwootRoute = routesOf<{
  takeDeed: (deed: Deed) => Promise<string | undefined>
}>()({
  method: 'POST',
  path: '/v1/chatwoot',
  id: 'takeChatwootCall',
  tag: 'Channels',
  summary: 'Take what an agent has written or done in Chatwoot',
  description: 'The webhook of an inbox of the kind API calls it.',
  access: fromChatwoot,
  body: jsonBody(ChatwootCall, maxBytes),
  replies: { 200: { description: 'It is done, or concerns no reader', schema: NoFields } },
  problems: ['not-found', 'conflict', 'unavailable'],
  async handle({ services, body }) {
    const deed = deedOf(body)
    if (!deed) return { status: 200, body: {} }
    if (deed.kind === 'reply' && deed.content.trim() === '')
      throw new Problem('conflict', 'Only words reach the reader, and no files.')
    try {
      const failure = await services.takeDeed(deed)
      if (failure !== undefined)
        throw new Problem('unavailable', `The reader’s messenger did not take it: ${failure}`)
    } catch (error) {
      // Conversations that are no hand-offs may be assigned and resolved too.
      const isElsewhere = error instanceof Problem && error.type === 'not-found'
      if (!isElsewhere || deed.kind === 'reply') throw error
    }
    return { status: 200, body: {} }
  },
})
