import * as z from 'zod/mini'
import { textWithin } from './bounded-reply.ts'

/** A command as Redis defines it: its name and its arguments. */
export type Command = [name: string, ...args: (string | number)[]]

// What a command gives is for whoever sent it to check.
const Reply = z.object({ result: z.optional(z.unknown()), error: z.optional(z.string()) })
const Replies = z.array(Reply)
type Reply = z.infer<typeof Reply>

/** Redis refused a command, or its service the request. */
export class RedisError extends Error {
  override readonly name = 'RedisError'
}

export type RedisRest = ReturnType<typeof createRedisRest>

/**
 * Upstash's REST protocol for Redis: commands that go together are one `POST /pipeline`. The public
 * client of it is 90 KB, with a class for each command of Redis; the tests compare this with it.
 */
export function createRedisRest(options: { url: string; token: string; timeoutMs: number }) {
  const endpoint = `${options.url.replace(/\/$/, '')}/pipeline`
  // Sent back, it makes a replica wait for what this client wrote before it reads.
  let syncToken: string | undefined

  return {
    /** Runs commands one after another, in one request, and gives the reply of each. */
    async send(commands: Command[], mostBytes?: number): Promise<Reply[]> {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${options.token}`,
          'content-type': 'application/json',
          ...(syncToken !== undefined && { 'upstash-sync-token': syncToken }),
        },
        body: JSON.stringify(commands),
        // The token goes to nobody else.
        redirect: 'manual',
        signal: AbortSignal.timeout(options.timeoutMs),
      })
      syncToken = response.headers.get('upstash-sync-token') ?? syncToken
      if (!response.ok) {
        const text = await textWithin(response)
        throw new RedisError(`HTTP ${response.status}: ${text.slice(0, 500)}`)
      }
      const replies = Replies.parse(JSON.parse(await textWithin(response, mostBytes)))
      if (replies.length !== commands.length)
        throw new RedisError(`${replies.length} replies for ${commands.length} commands`)
      return replies
    },
  }
}

/** What a command gave; its error is thrown. */
export function resultOf(reply: Reply | undefined): unknown {
  if (!reply || reply.error !== undefined) throw new RedisError(reply?.error ?? 'No reply')
  return reply.result
}
