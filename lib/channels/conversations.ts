import { sign } from 'hono/utils/jwt/jwt'
import type { RedisDoor } from '../clients/redis.ts'
import { personKey } from '../conversation/escalation/escalation.ts'
import type { Sessions } from '../conversation/sessions.ts'
import type { Gate } from '../limits/gate.ts'
import { newSessionLimit } from '../limits/new-sessions.ts'
import { Problem } from '../problem.ts'
import type { Publish } from '../webhooks/publish.ts'
import { addressOf, type Writer } from './writer.ts'

export interface ConversationsDeps {
  redis: RedisDoor
  sessions: Sessions
  publish: Publish
  now: () => number
  identitySecret: string
  newSessionsPerHour: number
  gate: Gate
  ttlSeconds: number
}

export type Conversations = ReturnType<typeof createConversations>

/**
 * Which session a writer's questions belong to. Redis remembers it as long as it does the
 * conversation's state; without it every question has a session of its own.
 */
export function createConversations(deps: ConversationsDeps) {
  const { redis, sessions, publish, now, ttlSeconds } = deps
  const keyOf = ({ channel, conversation }: Writer) => `${channel}:session:${conversation}`

  return {
    open,

    /** Whether a conversation is under way; without Redis nobody knows of one. */
    async isKnown(writer: Writer): Promise<boolean> {
      const known = await redis.commands.get(keyOf(writer)).catch(() => undefined)
      return typeof known === 'string'
    },

    /** The session under way, if a person has taken it; without Redis nobody has. */
    async withPerson(writer: Writer): Promise<string | undefined> {
      const known = await redis.commands.get(keyOf(writer)).catch(() => undefined)
      if (!known) return undefined
      const mark = await redis.commands.get(personKey(known)).catch(() => undefined)
      return mark ? known : undefined
    },

    /**
     * Works in the session under way or in a new one, also when the one under way has been erased.
     * Throws `rate-limited` when too many have been opened.
     */
    async inCurrentSession<T>(writer: Writer, work: (sessionId: string) => Promise<T>): Promise<T> {
      const known = await redis.commands
        .getex(keyOf(writer), { ex: ttlSeconds })
        .catch(() => undefined)
      try {
        if (known) return await work(known)
      } catch (error) {
        if (!(error instanceof Problem && error.type === 'not-found')) throw error
      }
      return await work(await open(writer))
    },
  }

  /** A new session, which takes the place of the one under way. */
  async function open(writer: Writer): Promise<string> {
    await refuseTooMany(writer)
    const wanted = {
      metadata: { channel: writer.channel },
      // What is remembered of a reader is nothing to tell a group.
      ...(writer.isPrivate && { identity_token: await identityToken(writer) }),
    }
    const work: Promise<unknown>[] = []
    const { session_id, created_at } = await sessions.open(wanted, (more) => work.push(more))
    await Promise.allSettled([
      ...work,
      redis.commands.set(keyOf(writer), session_id, { ex: ttlSeconds }),
      publish({ type: 'session.created', data: { session_id, created_at } }),
    ])
    return session_id
  }

  /** A channel vouches for its users; this says so as an owner's own backend would. */
  async function identityToken({ channel, userId }: Writer): Promise<string> {
    const exp = Math.floor(now() / 1000) + 60
    const claims = { provider: channel, external_id: userId, exp }
    return await sign(claims, deps.identitySecret, 'HS256')
  }

  async function refuseTooMany(writer: Writer) {
    const counted = newSessionLimit(deps.newSessionsPerHour, addressOf(writer))
    deps.gate.enter([counted])
    const decision = await redis
      .batch()
      .limit(counted.name, counted.limit, counted.id)
      // Redis is away: what this isolate has counted is the limit.
      .catch(() => undefined)
    if (decision) deps.gate.judge([counted], [decision])
  }
}
